"""People know which organization entered them by hand, until they have an account."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0012"
down_revision = "volunteers_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("keeper_organization_id", sa.Uuid))
