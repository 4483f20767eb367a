"""Adds when memberships end by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0054"
down_revision = "organizations_0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("expire_time", sa.DateTime(timezone=True)))
    op.add_column(
        "membership",
        sa.Column("is_expiring", sa.Boolean, nullable=False, server_default=sa.false()),
    )
