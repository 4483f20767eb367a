"""Adds event templates to starter kits, and what groups get of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0074"
down_revision = "organizations_0073"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "starter_kit", sa.Column("event_templates", JSONB, nullable=False, server_default="[]")
    )
    op.create_table(
        "starter_kit_copy",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("starter_kit_id", sa.Uuid, sa.ForeignKey("starter_kit.id"), nullable=False),
        sa.Column("event_templates", JSONB, nullable=False),
        sa.Column("event_template_ids", sa.ARRAY(sa.Uuid), nullable=False),
    )
    op.create_index(
        "starter_kit_copy_organization", "starter_kit_copy", ["organization_id"], unique=True
    )
