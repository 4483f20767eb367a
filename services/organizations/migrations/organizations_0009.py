"""Sources of external ids, which are unique among active organizations; answers and undo of imports."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0009"
down_revision = "organizations_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With defaults, because code that does not know these columns goes on adding rows.
    op.add_column(
        "organization", sa.Column("external_source", sa.String, nullable=False, server_default="")
    )
    op.drop_index("organization_external_id", "organization")
    op.create_index(
        "organization_external_id",
        "organization",
        ["parent_id", "external_source", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id <> '' AND state = 'ACTIVE'"),
        postgresql_nulls_not_distinct=True,
    )
    jobs: tuple[tuple[str, Any, str], ...] = (
        ("source", sa.String, "''"),
        ("encoding", sa.String, "''"),
        ("defaults", JSONB, "'{}'"),
        ("answers", JSONB, "'[]'"),
        ("namesakes", JSONB, "'[]'"),
        ("undone_count", sa.Integer, "0"),
    )
    rows: tuple[tuple[str, Any, str], ...] = (
        ("said", JSONB, "'{}'"),
        ("is_undone", sa.Boolean, "false"),
    )
    for table, columns in (("import_job", jobs), ("import_job_row", rows)):
        for name, type_, default in columns:
            op.add_column(
                table, sa.Column(name, type_, nullable=False, server_default=sa.text(default))
            )
