"""Adds webhooks: endpoints of apps, and what is delivered to them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "organizations_0031"
down_revision = "organizations_0030"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
PENDING = sa.text("state = 'PENDING'")


def resource() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "webhook_endpoint",
        *resource(),
        sa.Column("app_id", sa.Uuid, sa.ForeignKey("app.id"), nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.String), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("failing_since", TIME),
        sa.Column("secret_name", sa.String, nullable=False),
        sa.Column("former_secret_name", sa.String),
        sa.Column("former_secret_expire_time", TIME),
        sa.Column("read_transaction", sa.BigInteger, nullable=False),
        sa.Column("read_sequence", sa.BigInteger, nullable=False),
    )
    op.create_index("webhook_endpoint_app", "webhook_endpoint", ["app_id", "id"])
    op.create_index(
        "webhook_endpoint_active",
        "webhook_endpoint",
        ["id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_table(
        "webhook_delivery",
        *resource(),
        sa.Column(
            "webhook_endpoint_id", sa.Uuid, sa.ForeignKey("webhook_endpoint.id"), nullable=False
        ),
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("resource_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", postgresql.JSONB, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_attempt_time", TIME),
        sa.Column("claim_time", TIME),
    )
    op.create_index("webhook_delivery_endpoint", "webhook_delivery", ["webhook_endpoint_id", "id"])
    op.create_index(
        "webhook_delivery_due",
        "webhook_delivery",
        ["next_attempt_time"],
        postgresql_where=PENDING,
    )
    op.create_index(
        "webhook_delivery_pending",
        "webhook_delivery",
        ["webhook_endpoint_id", "resource_id", "number"],
        postgresql_where=PENDING,
    )
    op.create_index(
        "webhook_delivery_claimed",
        "webhook_delivery",
        ["claim_time"],
        postgresql_where=sa.text("claim_time IS NOT NULL"),
    )
    op.create_index("webhook_delivery_age", "webhook_delivery", ["create_time"])
