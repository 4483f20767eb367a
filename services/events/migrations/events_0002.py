"""Offers of places and attendance: until when a place is held, and from when to when a person was there."""

import sqlalchemy as sa
from alembic import op

revision = "events_0002"
down_revision = "events_0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("offer_expire_time", "check_in_time", "check_out_time"):
        op.add_column("sign_up", sa.Column(name, TIME))
