"""Imports count how often their next batch has failed, so that they come to an end."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0004"
down_revision = "organizations_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default, because code that does not know this column goes on adding rows.
    op.add_column(
        "import_job", sa.Column("failures", sa.Integer, nullable=False, server_default="0")
    )
