"""People who are being erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "kit_0007"
down_revision = "kit_0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("resource_ids", JSONB, nullable=False),
        sa.Column("organization_ids", JSONB, nullable=False),
        sa.Column("place", sa.BigInteger),
        sa.Column("done_time", TIME),
    )
    op.create_index(
        "erasure_due",
        "erasure",
        ["create_time"],
        postgresql_where=sa.text("done_time IS NULL"),
    )
