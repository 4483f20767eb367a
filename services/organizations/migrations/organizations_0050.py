"""Adds closings of groups, and which enrolments were completed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0050"
down_revision = "organizations_0049"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
COUNTS = (
    "members_count",
    "events_count",
    "participants_count",
    "recorded_minutes",
    "attested_minutes",
    "months",
)


def upgrade() -> None:
    op.add_column(
        "enrolment",
        sa.Column("is_completed", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "group_closing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("successor_id", sa.Uuid, sa.ForeignKey("organization.id")),
        sa.Column("approve_time", TIME),
        sa.Column("handovers", JSONB, nullable=False),
        sa.Column("closer_id", sa.Uuid, nullable=False),
        *(sa.Column(each, sa.Integer, nullable=False) for each in COUNTS),
    )
    op.create_index("group_closing_organization", "group_closing", ["organization_id", "id"])
    op.create_index(
        "group_closing_successor",
        "group_closing",
        ["successor_id"],
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    )
    op.create_index("group_closing_by_closer_id", "group_closing", ["closer_id"])
