"""The tables that every service has: answers, audit, outbox, seen versions, failures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "kit_0001"
down_revision = None
branch_labels = ("kit",)
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("principal_id", sa.Text, primary_key=True),
        sa.Column("method", sa.Text, primary_key=True),
        sa.Column("request_id", sa.Uuid, primary_key=True),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("create_time", TIME, nullable=False),
    )
    op.create_index("answer_create_time", "answer", ["create_time"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("principal_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("request_id", sa.Uuid),
        sa.Column("trace_id", sa.Text, nullable=False),
        sa.Column("organization_id", sa.Uuid),
        sa.Column("resource_ids", JSONB, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
    )
    op.create_index("audit_organization", "audit", ["organization_id", "id"])
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "seen",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("resource_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "failure",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("notice_id", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text, nullable=False),
        sa.Column("dead", sa.Boolean, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
    )
