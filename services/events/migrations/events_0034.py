"""Adds calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "events_0034"
down_revision = "events_0033"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("token_hash", sa.LargeBinary),
        sa.CheckConstraint(
            "(state = 'ACTIVE') = (token_hash IS NOT NULL)", name="calendar_feed_state"
        ),
    )
    op.create_index("calendar_feed_token", "calendar_feed", ["token_hash"], unique=True)
