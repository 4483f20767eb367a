"""What shifts, attested hours and qualifications say about groups, and what follows from them for each day.

Run `python -m services.events republish` and `python -m services.volunteers republish` afterwards: what was before is
counted then.
"""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0067"
down_revision = "organizations_0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("places_taken", sa.Integer, nullable=False),
        sa.Column("reserved_organization_id", sa.Uuid),
    )
    op.create_index("shift_event", "shift", ["event_id"])
    op.create_table(
        "attestation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("work_date", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
    op.create_index("attestation_organization", "attestation", ["organization_id", "work_date"])
    op.create_table(
        "qualification",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("qualification_kind_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("issued_date", sa.Date),
        sa.Column("valid_until_date", sa.Date),
    )
    op.create_index("qualification_person", "qualification", ["person_id"])
    op.create_table(
        "group_partner",
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("partner_organization_id", sa.Uuid, primary_key=True),
    )
    for name in ("places", "places_taken", "attested_minutes"):
        op.add_column("group_day", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
