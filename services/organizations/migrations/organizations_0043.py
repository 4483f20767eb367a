"""Lets imports be of people, and be carried out for an app."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0043"
down_revision = "organizations_0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "import_job", sa.Column("by_app", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("import_job_row", sa.Column("person_id", sa.Uuid))
    op.add_column("person_entry", sa.Column("import_job_id", sa.Uuid))
