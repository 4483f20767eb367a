"""Memberships note whether the member was removed; of those that have ended nobody knows it any more."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0006"
down_revision = "organizations_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default, because code that does not know this column goes on adding rows.
    op.add_column(
        "membership", sa.Column("is_removed", sa.Boolean, nullable=False, server_default=sa.false())
    )
