"""Adds second looks at the decisions of reviews."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0051"
down_revision = "organizations_0050"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "second_look",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("review_id", sa.Uuid, sa.ForeignKey("review.id"), nullable=False),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("cultivator_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("request", sa.String, nullable=False),
        sa.Column("requester_id", sa.Uuid, nullable=False),
        sa.Column("reviewer_organization_id", sa.Uuid, sa.ForeignKey("organization.id")),
        sa.Column("reviewer_id", sa.Uuid),
        sa.Column("opinion", sa.String, nullable=False),
        sa.Column("opinion_time", TIME),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("new_review_id", sa.Uuid, sa.ForeignKey("review.id")),
    )
    op.create_index("second_look_review", "second_look", ["review_id"], unique=True)
    op.create_index("second_look_reviewer", "second_look", ["reviewer_id"])
    op.create_index("second_look_by_requester_id", "second_look", ["requester_id"])
    op.create_index(
        "second_look_waiting",
        "second_look",
        ["cultivator_id", "id"],
        postgresql_where=sa.text("state IN ('REQUESTED', 'ASSIGNED', 'ADVISED')"),
    )
