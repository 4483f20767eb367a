"""Events say where they take place, whom to ask, what to bring, and until when people can sign up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "events_0013"
down_revision = "events_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("place", JSONB))
    op.add_column("event", sa.Column("contact", JSONB))
    op.add_column("event", sa.Column("what_to_bring", sa.String, nullable=False, server_default=""))
    op.add_column("event", sa.Column("minimum_participants", sa.Integer))
    op.add_column("event", sa.Column("sign_up_deadline", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE event SET place = jsonb_build_object('address', location) WHERE location <> ''"
    )
    op.drop_column("event", "location")
