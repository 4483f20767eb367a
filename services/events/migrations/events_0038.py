"""Adds the role in which somebody is planned."""

import sqlalchemy as sa
from alembic import op

revision = "events_0038"
down_revision = "events_0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_assignment", sa.Column("role_id", sa.Uuid))
