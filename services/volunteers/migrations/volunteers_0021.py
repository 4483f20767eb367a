"""Adds contact details that imports give people."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0021"
down_revision = "volunteers_0020"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "contact_draft",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("import_job_id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("consent_manner", sa.String, nullable=False),
        sa.Column("consent_date", sa.Date, nullable=False),
        sa.Column("recorder_person_id", sa.Uuid),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("phone_before", sa.String),
        sa.Column("email_before", sa.String),
    )
    op.create_index("contact_draft_age", "contact_draft", ["create_time"])
    op.create_index(
        "contact_draft_by_recorder_person_id",
        "contact_draft",
        ["recorder_person_id"],
        postgresql_where=sa.text("recorder_person_id IS NOT NULL"),
    )
