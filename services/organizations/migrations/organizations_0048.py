"""Says for which area a group is proposed."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0048"
down_revision = "organizations_0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("founding_proposal", sa.Column("area_id", sa.Uuid, sa.ForeignKey("area.id")))
