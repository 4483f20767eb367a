"""Adds the signs that groups show, and an index by which changes of a roster are found."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0026"
down_revision = "organizations_0025"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "group_sign",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start_date", sa.Date, nullable=False),
        sa.Column("end_date", sa.Date),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("compared", sa.Integer, nullable=False),
        sa.Column("share_time", TIME, nullable=False),
        sa.Column("is_shared", sa.Boolean, nullable=False),
    )
    op.create_index("group_sign_organization", "group_sign", ["organization_id", "id"])
    op.create_index(
        "group_sign_open",
        "group_sign",
        ["organization_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.create_index(
        "group_sign_unshared",
        "group_sign",
        ["share_time"],
        postgresql_where=sa.text("state = 'OPEN' AND NOT is_shared"),
    )
    op.create_table(
        "sign_check",
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), primary_key=True),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("due_time", TIME, nullable=False),
        sa.Column("check_time", TIME),
    )
    op.create_index("sign_check_due", "sign_check", ["due_time"])
    op.create_index("membership_update", "membership", ["organization_id", "update_time"])
