"""Adds rotas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0043"
down_revision = "events_0042"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rota",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("event_series_id", sa.Uuid, sa.ForeignKey("event_series.id"), nullable=False),
        sa.Column("shift_template_id", sa.Uuid, nullable=False),
        sa.Column("person_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("people_per_turn", sa.Integer, nullable=False),
        sa.Column("days_ahead", sa.Integer, nullable=False),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("skipped_dates", ARRAY(sa.Text), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("credits", JSONB, nullable=False),
    )
    op.create_index("rota_organization", "rota", ["organization_id", "id"])
    op.create_index("rota_person", "rota", ["person_ids"], postgresql_using="gin")
    op.create_index(
        "rota_once",
        "rota",
        ["shift_template_id"],
        unique=True,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_table(
        "rota_search",
        sa.Column("rota_id", sa.Uuid, sa.ForeignKey("rota.id"), primary_key=True),
        sa.Column("shift_id", sa.Uuid, sa.ForeignKey("shift.id"), primary_key=True),
        sa.Column("passed_person_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("is_over", sa.Boolean, nullable=False),
        sa.Column("retry_time", TIME, nullable=False),
    )
    op.create_index("rota_search_retry", "rota_search", ["retry_time"])
