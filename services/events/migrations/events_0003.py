"""Waitlists and attendance: who waits and who was offered a place, and that no minute counts twice."""

import sqlalchemy as sa
from alembic import op

revision = "events_0003"
down_revision = "events_0002"
branch_labels = None
depends_on = None

OFFERS = "state IN ('WAITLISTED', 'OFFERED')"
ENGAGED = "state IN ('OFFERED', 'CONFIRMED', 'CHECKED_IN')"
STANDING = (
    "state IN ('WAITLISTED', 'OFFERED', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW',"
    " 'EXCUSED')"
)


def upgrade() -> None:
    # With defaults, because code that does not know these columns goes on adding rows.
    for name in ("places_offered", "waitlist_length", "offer_seconds"):
        op.add_column("shift", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.create_check_constraint(
        "shift_places_offered", "shift", "places_offered BETWEEN 0 AND places_taken"
    )
    op.create_check_constraint("shift_waitlist_length", "shift", "waitlist_length >= 0")
    op.create_index(
        "shift_waitlist",
        "shift",
        ["start_time", "id"],
        postgresql_where=sa.text("waitlist_length > 0 AND places_taken < capacity"),
    )

    op.add_column(
        "sign_up", sa.Column("attendance_reason", sa.String, nullable=False, server_default="")
    )
    op.drop_index("sign_up_once", "sign_up")
    op.create_index(
        "sign_up_once",
        "sign_up",
        ["shift_id", "person_id"],
        unique=True,
        postgresql_where=sa.text(STANDING),
    )
    op.create_index(
        "sign_up_waitlist",
        "sign_up",
        ["shift_id", "create_time", "id"],
        postgresql_where=sa.text("state = 'WAITLISTED'"),
    )
    op.create_index(
        "sign_up_due",
        "sign_up",
        [sa.text("coalesce(offer_expire_time, end_time)")],
        postgresql_where=sa.text(OFFERS),
    )
    op.execute("ALTER TABLE sign_up DROP CONSTRAINT sign_up_overlap")
    op.execute(
        "ALTER TABLE sign_up ADD CONSTRAINT sign_up_overlap EXCLUDE USING gist"
        f" (person_id WITH =, tstzrange(start_time, end_time) WITH &&) WHERE ({ENGAGED})"
    )
    op.execute(
        "ALTER TABLE sign_up ADD CONSTRAINT sign_up_attendance_overlap EXCLUDE USING gist"
        " (person_id WITH =, tstzrange(check_in_time, check_out_time) WITH &&)"
        " WHERE (state = 'COMPLETED')"
    )
    op.create_check_constraint(
        "sign_up_offer", "sign_up", "(state = 'OFFERED') = (offer_expire_time IS NOT NULL)"
    )
    op.create_check_constraint(
        "sign_up_attendance",
        "sign_up",
        "(state IN ('CHECKED_IN', 'COMPLETED')) = (check_in_time IS NOT NULL)"
        " AND (state = 'COMPLETED') = (check_out_time IS NOT NULL)"
        " AND (check_in_time < check_out_time) IS NOT FALSE",
    )
