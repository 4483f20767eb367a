"""Indexes the fields of rosters whose values are not kept for as long as memberships."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "organizations_0065"
down_revision = "organizations_0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "roster_field_kept",
        "roster_field",
        ["id"],
        postgresql_where=sa.text("kept_days IS NOT NULL"),
    )
