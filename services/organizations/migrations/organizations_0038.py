"""Adds the tree of areas, and where organizations are at home."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0038"
down_revision = "organizations_0037"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("search_name", sa.Text(collation="C"), nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("merged_into_id", sa.Uuid),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("parent_level", sa.Integer),
        sa.Column("above_id", sa.Uuid),
        sa.UniqueConstraint("id", "level", name="area_level"),
        sa.ForeignKeyConstraint(
            ["parent_id", "parent_level"], ["area.id", "area.level"], name="area_parent_level"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id", "level"], ["area.id", "area.level"], name="area_merged_into"
        ),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (parent_level IS NULL) AND (parent_level IS NULL OR parent_level < level)",
            name="area_lies_in_larger",
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR (retired AND merged_into_id <> id)", name="area_merged"
        ),
        sa.CheckConstraint(
            "above_id IS NOT DISTINCT FROM coalesce(merged_into_id, parent_id)", name="area_above"
        ),
    )
    op.create_index("area_code", "area", ["code"], unique=True)
    op.create_index("area_order", "area", ["code", "id"])
    op.create_index("area_name", "area", ["sort_name", "id"])
    op.create_index("area_parent", "area", ["parent_id", "code", "id"])
    op.create_index("area_above_id", "area", ["above_id"])
    op.create_index(
        "area_search",
        "area",
        [sa.text("array_to_tsvector(string_to_array(ltrim(search_name), ' '))")],
        postgresql_using="gin",
    )
    op.add_column("organization", sa.Column("area_id", sa.Uuid, sa.ForeignKey("area.id")))
    op.create_index("organization_area", "organization", ["area_id", "sort_name", "id"])
