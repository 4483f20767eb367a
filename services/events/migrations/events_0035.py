"""Sign-ups that wait for approval: they hold a place, take their person's time, and expire."""

import sqlalchemy as sa
from alembic import op

revision = "events_0035"
down_revision = "events_0034"
branch_labels = None
depends_on = None

OPEN = "state IN ('WAITLISTED', 'OFFERED', 'REQUESTED', 'CONFIRMED')"
ENGAGED = "state IN ('OFFERED', 'REQUESTED', 'CONFIRMED', 'CHECKED_IN')"
EXPIRING = "state IN ('WAITLISTED', 'OFFERED', 'REQUESTED')"
STANDING = "state IN ('WAITLISTED', 'OFFERED', 'REQUESTED', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW', 'EXCUSED')"


def upgrade() -> None:
    op.add_column(
        "shift", sa.Column("places_requested", sa.Integer, nullable=False, server_default="0")
    )
    op.create_check_constraint(
        "shift_places_requested",
        "shift",
        "places_requested BETWEEN 0 AND places_taken - places_offered",
    )
    for name in ("sign_up_once", "sign_up_open", "sign_up_due"):
        op.drop_index(name, "sign_up")
    op.create_index(
        "sign_up_once",
        "sign_up",
        ["shift_id", "person_id"],
        unique=True,
        postgresql_where=sa.text(STANDING),
    )
    op.create_index("sign_up_open", "sign_up", ["event_id", "id"], postgresql_where=sa.text(OPEN))
    op.create_index(
        "sign_up_due",
        "sign_up",
        [sa.text("coalesce(offer_expire_time, end_time)")],
        postgresql_where=sa.text(EXPIRING),
    )
    op.create_index(
        "sign_up_requested",
        "sign_up",
        ["organization_id", "create_time", "id"],
        postgresql_where=sa.text("state = 'REQUESTED'"),
    )
    op.drop_constraint("sign_up_overlap", "sign_up")
    op.execute(
        "ALTER TABLE sign_up ADD CONSTRAINT sign_up_overlap EXCLUDE USING gist"
        f" (person_id WITH =, tstzrange(start_time, end_time) WITH &&) WHERE ({ENGAGED})"
    )
