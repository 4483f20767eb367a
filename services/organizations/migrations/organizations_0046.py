"""Adds verifications and filings of organizations."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0046"
down_revision = "organizations_0045"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("document_kind", sa.String, nullable=False),
        sa.Column("document_number", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("organization_name", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("requester_id", sa.Uuid, nullable=False),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("expire_time", TIME),
        sa.Column("is_expiring", sa.Boolean, nullable=False),
        sa.Column("end_time", TIME),
    )
    op.create_index("verification_organization", "verification", ["organization_id", "id"])
    op.create_index("verification_state", "verification", ["state", "id"])
    for name, state, column, is_unique in (
        ("verification_pending", "PENDING", "organization_id", True),
        ("verification_verified", "VERIFIED", "organization_id", True),
        ("verification_expiring", "VERIFIED", "expire_time", False),
    ):
        op.create_index(
            name,
            "verification",
            [column],
            unique=is_unique,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("authority", sa.String, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("authority_key", sa.Text(collation="C"), nullable=False),
        sa.Column("number_key", sa.Text(collation="C"), nullable=False),
        sa.Column("filed_date", sa.Date, nullable=False),
        sa.Column("valid_until_date", sa.Date),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index("filing_organization", "filing", ["organization_id", "id"])
    op.create_index(
        "filing_number",
        "filing",
        ["authority_key", "number_key"],
        unique=True,
        postgresql_where=sa.text("state = 'CURRENT'"),
    )
    op.add_column(
        "organization",
        sa.Column("verification_state", sa.String, nullable=False, server_default="UNVERIFIED"),
    )
    op.add_column("organization", sa.Column("verified_until_time", TIME))
    op.add_column(
        "organization", sa.Column("verified_name", sa.String, nullable=False, server_default="")
    )
