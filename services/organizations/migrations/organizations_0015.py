"""The active members of an organization are counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0015"
down_revision = "organizations_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "membership_members",
        "membership",
        ["organization_id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
