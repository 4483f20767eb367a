"""Adds what importers have said of the columns of lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0053"
down_revision = "organizations_0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), primary_key=True),
        sa.Column("app", sa.String, primary_key=True),
        sa.Column("header", sa.String, primary_key=True),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("use_time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("import_mapping_age", "import_mapping", ["use_time"])
