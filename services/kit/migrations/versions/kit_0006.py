"""Finds what a person did in the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0006"
down_revision = "kit_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "audit_person", "audit", ["person_id"], postgresql_where=sa.text("person_id IS NOT NULL")
    )
