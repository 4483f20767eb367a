"""Adds places that are reserved for the members of an organization until they lapse."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0047"
down_revision = "events_0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shift", sa.Column("reservation", JSONB, nullable=True))
    op.add_column(
        "shift", sa.Column("places_reserved", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column("shift", sa.Column("reserved_organization_id", sa.Uuid, nullable=True))
    op.add_column("shift", sa.Column("reservation_minutes", sa.Integer, nullable=True))
    op.create_check_constraint(
        "shift_places_reserved", "shift", "places_reserved BETWEEN 0 AND capacity"
    )
    op.create_index(
        "shift_reserving",
        "shift",
        ["start_time"],
        postgresql_where=sa.text("reservation_minutes IS NOT NULL"),
    )
    op.add_column(
        "sign_up",
        sa.Column("has_reserved_place", sa.Boolean, nullable=False, server_default=sa.false()),
    )
