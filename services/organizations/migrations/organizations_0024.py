"""Adds attendance, and what groups did on each day.

Run `python -m services.events republish` afterwards: the events and sign-ups of before are counted then.
"""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0024"
down_revision = "organizations_0023"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("check_in_time", TIME),
        sa.Column("check_out_time", TIME),
        sa.Column("attendance_review", sa.String, nullable=False),
    )
    op.create_index("attendance_organization", "attendance", ["organization_id", "start_time"])
    op.create_table(
        "group_day",
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("events_held", sa.Integer, nullable=False),
        sa.Column("events_cancelled", sa.Integer, nullable=False),
    )
    op.create_table(
        "group_visit",
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
