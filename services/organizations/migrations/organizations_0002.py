"""Invitations; hours and search names for rosters; whom events are for."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0002"
down_revision = "organizations_0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
NAME = sa.Text(collation="C")
HELD = sa.text("end_time IS NULL")


def upgrade() -> None:
    create_invitations()
    create_hours()
    create_search_names()
    index_rosters()
    # Of events known so far it is not known whom they are for, until events tells of them again.
    op.add_column(
        "event", sa.Column("visibility", sa.String, nullable=False, server_default="MEMBERS")
    )


def create_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("inviter_person_id", sa.Uuid, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("maximum_uses", sa.Integer, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("revoke_time", TIME),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("uses <= maximum_uses", name="invitation_uses"),
    )
    op.create_index("invitation_token", "invitation", ["token_hash"], unique=True)
    op.create_index(
        "invitation_organization", "invitation", ["organization_id", "create_time", "id"]
    )
    op.add_column("membership", sa.Column("invitation_id", sa.Uuid, sa.ForeignKey("invitation.id")))


def create_hours() -> None:
    op.create_table(
        "hours_balance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("recorded_minutes", sa.Integer, nullable=False),
        sa.Column("attested_minutes", sa.Integer, nullable=False),
    )
    op.create_index(
        "hours_balance_account", "hours_balance", ["organization_id", "person_id"], unique=True
    )
    for name in ("recorded_minutes", "attested_minutes"):
        op.add_column("membership", sa.Column(name, sa.Integer, nullable=False, server_default="0"))


def create_search_names() -> None:
    """Adds the columns, which organizations_0008 fills."""
    for table in ("person", "membership"):
        op.add_column(table, sa.Column("search_name", NAME, nullable=False, server_default=""))


def index_rosters() -> None:
    op.create_index(
        "membership_start",
        "membership",
        ["organization_id", sa.text("coalesce(start_time, create_time)"), "id"],
    )
    for name in ("recorded_minutes", "attested_minutes"):
        op.create_index(f"membership_{name}", "membership", ["organization_id", name, "id"])
    op.create_index(
        "membership_role_holders",
        "membership_role",
        ["role", "membership_id"],
        postgresql_where=HELD,
    )
