"""Adds the role in which somebody is planned."""

import sqlalchemy as sa
from alembic import op

revision = "events_0039"
down_revision = "events_0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_assignment", sa.Column("role_id", sa.Uuid))
