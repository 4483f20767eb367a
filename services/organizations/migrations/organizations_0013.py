"""Invitations of suspended people are found by an index, to be revoked in batches."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0013"
down_revision = "organizations_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "invitation_inviter",
        "invitation",
        ["inviter_person_id", "id"],
        postgresql_where=sa.text("revoke_time IS NULL"),
    )
    op.create_index(
        "person_suspended", "person", ["id"], postgresql_where=sa.text("state = 'SUSPENDED'")
    )
