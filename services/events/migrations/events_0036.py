"""Check-in by oneself, and people who are checked out by the clock."""

import sqlalchemy as sa
from alembic import op

revision = "events_0036"
down_revision = "events_0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("check_in_key", sa.String, nullable=False, server_default=""))
    for name in ("self_checked_in", "checked_out_automatically"):
        op.add_column(
            "sign_up", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
        )
    op.create_index(
        "sign_up_checked_in",
        "sign_up",
        ["end_time", "id"],
        postgresql_where=sa.text("state = 'CHECKED_IN'"),
    )
