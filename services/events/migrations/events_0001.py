"""Events, shifts and sign-ups, and what the other services told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0001"
down_revision = None
branch_labels = ("events",)
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("location", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("visibility", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("cancel_reason", sa.String, nullable=False),
        sa.Column("publish_time", TIME),
        sa.CheckConstraint(
            "start_time < end_time AND end_time - start_time <= interval '31 days'",
            name="event_times",
        ),
    )
    op.create_index("event_start", "event", ["start_time", "id"])
    op.create_index("event_organization", "event", ["organization_id", "start_time", "id"])
    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("places_taken", sa.Integer, nullable=False),
        sa.Column("minimum_age", sa.Integer, nullable=False),
        sa.Column("required_skills", ARRAY(sa.Text), nullable=False),
        sa.CheckConstraint("start_time < end_time", name="shift_times"),
        sa.CheckConstraint("places_taken >= 0", name="shift_places_taken"),
        sa.CheckConstraint("places_taken <= capacity", name="shift_capacity"),
    )
    op.create_index("shift_event", "shift", ["event_id", "start_time", "id"])
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("shift_id", sa.Uuid, sa.ForeignKey("shift.id"), nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("cancel_reason", sa.String, nullable=False),
        sa.CheckConstraint("start_time < end_time", name="sign_up_times"),
    )
    op.create_index("sign_up_shift", "sign_up", ["shift_id", "create_time", "id"])
    op.create_index("sign_up_person", "sign_up", ["person_id", "create_time", "id"])
    op.create_index(
        "sign_up_once",
        "sign_up",
        ["shift_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'CONFIRMED'"),
    )
    op.execute(
        "ALTER TABLE sign_up ADD CONSTRAINT sign_up_overlap EXCLUDE USING gist"
        " (person_id WITH =, tstzrange(start_time, end_time) WITH &&) WHERE (state = 'CONFIRMED')"
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("ancestor_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("inherit_roles", sa.Boolean, nullable=False),
    )
    op.create_index(
        "organization_ancestors",
        "organization",
        ["ancestor_ids"],
        postgresql_using="gin",
        postgresql_where=sa.text("inherit_roles"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("skills", JSONB, nullable=False),
    )
