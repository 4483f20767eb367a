"""Adds why support was corrected, and bookings, as events announces them."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0057"
down_revision = "organizations_0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "group_support", sa.Column("correction", sa.String, nullable=False, server_default="")
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
