"""Adds to how groups were from day to day where they were at home."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0062"
down_revision = "organizations_0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment_day", sa.Column("area_id", sa.Uuid))
