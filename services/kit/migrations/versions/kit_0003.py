"""Budgets of principals, and what is needed to forget what is old."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0003"
down_revision = "kit_0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "spent",
        sa.Column("principal_id", sa.Text, primary_key=True),
        sa.Column("changes", sa.Double, nullable=False),
        sa.Column("bytes", sa.Double, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
    op.create_index("spent_update_time", "spent", ["update_time"])
    op.add_column(
        "seen", sa.Column("update_time", TIME, nullable=False, server_default=sa.func.now())
    )
    op.create_index("seen_update_time", "seen", ["update_time"])
    op.create_index("audit_create_time", "audit", ["create_time"], postgresql_using="brin")
