"""Complaints about groups that are cultivated."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0073"
down_revision = "organizations_0072"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("cultivator_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("complainant_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("answerer_id", sa.Uuid),
        sa.Column("answer_time", TIME),
        sa.Column("close_time", TIME),
    )
    op.create_index("complaint_organization", "complaint", ["organization_id", "create_time"])
    op.create_index("complaint_cultivator", "complaint", ["cultivator_id", "id"])
    op.create_index("complaint_complainant", "complaint", ["complainant_id", "create_time"])
    op.create_index(
        "complaint_current",
        "complaint",
        ["complainant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'CLOSED'"),
    )
    op.create_index(
        "complaint_by_answerer_id",
        "complaint",
        ["answerer_id"],
        postgresql_where=sa.text("answerer_id IS NOT NULL"),
    )
