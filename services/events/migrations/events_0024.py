"""Adds bookings of venues."""

import sqlalchemy as sa
from alembic import op

revision = "events_0024"
down_revision = "events_0023"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
OPEN = "state IN ('PENDING', 'CONFIRMED')"


def upgrade() -> None:
    op.add_column(
        "venue", sa.Column("bookings_to_cancel", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index(
        "venue_closing", "venue", ["id"], postgresql_where=sa.text("bookings_to_cancel > 0")
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("venue_id", sa.Uuid, sa.ForeignKey("venue.id"), nullable=False),
        sa.Column("lender_id", sa.Uuid, nullable=False),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event.id")),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("clear_time", TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("end_reason", sa.String, nullable=False),
        sa.Column("lapse_time", TIME),
        sa.Column("seconds_before", sa.Integer, nullable=False),
        sa.Column("seconds_after", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "start_time < end_time AND end_time <= clear_time"
            " AND end_time - start_time <= interval '31 days'",
            name="booking_times",
        ),
    )
    op.execute(
        "ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist"
        f" (venue_id WITH =, tstzrange(start_time, clear_time) WITH &&) WHERE ({OPEN})"
    )
    for name, columns in (
        ("start", []),
        ("venue", ["venue_id"]),
        ("organization", ["organization_id"]),
        ("lender", ["lender_id"]),
    ):
        op.create_index(f"booking_{name}", "booking", [*columns, "start_time", "id"])
    op.create_index(
        "booking_event",
        "booking",
        ["event_id", "start_time", "id"],
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index(
        "booking_lapse",
        "booking",
        ["lapse_time", "id"],
        postgresql_where=sa.text("state = 'PENDING'"),
    )
    op.create_index("booking_end", "booking", ["end_time", "id"], postgresql_where=sa.text(OPEN))
