"""Organizations have their texts in several languages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0018"
down_revision = "organizations_0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization", sa.Column("language", sa.String, nullable=False, server_default="")
    )
    op.add_column(
        "organization", sa.Column("translations", JSONB, nullable=False, server_default="[]")
    )
