"""The rules of signing up, and what is cancelled late."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0033"
down_revision = "events_0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("sign_up_open_time", sa.DateTime(timezone=True)))
    op.add_column("event", sa.Column("sign_up_rules", JSONB))
    op.add_column("event_series", sa.Column("sign_up_opens_minutes", sa.Integer))
    op.add_column("event_series", sa.Column("sign_up_rules", JSONB))
    op.add_column(
        "sign_up",
        sa.Column("cancelled_late", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "sign_up_cancelled_late",
        "sign_up",
        ["organization_id", "create_time", "id"],
        postgresql_where=sa.text("cancelled_late"),
    )
