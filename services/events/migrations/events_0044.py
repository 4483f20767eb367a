"""Polls for a date."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0044"
down_revision = "events_0043"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("options", JSONB, nullable=False),
        sa.Column("answer_deadline", TIME, nullable=False),
        sa.Column("invited_person_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("answers_count", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Uuid),
    )
    op.create_index("date_poll_organization", "date_poll", ["organization_id", "id"])
    op.create_index(
        "date_poll_open",
        "date_poll",
        ["organization_id"],
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.create_index(
        "date_poll_by_invited_person_ids",
        "date_poll",
        ["invited_person_ids"],
        postgresql_using="gin",
    )
    op.create_table(
        "date_poll_answer",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("date_poll_id", sa.Uuid, sa.ForeignKey("date_poll.id"), nullable=False),
        sa.Column("answerer_id", sa.Uuid, nullable=False),
        sa.Column("choices", JSONB, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
    op.create_index(
        "date_poll_answer_once", "date_poll_answer", ["date_poll_id", "answerer_id"], unique=True
    )
    op.create_index("date_poll_answer_by_answerer_id", "date_poll_answer", ["answerer_id"])
    op.create_index("date_poll_answer_order", "date_poll_answer", ["date_poll_id", "id"])
