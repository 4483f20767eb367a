"""Adds who has read contact details, for the people themselves, from what the audit trail has."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0018"
down_revision = "volunteers_0017"
branch_labels = None
depends_on = None

# The trail names an app by its principal, "app:" and its ID.
FILL = """
INSERT INTO contact_reading (id, person_id, organization_id, reader_person_id, app_id, read_time)
SELECT gen_random_uuid(), person.value::uuid, audit.organization_id, audit.person_id,
    CASE WHEN audit.principal_id LIKE 'app:%' THEN substr(audit.principal_id, 5)::uuid END, audit.create_time
FROM audit, jsonb_array_elements_text(audit.resource_ids) AS person
WHERE audit.organization_id IS NOT NULL AND audit.method IN (
    '/banyan.volunteers.v1.PersonContactService/GetPersonContact',
    '/banyan.volunteers.v1.PersonContactService/BatchGetPersonContacts'
)
"""


def upgrade() -> None:
    op.create_table(
        "contact_reading",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("reader_person_id", sa.Uuid),
        sa.Column("app_id", sa.Uuid),
        sa.Column("read_time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("contact_reading_person", "contact_reading", ["person_id", "read_time", "id"])
    op.create_index("contact_reading_age", "contact_reading", ["read_time"])
    # A new database gets its trail after this, and has nothing to take over.
    if op.get_bind().scalar(sa.text("SELECT to_regclass('audit') IS NOT NULL")):
        op.execute(FILL)
