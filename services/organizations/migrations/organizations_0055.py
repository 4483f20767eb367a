"""Indexes rosters by when memberships end."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "organizations_0055"
down_revision = "organizations_0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "membership_expiry",
        "membership",
        [
            "organization_id",
            sa.text("coalesce(expire_time, '9999-12-31 00:00:00+00'::timestamptz)"),
            "id",
        ],
    )
