"""Adds programmes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "organizations_0022"
down_revision = "organizations_0021"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("category_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("stages", JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("first_version_id", sa.Uuid, nullable=False),
        sa.Column("publish_time", TIME),
    )
    op.create_index("programme_organization", "programme", ["organization_id", "id"])
    versions = ["first_version_id", "version_number"]
    op.create_index("programme_versions", "programme", versions, unique=True)
    for state in ("DRAFT", "PUBLISHED"):
        op.create_index(
            f"programme_{state.lower()}",
            "programme",
            ["first_version_id"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_index(
        "programme_not_retired",
        "programme",
        ["organization_id"],
        postgresql_where=sa.text("state IN ('DRAFT', 'PUBLISHED')"),
    )
