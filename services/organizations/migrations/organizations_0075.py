"""Adds the organizations in which closed ones go on. The next revision checks that they are there."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0075"
down_revision = "organizations_0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organization", sa.Column("successor_id", sa.Uuid))
    op.create_foreign_key(
        "organization_successor_id_fkey",
        "organization",
        "organization",
        ["successor_id"],
        ["id"],
        postgresql_not_valid=True,
    )
