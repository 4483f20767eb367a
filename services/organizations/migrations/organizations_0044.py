"""Finds who woke a group that had fallen asleep, for the file of their data."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0044"
down_revision = "organizations_0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "dormancy_by_waker_id",
        "dormancy",
        ["waker_id"],
        postgresql_where=sa.text("waker_id IS NOT NULL"),
    )
