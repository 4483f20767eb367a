"""Indexes the memberships that end by themselves."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "organizations_0056"
down_revision = "organizations_0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "membership_expiring",
        "membership",
        ["expire_time"],
        postgresql_where=sa.text("expire_time IS NOT NULL AND state IN ('ACTIVE', 'SUSPENDED')"),
    )
