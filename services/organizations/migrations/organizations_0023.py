"""Adds enrolments, their mentors, and reviews."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0023"
down_revision = "organizations_0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _enrolments()
    _mentorships()
    _reviews()


def _resource(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        *columns,
    )


def _reference(name: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _enrolments() -> None:
    _resource(
        "enrolment",
        _reference("organization_id", "organization"),
        _reference("cultivator_id", "organization"),
        _reference("programme_id", "programme"),
        sa.Column("first_version_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("stage_start_time", TIME),
        sa.Column("application_message", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        _reference("mentor_organization_id", "organization", nullable=True),
        sa.Column("mentor_person_id", sa.Uuid),
        sa.Column("mentor_start_time", TIME),
        sa.Column("enrol_time", TIME),
        sa.Column("end_time", TIME),
    )
    op.create_index("enrolment_organization", "enrolment", ["organization_id", "id"])
    op.create_index("enrolment_cultivator", "enrolment", ["cultivator_id", "id"])
    op.create_index("enrolment_mentor", "enrolment", ["mentor_person_id"])
    op.create_index("enrolment_mentor_organization", "enrolment", ["mentor_organization_id"])
    op.create_index(
        "enrolment_current",
        "enrolment",
        ["organization_id", "first_version_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('APPLIED', 'ENROLLED', 'ON_HOLD')"),
    )


def _mentorships() -> None:
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Uuid, primary_key=True),
        _reference("enrolment_id", "enrolment"),
        _reference("mentor_organization_id", "organization"),
        sa.Column("mentor_person_id", sa.Uuid),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME),
    )
    op.create_index("mentorship_enrolment", "mentorship", ["enrolment_id", "start_time", "id"])
    op.create_index(
        "mentorship_current",
        "mentorship",
        ["enrolment_id"],
        unique=True,
        postgresql_where=sa.text("end_time IS NULL"),
    )


def _reviews() -> None:
    _resource(
        "review",
        _reference("enrolment_id", "enrolment"),
        _reference("organization_id", "organization"),
        _reference("cultivator_id", "organization"),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("next_stage_key", sa.String, nullable=False),
        sa.Column("outcome", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("is_override", sa.Boolean, nullable=False),
        sa.Column("proposer_id", sa.Uuid),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
        sa.Column("standing", JSONB(none_as_null=True)),
    )
    op.create_index("review_enrolment", "review", ["enrolment_id", "id"])
    op.create_index(
        "review_undecided",
        "review",
        ["enrolment_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'DECIDED'"),
    )
