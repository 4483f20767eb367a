"""Sign-ups are listed by their age, also by those who name neither a person nor an organization."""

from alembic import op

revision = "events_0009"
down_revision = "events_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("sign_up_age", "sign_up", ["create_time", "id"])
