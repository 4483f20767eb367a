"""People are signed up by others, and on record is why something that stood against it was overridden."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "events_0011"
down_revision = "events_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With defaults, because code that does not know these columns goes on adding rows.
    op.add_column("sign_up", sa.Column("creator_id", sa.Uuid))
    op.add_column(
        "sign_up", sa.Column("override_reason", sa.String, nullable=False, server_default="")
    )
    op.add_column(
        "sign_up",
        sa.Column("overridden_reasons", ARRAY(sa.Text), nullable=False, server_default="{}"),
    )
