"""Adds swaps."""

import sqlalchemy as sa
from alembic import op

revision = "events_0031"
down_revision = "events_0030"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "swap",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("other_person_id", sa.Uuid, nullable=False),
        sa.Column("sign_up_id", sa.Uuid, sa.ForeignKey("sign_up.id"), nullable=False),
        sa.Column("other_sign_up_id", sa.Uuid, sa.ForeignKey("sign_up.id"), nullable=False),
        sa.Column("shift_id", sa.Uuid, nullable=False),
        sa.Column("other_shift_id", sa.Uuid, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("own_start_time", TIME, nullable=False),
        sa.Column("other_start_time", TIME, nullable=False),
        sa.Column("checked_age", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("new_sign_up_id", sa.Uuid),
        sa.Column("other_new_sign_up_id", sa.Uuid),
        sa.CheckConstraint(
            "(state = 'ACCEPTED') = (new_sign_up_id IS NOT NULL)"
            " AND (new_sign_up_id IS NULL) = (other_new_sign_up_id IS NULL)",
            name="swap_accepted",
        ),
    )
    is_open = sa.text("state = 'PROPOSED'")
    op.create_index("swap_person", "swap", ["person_id", "start_time", "id"])
    op.create_index("swap_other_person", "swap", ["other_person_id", "start_time", "id"])
    op.create_index("swap_open", "swap", ["start_time", "id"], postgresql_where=is_open)
    op.create_index(
        "swap_once",
        "swap",
        ["sign_up_id", "other_sign_up_id"],
        unique=True,
        postgresql_where=is_open,
    )
