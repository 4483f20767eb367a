"""Series can be split: one goes on where another one ends."""

import sqlalchemy as sa
from alembic import op

revision = "events_0019"
down_revision = "events_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event_series",
        sa.Column("split_from_id", sa.Uuid, sa.ForeignKey("event_series.id")),
    )
    op.add_column("event_series", sa.Column("first_date", sa.Date))
    op.add_column("event_series", sa.Column("last_date", sa.Date))
