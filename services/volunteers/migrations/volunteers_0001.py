"""People, their contact details, and what the other services told of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "volunteers_0001"
down_revision = None
branch_labels = ("volunteers",)
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("languages", ARRAY(sa.Text), nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("birth_date", sa.Date),
        sa.Column("skills", JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
    )
    op.create_table(
        "person_contact",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("emergency_contact", sa.String, nullable=False),
    )
    op.create_table(
        "contact_share",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person_contact.id"), primary_key=True),
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("create_time", TIME, nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index("membership_person", "membership", ["person_id", "organization_id", "state"])
    op.create_index("membership_organization", "membership", ["organization_id", "person_id"])
    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ancestor_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("inherit_roles", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start_time", TIME, nullable=False),
        sa.Column("end_time", TIME, nullable=False),
    )
    op.create_index("sign_up_person", "sign_up", ["person_id", "state"])
