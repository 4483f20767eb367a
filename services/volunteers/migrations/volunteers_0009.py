"""Look up what is under an organization, whether or not it inherits roles."""

from alembic import op

revision = "volunteers_0009"
down_revision = "volunteers_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("organization_ancestors")
    op.create_index(
        "organization_ancestors", "organization", ["ancestor_ids"], postgresql_using="gin"
    )
