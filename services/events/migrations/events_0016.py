"""Events and shifts have their texts in several languages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0016"
down_revision = "events_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("event", "shift"):
        op.add_column(table, sa.Column("language", sa.String, nullable=False, server_default=""))
        op.add_column(table, sa.Column("translations", JSONB, nullable=False, server_default="[]"))
