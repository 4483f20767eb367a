"""Consent to be reached is on record with how and when it was given, where somebody records it for a person."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0014"
down_revision = "volunteers_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact_share", sa.Column("consent_manner", sa.String))
    op.add_column("contact_share", sa.Column("consent_date", sa.Date))
    op.add_column("contact_share", sa.Column("recorder_person_id", sa.Uuid))
