"""Refers to the organizations that verified others by foreign keys. The next revision checks what is there."""

from alembic import op

revision = "organizations_0070"
down_revision = "organizations_0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("verification", "verifier_id"), ("organization", "verified_by_id")):
        op.create_foreign_key(
            f"{table}_{column}_fkey",
            table,
            "organization",
            [column],
            ["id"],
            postgresql_not_valid=True,
        )
