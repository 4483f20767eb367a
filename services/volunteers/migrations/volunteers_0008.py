"""Attestations of hours are listed by their age, also by those who name neither a person nor an organization."""

from alembic import op

revision = "volunteers_0008"
down_revision = "volunteers_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("hours_attestation_age", "hours_attestation", ["create_time", "id"])
