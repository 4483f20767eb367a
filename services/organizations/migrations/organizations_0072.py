"""Adds roles and questions to starter kits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0072"
down_revision = "organizations_0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("roles", "questions"):
        op.add_column("starter_kit", sa.Column(name, JSONB, nullable=False, server_default="[]"))
