"""Roles of members, states of organizations, and an index by which heirs of roles are found.

That versions of memberships and organizations were seen is forgotten, so that `republish` at organizations
fills the new columns.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "volunteers_0005"
down_revision = "volunteers_0004"
branch_labels = None
depends_on = None

# In a database that is new the kit's tables may not be there yet.
FORGET = """
DO $$
BEGIN
    IF to_regclass('seen') IS NOT NULL THEN
        DELETE FROM seen WHERE consumer IN ('volunteers-membership', 'volunteers-organization');
    END IF;
END $$
"""


def upgrade() -> None:
    # With defaults, because code that does not know these columns goes on adding rows.
    op.add_column(
        "membership", sa.Column("roles", ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    op.add_column(
        "organization", sa.Column("state", sa.String, nullable=False, server_default="ACTIVE")
    )
    op.create_index(
        "organization_ancestors",
        "organization",
        ["ancestor_ids"],
        postgresql_using="gin",
        postgresql_where=sa.text("inherit_roles"),
    )
    op.execute(FORGET)
