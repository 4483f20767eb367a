"""Adds labels, the fields of rosters, and what members have of both."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "organizations_0032"
down_revision = "organizations_0031"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
SORTED = sa.Text(collation="C")
ACTIVE = sa.text("state = 'ACTIVE'")


def upgrade() -> None:
    _resource("label")
    _resource(
        "roster_field",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("choices", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("required_on_application", sa.Boolean, nullable=False),
    )
    op.create_table(
        "membership_label",
        sa.Column("membership_id", sa.Uuid, sa.ForeignKey("membership.id"), primary_key=True),
        sa.Column("label_id", sa.Uuid, sa.ForeignKey("label.id"), primary_key=True),
    )
    op.create_index("membership_label_label", "membership_label", ["label_id", "membership_id"])
    op.create_table(
        "roster_value",
        sa.Column("membership_id", sa.Uuid, sa.ForeignKey("membership.id"), primary_key=True),
        sa.Column("roster_field_id", sa.Uuid, sa.ForeignKey("roster_field.id"), primary_key=True),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("number_key", sa.Float, nullable=False),
        sa.Column("text_key", SORTED, nullable=False),
        sa.Column("match_key", SORTED, nullable=False),
    )
    op.create_index(
        "roster_value_order",
        "roster_value",
        ["roster_field_id", "number_key", "text_key", "membership_id"],
    )
    op.create_index(
        "roster_value_match", "roster_value", ["roster_field_id", "match_key", "membership_id"]
    )
    op.add_column(
        "membership", sa.Column("annotations", sa.Integer, nullable=False, server_default="0")
    )


def _resource(name: str, *columns: sa.Column[Any]) -> None:
    """Creates the table of what an organization has under a name that no two of them share."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        *columns,
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index(
        f"{name}_organization", name, ["organization_id", "id"], postgresql_where=ACTIVE
    )
    op.create_index(
        f"{name}_name",
        name,
        ["organization_id", "display_name"],
        unique=True,
        postgresql_where=ACTIVE,
    )
