"""Adds labels to starter kits."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0063"
down_revision = "organizations_0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "starter_kit",
        sa.Column("labels", sa.ARRAY(sa.Text), nullable=False, server_default="{}"),
    )
