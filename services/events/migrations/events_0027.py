"""Adds requests for stand-ins."""

import sqlalchemy as sa
from alembic import op

revision = "events_0027"
down_revision = "events_0026"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("sign_up_id", sa.Uuid, sa.ForeignKey("sign_up.id"), nullable=False),
        sa.Column("shift_id", sa.Uuid, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("taker_sign_up_id", sa.Uuid),
        sa.CheckConstraint(
            "(state = 'TAKEN') = (taker_sign_up_id IS NOT NULL)", name="stand_in_taker"
        ),
    )
    is_open = sa.text("state = 'OPEN'")
    op.create_index("stand_in_shift", "stand_in", ["shift_id", "start_time", "id"])
    op.create_index("stand_in_organization", "stand_in", ["organization_id", "start_time", "id"])
    op.create_index("stand_in_open", "stand_in", ["start_time", "id"], postgresql_where=is_open)
    op.create_index(
        "stand_in_once", "stand_in", ["sign_up_id"], unique=True, postgresql_where=is_open
    )
