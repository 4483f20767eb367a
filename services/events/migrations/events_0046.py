"""Adds proposals: plans that ask people, and the places that are kept for whoever is asked next."""

import sqlalchemy as sa
from alembic import op

revision = "events_0046"
down_revision = "events_0045"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sign_up", sa.Column("schedule_plan_id", sa.Uuid, nullable=True))
    op.add_column("schedule_plan", sa.Column("answer_by_time", TIME, nullable=True))
    op.add_column(
        "schedule_plan",
        sa.Column("answer_seconds", sa.Integer, nullable=False, server_default="0"),
    )
    op.add_column("plan_assignment", sa.Column("answer_by_time", TIME, nullable=True))
    op.add_column(
        "plan_assignment",
        sa.Column("keeps_place", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "sign_up_proposed",
        "sign_up",
        ["schedule_plan_id"],
        postgresql_where=sa.text("state = 'OFFERED' AND schedule_plan_id IS NOT NULL"),
    )
    op.create_index(
        "plan_assignment_kept",
        "plan_assignment",
        ["shift_id"],
        postgresql_where=sa.text("keeps_place"),
    )
