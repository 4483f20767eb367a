"""Adds schedule plans, and what their answers say."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0020"
down_revision = "events_0019"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "schedule_plan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("limits", JSONB),
        sa.Column("aims", JSONB),
        sa.Column("time_limit_seconds", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", JSONB),
        sa.Column("is_optimal", sa.Boolean, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("places_filled", sa.Integer, nullable=False),
        sa.Column("people_count", sa.Integer, nullable=False),
        sa.Column("failure", sa.String),
        sa.Column("sign_ups_to_make", sa.Integer, nullable=False),
        sa.Column("sign_ups_refused", sa.Integer, nullable=False),
        sa.Column("publisher_id", sa.Uuid),
        sa.Column("search_time", TIME),
        sa.Column("search_id", sa.Uuid),
        sa.Column("search_expire_time", TIME),
        sa.Column("search_attempts", sa.Integer, nullable=False),
        sa.Column("is_search_stopped", sa.Boolean, nullable=False),
    )
    op.create_index(
        "schedule_plan_organization", "schedule_plan", ["organization_id", "create_time", "id"]
    )
    op.create_index(
        "schedule_plan_solving",
        "schedule_plan",
        ["search_time"],
        postgresql_where=sa.text("state = 'SOLVING'"),
    )
    op.create_index(
        "schedule_plan_publishing",
        "schedule_plan",
        ["id"],
        postgresql_where=sa.text("sign_ups_to_make > 0"),
    )
    _assignments()
    _explanations()


def _plan_id() -> sa.Column[UUID]:
    key = sa.ForeignKey("schedule_plan.id", ondelete="CASCADE")
    return sa.Column("schedule_plan_id", sa.Uuid, key, primary_key=True)


def _assignments() -> None:
    op.create_table(
        "plan_assignment",
        _plan_id(),
        sa.Column("shift_id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("grounds", ARRAY(sa.Text), nullable=False),
        sa.Column("able_count", sa.Integer, nullable=False),
        sa.Column("free_count", sa.Integer, nullable=False),
        sa.Column("refused_reasons", ARRAY(sa.Text), nullable=False),
    )
    by_start = ["schedule_plan_id", "start_time", "shift_id", "person_id"]
    op.create_index("plan_assignment_start", "plan_assignment", by_start)
    by_person = ["schedule_plan_id", "person_id", "start_time"]
    op.create_index("plan_assignment_person", "plan_assignment", by_person)


def _explanations() -> None:
    op.create_table(
        "plan_gap",
        _plan_id(),
        sa.Column("shift_id", sa.Uuid, primary_key=True),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("missing", sa.Integer, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("remedy", JSONB),
    )
    op.create_index("plan_gap_start", "plan_gap", ["schedule_plan_id", "start_time", "shift_id"])
    op.create_table(
        "plan_share",
        _plan_id(),
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("size", sa.String, nullable=False),
        sa.Column("possible_count", sa.Integer, nullable=False),
        sa.Column("had_more_before", sa.Boolean, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
    )
    op.create_index(
        "plan_share_minutes", "plan_share", ["schedule_plan_id", "minutes", "person_id"]
    )
