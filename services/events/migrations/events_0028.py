"""Indexes requests for stand-ins by their start."""

from alembic import op

revision = "events_0028"
down_revision = "events_0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("stand_in_start", "stand_in", ["start_time", "id"])
