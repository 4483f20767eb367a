"""Says of attestations whether an app submitted them."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0017"
down_revision = "volunteers_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "hours_attestation",
        sa.Column("is_from_app", sa.Boolean, nullable=False, server_default=sa.false()),
    )
