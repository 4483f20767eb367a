"""Adds which roles of a shift are not filled, by an alert and by a plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0049"
down_revision = "events_0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder", sa.Column("role_gaps", JSONB, nullable=False, server_default="[]"))
    op.add_column("plan_gap", sa.Column("roles", JSONB, nullable=False, server_default="[]"))
