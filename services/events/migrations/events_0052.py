"""Notes when people were reminded of the deadline of a poll."""

import sqlalchemy as sa
from alembic import op

revision = "events_0052"
down_revision = "events_0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("remind_time", "reminded_deadline"):
        op.add_column("date_poll", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
