"""Feedback: what those who came to an event say about it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0041"
down_revision = "events_0040"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in ("event", "event_series"):
        op.add_column(table, sa.Column("feedback_form", JSONB))
    op.create_index(
        "event_feedback",
        "event",
        ["end_time"],
        postgresql_where=sa.text("feedback_form IS NOT NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event.id"), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("comment", sa.String, nullable=False),
        sa.Column("answers", JSONB, nullable=False),
        sa.Column("is_named", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="feedback_rating_range"),
    )
    op.create_index("feedback_once", "feedback", ["event_id", "person_id"], unique=True)
    op.create_index("feedback_event", "feedback", ["event_id", "id"])
    op.create_index("feedback_rating", "feedback", ["event_id", "rating", "id"])
    op.create_index(
        "feedback_waiting",
        "feedback",
        ["event_id"],
        postgresql_where=sa.text("state = 'WAITING'"),
    )
    op.create_table(
        "feedback_summary",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("feedback_count", sa.Integer, nullable=False),
        sa.Column("mean_rating", sa.Float, nullable=False),
        sa.Column("ratings", ARRAY(sa.Integer), nullable=False),
        sa.Column("questions", JSONB, nullable=False),
    )
    op.create_index(
        "reminder_feedback_once",
        "reminder",
        ["event_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'FEEDBACK'"),
    )
