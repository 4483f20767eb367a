"""Adds what was understood of the columns of imported files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0033"
down_revision = "organizations_0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_job", sa.Column("columns", JSONB, nullable=False, server_default="[]"))
