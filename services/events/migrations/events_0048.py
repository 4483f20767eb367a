"""Imports of calendars, from files and from feeds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0048"
down_revision = "events_0047"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
_COUNTS = (
    "rows_total",
    "rows_done",
    "create_count",
    "update_count",
    "unchanged_count",
    "conflict_count",
    "error_count",
    "undone_count",
    "rows_to_undo",
)


def upgrade() -> None:
    op.create_table(
        "event_import_feed",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("visibility", sa.String, nullable=False),
        sa.Column("publish", sa.Boolean, nullable=False),
        sa.Column("executes_itself", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("last_success_time", TIME),
        sa.Column("last_error", sa.String),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fetch_time", TIME),
        sa.Column("etag_seen", sa.String, nullable=False),
        sa.Column("modified_seen", sa.String, nullable=False),
    )
    op.create_index(
        "event_import_feed_organization",
        "event_import_feed",
        ["organization_id", "create_time", "id"],
    )
    op.create_index(
        "event_import_feed_due",
        "event_import_feed",
        ["fetch_time"],
        postgresql_where=sa.text("fetch_time IS NOT NULL"),
    )
    op.create_table(
        "event_import_job",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("event_import_feed_id", sa.Uuid, sa.ForeignKey("event_import_feed.id")),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("visibility", sa.String, nullable=False),
        sa.Column("publish", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _COUNTS),
        sa.Column("actor_id", sa.Uuid),
    )
    op.create_index(
        "event_import_job_organization",
        "event_import_job",
        ["organization_id", "create_time", "id"],
    )
    op.create_index("event_import_job_state", "event_import_job", ["state", "create_time"])
    op.create_index("event_import_job_by_actor_id", "event_import_job", ["actor_id"])
    op.create_index(
        "event_import_job_feed",
        "event_import_job",
        ["event_import_feed_id"],
        postgresql_where=sa.text("event_import_feed_id IS NOT NULL"),
    )
    op.create_table(
        "event_import_job_row",
        sa.Column(
            "event_import_job_id",
            sa.Uuid,
            sa.ForeignKey("event_import_job.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("uid", sa.String, nullable=False),
        sa.Column("recurrence_id", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("said", JSONB, nullable=False),
        sa.Column("is_to_do", sa.Boolean, nullable=False),
        sa.Column("is_undone", sa.Boolean, nullable=False),
        sa.Column("event_id", sa.Uuid),
        sa.Column("event_series_id", sa.Uuid),
    )
    op.create_index(
        "event_import_job_row_head",
        "event_import_job_row",
        ["event_import_job_id", "head", "line"],
    )
    op.create_index(
        "event_import_job_row_outcome",
        "event_import_job_row",
        ["event_import_job_id", "outcome", "line"],
    )
    op.create_index(
        "event_import_job_row_to_do",
        "event_import_job_row",
        ["event_import_job_id", "head"],
        postgresql_where=sa.text("is_to_do"),
    )
    op.create_table(
        "imported_event",
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("recurrence_id", sa.String, primary_key=True),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event.id")),
        sa.Column("event_series_id", sa.Uuid, sa.ForeignKey("event_series.id")),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("said", JSONB, nullable=False),
    )
    op.create_index("imported_event_event", "imported_event", ["event_id"])
    op.create_index("imported_event_series", "imported_event", ["event_series_id"])
