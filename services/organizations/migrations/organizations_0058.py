"""Indexes the support that an organization gives by when it began."""

from services.kit.work.indexing import create_index

revision = "organizations_0058"
down_revision = "organizations_0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("group_support_given", "group_support", ["cultivator_id", "id"])
