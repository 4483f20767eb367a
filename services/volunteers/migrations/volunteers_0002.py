"""Consent holds for one membership; who signs up somewhere is seen there.

Rows that stand know nothing of the new columns, and close what depends on them. That the versions were
seen is forgotten, so that the owners can tell them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0002"
down_revision = "volunteers_0001"
branch_labels = None
depends_on = None

# In a database that is new the kit's tables may not be there yet.
FORGET = """
DO $$
BEGIN
    IF to_regclass('seen') IS NOT NULL THEN
        DELETE FROM seen WHERE consumer IN ('volunteers-membership', 'volunteers-sign_up');
    END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("membership", sa.Column("create_time", sa.DateTime(timezone=True)))
    for name in ("organization_id", "event_id", "shift_id"):
        op.add_column("sign_up", sa.Column(name, sa.Uuid))
    op.create_index(
        "sign_up_person_organization", "sign_up", ["person_id", "organization_id", "state"]
    )
    op.drop_index("sign_up_person", "sign_up")
    op.execute(FORGET)
