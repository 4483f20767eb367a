"""Finds the rows that name a person, for the file of their data."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0019"
down_revision = "volunteers_0018"
branch_labels = None
depends_on = None

# Each table and column, and whether the column can be empty.
COLUMNS = (
    ("contact_share", "recorder_person_id", True),
    ("contact_reading", "reader_person_id", True),
    ("qualification", "decider_id", True),
    ("hours_attestation", "submitter_id", False),
    ("hours_attestation", "decider_id", True),
    ("hours_attestation", "reverser_id", True),
    ("hours_account", "person_id", True),
    ("counted_time", "person_id", False),
)


def upgrade() -> None:
    for table, column, can_be_empty in COLUMNS:
        named = sa.text(f"{column} IS NOT NULL") if can_be_empty else None
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_where=named)
