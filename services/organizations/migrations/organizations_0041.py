"""Adds dormancies, and the rules by which groups are dormant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0041"
down_revision = "organizations_0040"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("organization", sa.Column("dormancy_rules", JSONB(none_as_null=True)))
    op.create_table(
        "dormancy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("quiet_since", sa.Date, nullable=False),
        sa.Column("share_time", TIME, nullable=False),
        sa.Column("is_shared", sa.Boolean, nullable=False),
        sa.Column("dormant_time", TIME, nullable=False),
        sa.Column("end_time", TIME),
        sa.Column("waker_id", sa.Uuid),
        sa.Column("note", sa.String, nullable=False),
    )
    op.create_index("dormancy_organization", "dormancy", ["organization_id", "id"])
    op.create_index(
        "dormancy_current",
        "dormancy",
        ["organization_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('WARNED', 'DORMANT')"),
    )
    op.create_index(
        "dormancy_unshared",
        "dormancy",
        ["share_time"],
        postgresql_where=sa.text("state = 'WARNED' AND NOT is_shared"),
    )
    op.create_index(
        "dormancy_due",
        "dormancy",
        ["dormant_time"],
        postgresql_where=sa.text("state = 'WARNED' AND is_shared"),
    )
