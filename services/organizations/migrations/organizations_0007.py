"""The active memberships of a person are found by an index: they decide whose roles count."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0007"
down_revision = "organizations_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "membership_active",
        "membership",
        ["person_id", "organization_id", "id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
