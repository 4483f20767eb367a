"""Entries of the ledger are summed up by when the work was done."""

from alembic import op

revision = "volunteers_0011"
down_revision = "volunteers_0010"
branch_labels = None
depends_on = None

_WORKED_AT = "coalesce(start_time, (date + time '12:00') AT TIME ZONE 'UTC')"


def upgrade() -> None:
    for owner in ("person", "organization"):
        op.execute(
            f"CREATE INDEX hours_entry_{owner}_worked ON hours_entry ({owner}_id, ({_WORKED_AT}))"
        )
