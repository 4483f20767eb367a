"""Sign-ups for a cancelled event are cancelled in batches, and the event says how many are left."""

import sqlalchemy as sa
from alembic import op

revision = "events_0008"
down_revision = "events_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event", sa.Column("sign_ups_to_cancel", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index(
        "event_cancelling", "event", ["id"], postgresql_where=sa.text("sign_ups_to_cancel > 0")
    )
    op.create_index(
        "sign_up_open",
        "sign_up",
        ["event_id", "id"],
        postgresql_where=sa.text("state IN ('WAITLISTED', 'OFFERED', 'CONFIRMED')"),
    )
