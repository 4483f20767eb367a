"""Dead letters are listed and counted among all that failed."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0002"
down_revision = "kit_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "failure_dead",
        "failure",
        ["notice_id", "consumer"],
        postgresql_where=sa.text("dead"),
    )
