"""Finds the rows that name a person, for the file of their data and to erase them."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0047"
down_revision = "organizations_0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("verification_by_requester_id", "verification", ["requester_id"])
    for table, column in (("verification", "decider_id"), ("import_job_row", "person_id")):
        named = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"{table}_by_{column}", table, [column], postgresql_where=named)
