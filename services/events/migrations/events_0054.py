"""Adds event templates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0054"
down_revision = "events_0053"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "event_template",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("what_to_bring", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("visibility", sa.String, nullable=False),
        sa.Column("minimum_participants", sa.Integer),
        sa.Column("sign_up_closes_minutes", sa.Integer),
        sa.Column("shift_templates", JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index(
        "event_template_organization",
        "event_template",
        ["organization_id", "id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
