"""Adds qualifications that shifts require. Fill the projections by republish at volunteers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "events_0025"
down_revision = "events_0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "qualification_kind",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("qualification_kind_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("issued_date", sa.Date),
        sa.Column("valid_until_date", sa.Date),
    )
    op.create_index("qualification_person", "qualification", ["person_id", "qualification_kind_id"])
    op.add_column(
        "shift",
        sa.Column(
            "required_qualification_kind_ids",
            ARRAY(sa.Uuid),
            nullable=False,
            server_default="{}",
        ),
    )
