"""Finds the rows that name a person, for the file of their data."""

import sqlalchemy as sa
from alembic import op

revision = "events_0042"
down_revision = "events_0041"
branch_labels = None
depends_on = None

# Each table and column, and whether the column can be empty.
COLUMNS = (
    ("sign_up", "recorder_id", True),
    ("sign_up", "creator_id", True),
    ("stand_in", "person_id", False),
    ("feedback", "person_id", False),
    ("plan_assignment", "person_id", False),
    ("plan_share", "person_id", False),
    ("schedule_plan", "publisher_id", True),
)
LISTS = (("schedule_plan", "decisions"),)


def upgrade() -> None:
    for table, column, can_be_empty in COLUMNS:
        named = sa.text(f"{column} IS NOT NULL") if can_be_empty else None
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_where=named)
    for table, column in LISTS:
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_using="gin")
    for table in ("event", "event_series"):
        named = sa.text("contact ? 'person_id'")
        op.create_index(
            f"{table}_by_contact",
            table,
            ["contact"],
            postgresql_using="gin",
            postgresql_where=named,
        )
