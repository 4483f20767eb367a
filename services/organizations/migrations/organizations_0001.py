"""Organizations, memberships and principals, and what the other services told of people and events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "organizations_0001"
down_revision = None
branch_labels = ("organizations",)
depends_on = None

TIME = sa.DateTime(timezone=True)
NAME = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("sort_name", NAME, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("parent_id", sa.Uuid, sa.ForeignKey("organization.id")),
        sa.Column("ancestor_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("inherit_roles", sa.Boolean, nullable=False),
        sa.Column("membership_policy", sa.String, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("website", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.CheckConstraint("NOT (id = ANY (ancestor_ids))", name="organization_not_below_itself"),
    )
    op.create_index("organization_name", "organization", ["sort_name", "id"])
    op.create_index("organization_kind", "organization", ["kind", "sort_name", "id"])
    op.create_index("organization_parent", "organization", ["parent_id", "sort_name", "id"])
    op.create_index(
        "organization_ancestors", "organization", ["ancestor_ids"], postgresql_using="gin"
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("sort_name", NAME, nullable=False),
        sa.Column("application_message", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("start_time", TIME),
        sa.Column("end_time", TIME),
    )
    op.create_index(
        "membership_current",
        "membership",
        ["organization_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('APPLIED', 'ACTIVE', 'SUSPENDED')"),
    )
    op.create_index("membership_roster", "membership", ["organization_id", "sort_name", "id"])
    op.create_index("membership_person", "membership", ["person_id", "create_time", "id"])
    op.create_table(
        "membership_role",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("membership_id", sa.Uuid, sa.ForeignKey("membership.id"), nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME),
    )
    op.create_index(
        "membership_role_membership", "membership_role", ["membership_id", "start_time", "id"]
    )
    op.create_index(
        "membership_role_held",
        "membership_role",
        ["membership_id", "role"],
        unique=True,
        postgresql_where=sa.text("end_time IS NULL"),
    )
    op.create_table(
        "principal",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
    )
    op.create_index("principal_identity", "principal", ["issuer", "subject"], unique=True)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("sort_name", NAME, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
    )
    op.create_index("event_organization", "event", ["organization_id", "state", "start_time"])
