"""Adds views of rosters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0066"
down_revision = "organizations_0065"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "roster_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("filter", JSONB, nullable=True),
        sa.Column("sorting", JSONB, nullable=True),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    active = sa.text("state = 'ACTIVE'")
    op.create_index(
        "roster_view_organization",
        "roster_view",
        ["organization_id", "id"],
        postgresql_where=active,
    )
    op.create_index(
        "roster_view_name",
        "roster_view",
        ["organization_id", "display_name"],
        unique=True,
        postgresql_where=active,
    )
