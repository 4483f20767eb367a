"""What people say about the events of groups, as events tells it."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0040"
down_revision = "organizations_0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_feedback",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feedback_count", sa.Integer, nullable=False),
        sa.Column("ratings_sum", sa.Integer, nullable=False),
    )
    op.create_index(
        "event_feedback_organization", "event_feedback", ["organization_id", "start_time"]
    )
