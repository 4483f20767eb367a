"""Finds the rows that name a person, for the file of their data."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0042"
down_revision = "organizations_0041"
branch_labels = None
depends_on = None

# Each table and column, and whether the column can be empty.
COLUMNS = (
    ("person_entry", "creator_person_id", False),
    ("person_entry", "link_creator_person_id", True),
    ("invitation", "inviter_person_id", False),
    ("founding_proposal", "decider_id", True),
    ("assessment", "person_id", False),
    ("review", "proposer_id", True),
    ("review", "decider_id", True),
    ("mentorship", "mentor_person_id", True),
    ("first_step", "doer_id", True),
    ("import_job", "actor_id", True),
    ("attendance", "person_id", False),
    ("group_visit", "person_id", False),
    ("hours_balance", "person_id", False),
)
LISTS = (("founding_proposal", "co_founder_ids"),)


def upgrade() -> None:
    for table, column, can_be_empty in COLUMNS:
        named = sa.text(f"{column} IS NOT NULL") if can_be_empty else None
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_where=named)
    for table, column in LISTS:
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_using="gin")
    for table in ("organization",):
        named = sa.text("contact ? 'person_id'")
        op.create_index(
            f"{table}_by_contact",
            table,
            ["contact"],
            postgresql_using="gin",
            postgresql_where=named,
        )
