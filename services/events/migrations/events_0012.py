"""Cancel and delete shifts."""

import sqlalchemy as sa
from alembic import op

revision = "events_0012"
down_revision = "events_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, column_type, default in (
        ("state", sa.String, "PLANNED"),
        ("cancel_reason", sa.String, ""),
        ("sign_ups_to_cancel", sa.Integer, "0"),
    ):
        op.add_column("shift", sa.Column(name, column_type, nullable=False, server_default=default))
    op.create_index(
        "shift_cancelling", "shift", ["id"], postgresql_where=sa.text("sign_ups_to_cancel > 0")
    )
