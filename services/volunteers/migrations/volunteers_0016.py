"""Adds the availability of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "volunteers_0016"
down_revision = "volunteers_0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "availability",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("weekly_windows", JSONB, nullable=False),
        sa.Column("absences", JSONB, nullable=False),
        sa.Column("wanted_minutes_a_week", sa.Integer),
        sa.Column("most_minutes_a_week", sa.Integer),
    )
