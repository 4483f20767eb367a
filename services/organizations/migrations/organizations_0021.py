"""The catalogue of categories, and organizations with a category and tags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "organizations_0021"
down_revision = "organizations_0020"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
    )
    op.create_index("category_key", "category", ["key"], unique=True)
    op.create_index("category_position", "category", ["position", "key", "id"])
    op.add_column("organization", sa.Column("category_id", sa.Uuid))
    for name in ("tags", "tag_keys"):
        op.add_column(
            "organization", sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")
        )
    op.create_index("organization_category", "organization", ["category_id", "sort_name", "id"])
    op.create_index("organization_tags", "organization", ["tag_keys"], postgresql_using="gin")
