"""What waits for a second person is found among all that was ever attested."""

from alembic import op

revision = "volunteers_0004"
down_revision = "volunteers_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "hours_attestation_state",
        "hours_attestation",
        ["organization_id", "state", "create_time", "id"],
    )
