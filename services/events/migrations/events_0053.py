"""Indexes open polls by their deadline."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "events_0053"
down_revision = "events_0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "date_poll_closing",
        "date_poll",
        ["answer_deadline", "id"],
        postgresql_where=sa.text("state = 'OPEN'"),
    )
