"""Adds the support of groups."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0037"
down_revision = "organizations_0036"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "group_support",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("cultivator_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("stage_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("amount", sa.Integer),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("is_from_outside", sa.Boolean, nullable=False),
        sa.Column("booking_id", sa.Uuid),
        sa.Column("event_id", sa.Uuid),
        sa.Column("due_time", TIME),
        sa.Column("settle_due_time", TIME),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("is_overdue", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("promise_time", TIME),
        sa.Column("deliver_time", TIME),
        sa.Column("settle_time", TIME),
        sa.CheckConstraint(
            "(kind = 'MONEY') = (amount IS NOT NULL AND currency <> '')",
            name="group_support_money",
        ),
    )
    op.create_index("group_support_enrolment", "group_support", ["enrolment_id", "id"])
    op.create_index("group_support_delivered", "group_support", ["organization_id", "deliver_time"])
    op.create_index(
        "group_support_cultivator", "group_support", ["cultivator_id", "organization_id"]
    )
    op.create_index(
        "group_support_undelivered",
        "group_support",
        ["due_time"],
        postgresql_where=sa.text("state = 'PROMISED' AND NOT is_overdue"),
    )
    op.create_index(
        "group_support_unsettled",
        "group_support",
        ["settle_due_time"],
        postgresql_where=sa.text("state = 'DELIVERED' AND NOT is_overdue"),
    )
