"""Adds founding proposals, the support for them, and the rules of organizations for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "organizations_0025"
down_revision = "organizations_0024"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
_UNDECIDED = "state IN ('GATHERING', 'WAITING', 'QUESTIONED')"


def upgrade() -> None:
    op.add_column("organization", sa.Column("founding_rules", JSONB(none_as_null=True)))
    _proposals()
    _supports()


def _proposals() -> None:
    op.create_table(
        "founding_proposal",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("co_founder_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("terms", ARRAY(sa.Text), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("supporters_count", sa.Integer, nullable=False),
        sa.Column("supporters_needed", sa.Integer, nullable=False),
        sa.Column("days_to_answer", sa.Integer, nullable=False),
        sa.Column("answer_due_time", TIME),
        sa.Column("is_overdue", sa.Boolean, nullable=False),
        sa.Column("expire_time", TIME),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
        sa.Column("founded_organization_id", sa.Uuid, sa.ForeignKey("organization.id")),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id")),
        sa.CheckConstraint(
            "(state = 'ACCEPTED') = (founded_organization_id IS NOT NULL)",
            name="founding_proposal_founded",
        ),
    )
    table = "founding_proposal"
    op.create_index("founding_proposal_organization", table, ["organization_id", "id"])
    op.create_index(
        "founding_proposal_supporters", table, ["organization_id", "supporters_count", "id"]
    )
    op.create_index("founding_proposal_person", table, ["person_id", "id"])
    op.create_index(
        "founding_proposal_terms",
        table,
        ["terms"],
        postgresql_using="gin",
        postgresql_where=sa.text(_UNDECIDED),
    )
    op.create_index(
        "founding_proposal_due",
        table,
        ["answer_due_time"],
        postgresql_where=sa.text("answer_due_time IS NOT NULL AND NOT is_overdue"),
    )
    op.create_index(
        "founding_proposal_expiring",
        table,
        ["expire_time"],
        postgresql_where=sa.text("expire_time IS NOT NULL"),
    )


def _supports() -> None:
    op.create_table(
        "founding_support",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "founding_proposal_id",
            sa.Uuid,
            sa.ForeignKey("founding_proposal.id"),
            nullable=False,
        ),
        sa.Column("supporter_id", sa.Uuid, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
    )
    op.create_index(
        "founding_support_once",
        "founding_support",
        ["founding_proposal_id", "supporter_id"],
        unique=True,
    )
    op.create_index(
        "founding_support_person", "founding_support", ["supporter_id", "founding_proposal_id"]
    )
    op.create_index(
        "founding_support_order",
        "founding_support",
        ["founding_proposal_id", "create_time", "id"],
    )
