"""Counted time: each moment of recorded attendance counts once, for one organization.

That versions of sign-ups were seen is forgotten, so that `republish` at events fills the new columns.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "volunteers_0006"
down_revision = "volunteers_0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
# In a database that is new the kit's tables may not be there yet.
FORGET = """
DO $$
BEGIN
    IF to_regclass('seen') IS NOT NULL THEN
        DELETE FROM seen WHERE consumer = 'volunteers-sign_up';
    END IF;
END $$
"""
STANDING = """
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT booking.* FROM hours_entry AS booking
LEFT JOIN hours_entry AS reversal ON reversal.reverses_id = booking.id
WHERE booking.hours_class = 'RECORDED' AND booking.reverses_id IS NULL AND reversal.id IS NULL
"""
TIMES = """
UPDATE sign_up SET check_in_time = standing.start_time, check_out_time = standing.end_time,
    organization_id = standing.organization_id, event_id = standing.event_id,
    shift_id = standing.shift_id
FROM standing WHERE standing.sign_up_id = sign_up.id
"""
COUNTED = """
INSERT INTO counted_time (sign_up_id, start_time, end_time, person_id)
SELECT sign_up_id, start_time, end_time, person_id FROM standing
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.add_column("sign_up", sa.Column("check_in_time", TIME))
    op.add_column("sign_up", sa.Column("check_out_time", TIME))
    op.create_index(
        "sign_up_attended",
        "sign_up",
        ["person_id", "check_in_time"],
        postgresql_where=sa.text("state = 'COMPLETED'"),
    )
    op.create_table(
        "counted_time",
        sa.Column("sign_up_id", sa.Uuid, primary_key=True),
        sa.Column("start_time", TIME, primary_key=True),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.CheckConstraint("start_time < end_time", name="counted_time_times"),
        ExcludeConstraint(
            (sa.text("person_id"), "="),
            (sa.text("tstzrange(start_time, end_time)"), "&&"),
            name="counted_time_once",
        ),
    )
    for statement in (STANDING, TIMES, COUNTED):
        op.execute(statement)
    op.add_column(
        "hours_attestation",
        sa.Column("additional", sa.Boolean, nullable=False, server_default="false"),
    )
    op.execute(FORGET)
