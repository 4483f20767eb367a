"""Adds which imports gave people contact details."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0052"
down_revision = "organizations_0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person_entry",
        sa.Column("import_job_ids", sa.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    )
