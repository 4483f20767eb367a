"""Attendance far beyond the shift is reviewed by a second person."""

import sqlalchemy as sa
from alembic import op

revision = "events_0007"
down_revision = "events_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default, because code that does not know this column goes on adding rows.
    op.add_column(
        "sign_up",
        sa.Column("attendance_review", sa.String, nullable=False, server_default="NOT_NEEDED"),
    )
    op.add_column("sign_up", sa.Column("recorder_id", sa.Uuid))
    op.create_check_constraint(
        "sign_up_attendance_review",
        "sign_up",
        "attendance_review = 'NOT_NEEDED' OR state = 'COMPLETED'",
    )
    op.create_index("sign_up_organization", "sign_up", ["organization_id", "create_time", "id"])
    op.create_index(
        "sign_up_review",
        "sign_up",
        ["organization_id", "create_time", "id"],
        postgresql_where=sa.text("attendance_review = 'PENDING'"),
    )
