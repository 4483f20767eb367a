"""People whom organizations enter by hand, and the links by which they claim their records."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0019"
down_revision = "organizations_0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person_entry",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
        sa.Column("creator_person_id", sa.Uuid, nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("claim_time", TIME),
        sa.Column("link_id", sa.Uuid),
        sa.Column("link_hash", sa.LargeBinary),
        sa.Column("link_creator_person_id", sa.Uuid),
        sa.Column("link_expire_time", TIME),
    )
    op.create_index("person_entry_link", "person_entry", ["link_hash"], unique=True)
    op.create_index("person_entry_organization", "person_entry", ["organization_id", "create_time"])
    op.create_index(
        "person_entry_unclaimed",
        "person_entry",
        ["organization_id"],
        postgresql_where=sa.text("state = 'UNCLAIMED'"),
    )
