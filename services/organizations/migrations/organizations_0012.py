"""Organizations that moved along with one above them are announced in batches."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0012"
down_revision = "organizations_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization", sa.Column("is_moved", sa.Boolean, nullable=False, server_default="false")
    )
    op.create_index(
        "organization_moved", "organization", ["id"], postgresql_where=sa.text("is_moved")
    )
