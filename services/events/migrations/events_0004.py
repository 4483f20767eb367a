"""Memberships with their roles, repeated from organizations.

`republish --resource membership` at organizations fills the table. Until then, events for members are
visible to those alone whose passport lists a role.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "events_0004"
down_revision = "events_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("roles", ARRAY(sa.Text), nullable=False),
    )
    op.create_index("membership_person", "membership", ["person_id", "organization_id", "state"])
