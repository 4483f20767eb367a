"""Adds rules of dormancy to programmes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0061"
down_revision = "organizations_0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme", sa.Column("dormancy_rules", JSONB(none_as_null=True)))
