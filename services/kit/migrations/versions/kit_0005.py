"""Seals of the audit trail: each entry is chained to the one before it, by organization."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0005"
down_revision = "kit_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("number", sa.BigInteger))
    op.add_column("audit", sa.Column("seal", sa.LargeBinary))
    op.create_index("audit_unsealed", "audit", ["id"], postgresql_where=sa.text("seal IS NULL"))
    op.create_table(
        "audit_chain",
        sa.Column("chain_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    )
