"""Attendance that is under review, or was rejected, counts for no hours.

No `republish` is needed: what is recorded so far needs no review.
"""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0007"
down_revision = "volunteers_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_up",
        sa.Column("attendance_review", sa.String, nullable=False, server_default=""),
    )
