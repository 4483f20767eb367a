"""Standing sign-ups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "events_0038"
down_revision = "events_0037"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
HOLDS = "state <> 'WITHDRAWN'"


def upgrade() -> None:
    op.create_table(
        "standing_sign_up",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("event_series_id", sa.Uuid, sa.ForeignKey("event_series.id"), nullable=False),
        sa.Column("shift_template_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("pause_start_date", sa.Date),
        sa.Column("pause_end_date", sa.Date),
        sa.Column("join_waitlist", sa.Boolean, nullable=False),
        sa.Column("checked_age", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(pause_start_date IS NULL) = (pause_end_date IS NULL)"
            " AND (pause_start_date <= pause_end_date) IS NOT FALSE",
            name="standing_sign_up_pause",
        ),
    )
    op.create_index("standing_sign_up_person", "standing_sign_up", ["person_id", "id"])
    op.create_index("standing_sign_up_series", "standing_sign_up", ["event_series_id", "id"])
    op.create_index(
        "standing_sign_up_once",
        "standing_sign_up",
        ["shift_template_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index(
        "shift_template",
        "shift",
        ["template_id", "start_time"],
        postgresql_where=sa.text("template_id IS NOT NULL"),
    )
    op.add_column("sign_up", sa.Column("standing_sign_up_id", sa.Uuid))
    op.add_column(
        "reminder", sa.Column("reasons", ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    op.drop_index("reminder_alert_once", "reminder")
    op.create_index(
        "reminder_alert_once",
        "reminder",
        ["shift_id", "kind", "start_time", "number"],
        unique=True,
        postgresql_where=sa.text(f"person_id IS NULL AND {HOLDS}"),
    )
    op.create_index(
        "reminder_refused_once",
        "reminder",
        ["shift_id", "person_id", "start_time"],
        unique=True,
        postgresql_where=sa.text("kind = 'STANDING_REFUSED'"),
    )
