"""Counts what is done with keys of apps day by day, and notes that it was told that one expires soon."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0049"
down_revision = "organizations_0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "app_key",
        sa.Column("is_expiring", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "app_key_expiring",
        "app_key",
        ["expire_time"],
        postgresql_where=sa.text("revoke_time IS NULL AND NOT is_expiring"),
    )
    op.create_table(
        "app_key_day",
        sa.Column(
            "app_key_id",
            sa.Uuid,
            sa.ForeignKey("app_key.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("app_id", sa.Uuid, nullable=False),
        sa.Column("operations", sa.Integer, nullable=False),
    )
    op.create_index("app_key_day_app", "app_key_day", ["app_id", "day"])
    op.create_index("app_key_day_day", "app_key_day", ["day"])
