"""Adds which organization above has verified another."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0060"
down_revision = "organizations_0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("verification", "verifier_id"), ("organization", "verified_by_id")):
        op.add_column(table, sa.Column(column, sa.Uuid))
