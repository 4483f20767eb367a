"""Adds the questions of applications to the fields of rosters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0064"
down_revision = "organizations_0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("asked_on_application", sa.Boolean, nullable=False, server_default="false"),
        sa.Column("question", sa.String, nullable=False, server_default=""),
        sa.Column("language", sa.String, nullable=False, server_default=""),
        sa.Column("translations", JSONB, nullable=False, server_default="[]"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        sa.Column("kept_days", sa.Integer),
    ):
        op.add_column("roster_field", column)
