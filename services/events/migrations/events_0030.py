"""Adds reminders, and how long before they are told."""

import sqlalchemy as sa
from alembic import op

revision = "events_0030"
down_revision = "events_0029"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("shift_id", sa.Uuid, nullable=False),
        sa.Column("sign_up_id", sa.Uuid),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("places_filled", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    _index("waiting", "create_time", "id", where="state = 'WAITING'")
    _index("start", "start_time", "id")
    _index("person", "person_id", "create_time", "id", where="person_id IS NOT NULL")
    _index("organization", "organization_id", "create_time", "id", where="person_id IS NULL")
    _index(
        *("once", "sign_up_id", "start_time"),
        where="sign_up_id IS NOT NULL AND state <> 'WITHDRAWN'",
        unique=True,
    )
    _index(
        *("alert_once", "shift_id", "kind", "start_time", "number"),
        where="sign_up_id IS NULL AND state <> 'WITHDRAWN'",
        unique=True,
    )
    op.create_table(
        "reminder_rule",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("reminder_minutes", sa.Integer, nullable=False),
        sa.Column("understaffed_days", sa.Integer, nullable=False),
        sa.Column("enough_percent", sa.Integer, nullable=False),
        sa.Column("almost_full_percent", sa.Integer, nullable=False),
    )


def _index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> None:
    op.create_index(
        f"reminder_{name}",
        "reminder",
        list(columns),
        unique=unique,
        postgresql_where=None if where is None else sa.text(where),
    )
