"""Indexes planned shifts by their start: people look for those that they can do."""

import sqlalchemy as sa
from alembic import op

revision = "events_0029"
down_revision = "events_0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    planned = sa.text("state = 'PLANNED'")
    op.create_index("shift_start", "shift", ["start_time", "id"], postgresql_where=planned)
