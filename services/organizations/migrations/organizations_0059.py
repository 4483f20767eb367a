"""Indexes the support that an organization gives by when what comes next is due."""

import sqlalchemy as sa

from services.kit.work.indexing import create_index

revision = "organizations_0059"
down_revision = "organizations_0058"
branch_labels = None
depends_on = None

_DUE = (
    "coalesce(CASE state WHEN 'PROMISED' THEN due_time WHEN 'DELIVERED' THEN settle_due_time END,"
    " '9999-12-31 00:00:00+00'::timestamptz)"
)


def upgrade() -> None:
    create_index("group_support_due", "group_support", ["cultivator_id", sa.text(_DUE), "id"])
