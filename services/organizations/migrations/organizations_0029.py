"""Adds to enrolments what views of many groups show. It is filled at the next look at their signs."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0029"
down_revision = "organizations_0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "enrolment", sa.Column("is_ready", sa.Boolean, nullable=False, server_default="false")
    )
    op.add_column(
        "enrolment",
        sa.Column("members_count", sa.Integer, nullable=False, server_default="0"),
    )
    op.execute("UPDATE sign_check SET due_time = least(due_time, now())")
