"""When a person was erased."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0020"
down_revision = "volunteers_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("erase_time", sa.DateTime(timezone=True)))
