"""Lets feeds of calendars have a title, pause, and cancel what is gone; and notes which feed said what."""

import sqlalchemy as sa
from alembic import op

revision = "events_0050"
down_revision = "events_0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event_import_feed", sa.Column("title", sa.String, nullable=False, server_default="")
    )
    for name in ("paused", "cancels_vanished"):
        op.add_column(
            "event_import_feed",
            sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()),
        )
    op.add_column("imported_event", sa.Column("event_import_feed_id", sa.Uuid, nullable=True))
    op.add_column(
        "imported_event", sa.Column("vanished_time", sa.DateTime(timezone=True), nullable=True)
    )
