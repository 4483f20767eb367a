"""External ids and matched names of organizations; imports and their rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0003"
down_revision = "organizations_0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _match_organizations()
    op.create_table(
        "import_job",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("rows_total", sa.Integer, nullable=False),
        sa.Column("rows_done", sa.Integer, nullable=False),
        sa.Column("batches_done", sa.Integer, nullable=False),
        sa.Column("create_count", sa.Integer, nullable=False),
        sa.Column("update_count", sa.Integer, nullable=False),
        sa.Column("merge_count", sa.Integer, nullable=False),
        sa.Column("unchanged_count", sa.Integer, nullable=False),
        sa.Column("conflict_count", sa.Integer, nullable=False),
        sa.Column("error_count", sa.Integer, nullable=False),
    )
    op.create_index(
        "import_job_organization", "import_job", ["organization_id", "create_time", "id"]
    )
    op.create_index("import_job_state", "import_job", ["state", "create_time"])
    op.create_table(
        "import_job_row",
        sa.Column(
            "import_job_id",
            sa.Uuid,
            sa.ForeignKey("import_job.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("target_id", sa.Uuid),
        sa.Column("target_version", sa.BigInteger),
    )
    op.create_index(
        "import_job_row_batch", "import_job_row", ["import_job_id", "batch", "head", "line"]
    )
    op.create_index(
        "import_job_row_outcome", "import_job_row", ["import_job_id", "outcome", "line"]
    )


def _match_organizations() -> None:
    """Adds what organizations are matched by; organizations_0008 fills in the names."""
    op.add_column(
        "organization", sa.Column("external_id", sa.String, nullable=False, server_default="")
    )
    op.add_column(
        "organization",
        sa.Column("match_name", sa.Text(collation="C"), nullable=False, server_default=""),
    )
    op.create_index("organization_match", "organization", ["parent_id", "match_name"])
    op.create_index(
        "organization_external_id",
        "organization",
        ["parent_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id <> ''"),
        postgresql_nulls_not_distinct=True,
    )
