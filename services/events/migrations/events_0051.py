"""Indexes what each feed of a calendar has said."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "events_0051"
down_revision = "events_0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "imported_event_feed",
        "imported_event",
        ["event_import_feed_id"],
        postgresql_where=sa.text("event_import_feed_id IS NOT NULL"),
    )
