"""Adds assessments, and the replies of groups to decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0028"
down_revision = "organizations_0027"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "review",
        sa.Column("assessments_count", sa.Integer, nullable=False, server_default="0"),
    )
    op.add_column("review", sa.Column("assessments_show_time", TIME))
    op.add_column("review", sa.Column("reply", sa.String, nullable=False, server_default=""))
    op.add_column("review", sa.Column("reply_time", TIME))
    op.execute("UPDATE review SET assessments_show_time = decide_time WHERE state = 'DECIDED'")
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("review_id", sa.Uuid, sa.ForeignKey("review.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ratings", JSONB, nullable=False),
    )
    op.create_index("assessment_review", "assessment", ["review_id", "id"])
    op.create_index("assessment_once", "assessment", ["review_id", "person_id"], unique=True)
