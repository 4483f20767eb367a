"""Series of events, and which occurrence of a series an event is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0017"
down_revision = "events_0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "event_series",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("what_to_bring", sa.String, nullable=False),
        sa.Column("place", JSONB),
        sa.Column("contact", JSONB),
        sa.Column("minimum_participants", sa.Integer),
        sa.Column("visibility", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("start", sa.String, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("sign_up_closes_minutes", sa.Integer),
        sa.Column("recurrence", JSONB),
        sa.Column("shift_templates", JSONB, nullable=False),
        sa.Column("publish_occurrences", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("end_reason", sa.String, nullable=False),
        sa.Column("occurrences_to_cancel", sa.Integer, nullable=False),
        sa.Column("cancel_from", TIME),
        sa.Column("made_until", TIME, nullable=False),
        sa.Column("due_time", TIME),
    )
    op.create_index("event_series_organization", "event_series", ["organization_id", "id"])
    op.create_index(
        "event_series_due",
        "event_series",
        ["due_time"],
        postgresql_where=sa.text("due_time IS NOT NULL"),
    )
    op.create_index(
        "event_series_cancelling",
        "event_series",
        ["id"],
        postgresql_where=sa.text("occurrences_to_cancel > 0"),
    )
    op.add_column("event", sa.Column("series_id", sa.Uuid, sa.ForeignKey("event_series.id")))
    op.add_column("event", sa.Column("recurrence_id", sa.String, nullable=False, server_default=""))
    op.create_index(
        "event_occurrence",
        "event",
        ["series_id", "recurrence_id"],
        unique=True,
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.create_index(
        "event_series_start",
        "event",
        ["series_id", "start_time", "id"],
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.add_column("shift", sa.Column("template_id", sa.Uuid))
