"""The covers of series."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0032"
down_revision = "events_0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event_series", sa.Column("cover", JSONB))
