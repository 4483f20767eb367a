"""The principals of a person are found by an index."""

from alembic import op

revision = "organizations_0014"
down_revision = "organizations_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("principal_person", "principal", ["person_id"])
