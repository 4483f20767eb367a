"""Checks that the organizations that verified others are there, while people work."""

from alembic import op

revision = "organizations_0071"
down_revision = "organizations_0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("verification", "verifier_id"), ("organization", "verified_by_id")):
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_{column}_fkey")
