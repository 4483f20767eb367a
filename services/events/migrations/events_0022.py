"""Categories, as organizations has them, and events with a category and tags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "events_0022"
down_revision = "events_0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.add_column("event", sa.Column("category_id", sa.Uuid))
    for name in ("tags", "tag_keys"):
        op.add_column("event", sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.create_index("event_category", "event", ["category_id", "start_time", "id"])
    op.create_index("event_tags", "event", ["tag_keys"], postgresql_using="gin")
