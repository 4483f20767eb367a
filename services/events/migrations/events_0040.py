"""Adds areas, as organizations has them, and where organizations, venues, and events are."""

import sqlalchemy as sa
from alembic import op

revision = "events_0040"
down_revision = "events_0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("above_id", sa.Uuid),
    )
    op.create_index("area_above_id", "area", ["above_id"])
    for table in ("organization", "venue", "event"):
        op.add_column(table, sa.Column("area_id", sa.Uuid))
    op.create_index("organization_area", "organization", ["area_id"])
    op.create_index("venue_area", "venue", ["area_id", "id"])
    op.create_index("event_area", "event", ["area_id", "start_time", "id"])
