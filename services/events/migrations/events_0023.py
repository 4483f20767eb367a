"""Adds venues."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0023"
down_revision = "events_0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "venue",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("search_name", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("features", ARRAY(sa.Text), nullable=False),
        sa.Column("tag_keys", ARRAY(sa.Text), nullable=False),
        sa.Column("place", JSONB),
        sa.Column("cover", JSONB),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("opening_hours", JSONB, nullable=False),
        sa.Column("opening_exceptions", JSONB, nullable=False),
        sa.Column("rules", JSONB),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("close_reason", sa.String, nullable=False),
    )
    op.create_index("venue_organization", "venue", ["organization_id", "id"])
    op.create_index("venue_capacity", "venue", ["capacity", "id"])
    op.create_index(
        "venue_active",
        "venue",
        ["organization_id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index("venue_features", "venue", ["tag_keys"], postgresql_using="gin")
    op.create_index(
        "venue_search",
        "venue",
        [sa.text("array_to_tsvector(string_to_array(ltrim(search_name), ' '))")],
        postgresql_using="gin",
    )
    op.create_index(
        "venue_position",
        "venue",
        [sa.text("place_on_globe(place)")],
        postgresql_using="gist",
        postgresql_where=sa.text("place ? 'latitude'"),
    )
