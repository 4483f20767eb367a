"""Names by which organizations are searched, which organizations_0008 fills in."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0005"
down_revision = "organizations_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization",
        sa.Column("search_name", sa.Text(collation="C"), nullable=False, server_default=""),
    )
