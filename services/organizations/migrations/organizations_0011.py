"""Whose right the batches of an import rest on, and when a role of a member last stopped counting."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0011"
down_revision = "organizations_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_job", sa.Column("actor_id", sa.Uuid))
    op.add_column(
        "import_job",
        sa.Column("by_administrator", sa.Boolean, nullable=False, server_default="false"),
    )
    op.add_column("membership", sa.Column("role_end_time", sa.DateTime(timezone=True)))
