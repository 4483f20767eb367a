"""Marks closed organizations at which something waits, and indexes open support."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0045"
down_revision = "organizations_0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization", sa.Column("is_ending", sa.Boolean, nullable=False, server_default="false")
    )
    # Those that were closed before have not ended what waits there.
    op.execute("UPDATE organization SET is_ending = true WHERE state = 'CLOSED'")
    op.create_index(
        "organization_ending", "organization", ["id"], postgresql_where=sa.text("is_ending")
    )
    op.create_index(
        "group_support_open",
        "group_support",
        ["enrolment_id"],
        postgresql_where=sa.text("state IN ('REQUESTED', 'PROMISED')"),
    )
