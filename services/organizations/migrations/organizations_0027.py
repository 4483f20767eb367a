"""Adds apps, and their keys."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0027"
down_revision = "organizations_0026"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "app",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("homepage", sa.String, nullable=False),
        sa.Column("contact_email", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String), nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index("app_organization", "app", ["organization_id", "id"])
    op.create_table(
        "app_key",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("app_id", sa.Uuid, sa.ForeignKey("app.id"), nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("hint", sa.String, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False),
        sa.Column("expire_time", TIME, nullable=False),
        sa.Column("last_use_date", sa.Date),
        sa.Column("revoke_time", TIME),
    )
    op.create_index("app_key_hash", "app_key", ["secret_hash"], unique=True)
    op.create_index("app_key_app", "app_key", ["app_id", "id"])
