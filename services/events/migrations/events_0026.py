"""Adds the availability of people. Fill the projection by republish at volunteers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0026"
down_revision = "events_0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "availability",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("weekly_windows", JSONB, nullable=False),
        sa.Column("absences", JSONB, nullable=False),
        sa.Column("wanted_minutes_a_week", sa.Integer),
        sa.Column("most_minutes_a_week", sa.Integer),
    )
