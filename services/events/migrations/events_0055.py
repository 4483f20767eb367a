"""Indexes feeds of calendars that could not be fetched, for the metric of the backlog."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "events_0055"
down_revision = "events_0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "event_import_feed_failing",
        "event_import_feed",
        ["fetch_time"],
        postgresql_where=sa.text("last_error IS NOT NULL"),
    )
