"""Goals of groups that are cultivated, and notes about them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "organizations_0068"
down_revision = "organizations_0067"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def _of_an_enrolment() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("cultivator_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.String, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "enrolment_goal",
        *_of_an_enrolment(),
        sa.Column("due_date", sa.Date),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
    )
    op.create_index("enrolment_goal_enrolment", "enrolment_goal", ["enrolment_id", "id"])
    op.create_table(
        "enrolment_note",
        *_of_an_enrolment(),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("meeting_date", sa.Date),
    )
    op.create_index("enrolment_note_enrolment", "enrolment_note", ["enrolment_id", "id"])
    for table, column in (
        ("enrolment_goal", "author_id"),
        ("enrolment_goal", "decider_id"),
        ("enrolment_note", "author_id"),
    ):
        op.create_index(f"{table}_by_{column}", table, [column])
