"""People about whom everything has to stay for a while."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0008"
down_revision = "kit_0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("until_time", TIME, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("legal_hold_until", "legal_hold", ["until_time"])
