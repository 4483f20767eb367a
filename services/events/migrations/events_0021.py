"""Schedule plans say what the coordinator has decided already."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0021"
down_revision = "events_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "schedule_plan", sa.Column("decisions", JSONB, nullable=False, server_default="[]")
    )
