"""The logos and covers of organizations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0020"
down_revision = "organizations_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organization", sa.Column("logo", JSONB))
    op.add_column("organization", sa.Column("cover", JSONB))
