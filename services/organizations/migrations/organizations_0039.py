"""Writes down how groups that are cultivated were, from day to day."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0039"
down_revision = "organizations_0038"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
# In the database, so that no change of an enrolment can be left out. Its time is that of the unit of work.
NOTE = """
CREATE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO enrolment_step (enrolment_id, time, state, stage_key, stage_start_time, programme_id)
    VALUES (NEW.id, NEW.update_time, NEW.state, NEW.stage_key, NEW.stage_start_time, NEW.programme_id)
    ON CONFLICT (enrolment_id, time) DO UPDATE SET state = excluded.state, stage_key = excluded.stage_key,
        stage_start_time = excluded.stage_start_time, programme_id = excluded.programme_id;
    RETURN NULL;
END
$$
"""
CHANGED = """
    (OLD.state, OLD.stage_key, OLD.programme_id) IS DISTINCT FROM (NEW.state, NEW.stage_key, NEW.programme_id)
"""
# What is known of the time before: decisions, and where each group is now.
BEFORE = (
    """
    INSERT INTO enrolment_step
    SELECT enrolment.id, enrol_time, 'ENROLLED', coalesce(first.stage_key, enrolment.stage_key), enrol_time, programme_id
    FROM enrolment LEFT JOIN LATERAL (
        SELECT stage_key FROM review WHERE enrolment_id = enrolment.id AND decide_time IS NOT NULL ORDER BY id LIMIT 1
    ) AS first ON true
    WHERE enrol_time IS NOT NULL
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO enrolment_step
    SELECT enrolment_id, decide_time, 'ENROLLED', next_stage_key, decide_time, programme_id
    FROM review JOIN enrolment ON enrolment.id = enrolment_id
    WHERE outcome IN ('ADVANCE', 'FALL_BACK') AND decide_time IS NOT NULL
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO enrolment_step
    SELECT id, stage_start_time, 'ENROLLED', stage_key, stage_start_time, programme_id
    FROM enrolment WHERE stage_start_time IS NOT NULL
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO enrolment_step
    SELECT id, coalesce(end_time, update_time), state, stage_key, stage_start_time, programme_id
    FROM enrolment WHERE state NOT IN ('APPLIED', 'ENROLLED')
    ON CONFLICT (enrolment_id, time) DO UPDATE SET state = excluded.state
    """,
)


def upgrade() -> None:
    op.add_column(
        "enrolment", sa.Column("is_fading", sa.Boolean, nullable=False, server_default="false")
    )
    op.create_table(
        "enrolment_step",
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id"), primary_key=True),
        sa.Column("time", TIME, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("stage_start_time", TIME),
        sa.Column("programme_id", sa.Uuid, nullable=False),
    )
    op.create_index("enrolment_step_time", "enrolment_step", ["time"])
    op.create_table(
        "enrolment_day",
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id"), primary_key=True),
        sa.Column("basis", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("until_day", sa.Date, nullable=False),
        sa.Column("cultivator_id", sa.Uuid, nullable=False),
        sa.Column("first_version_id", sa.Uuid, nullable=False),
        sa.Column("programme_id", sa.Uuid, nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("stage_start_time", TIME, nullable=False),
        sa.Column("stuck_day", sa.Date, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("is_ready", sa.Boolean, nullable=False),
        sa.Column("is_fading", sa.Boolean, nullable=False),
        sa.Column("members_count", sa.Integer, nullable=False),
        sa.Column("is_late", sa.Boolean, nullable=False),
    )
    op.create_index(
        "enrolment_day_cultivator",
        "enrolment_day",
        ["cultivator_id", "basis", "until_day", "day"],
    )
    op.create_index(
        "group_support_cultivator_delivered", "group_support", ["cultivator_id", "deliver_time"]
    )
    op.execute(NOTE)
    op.execute(
        "CREATE TRIGGER note_step AFTER INSERT ON enrolment FOR EACH ROW"
        " WHEN (NEW.state <> 'APPLIED') EXECUTE FUNCTION note_step()"
    )
    op.execute(
        "CREATE TRIGGER note_next_step AFTER UPDATE ON enrolment FOR EACH ROW"
        f" WHEN ({CHANGED}) EXECUTE FUNCTION note_step()"
    )
    for each in BEFORE:
        op.execute(each)
    op.execute("UPDATE sign_check SET due_time = least(due_time, now())")
