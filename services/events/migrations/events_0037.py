"""Adds roles to shifts, and the role of a sign-up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "events_0037"
down_revision = "events_0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("roles", "role_places"):
        op.add_column("shift", sa.Column(name, JSONB, nullable=False, server_default="[]"))
    for name in ("role_capacity", "role_places_taken"):
        op.add_column("shift", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column(
        "shift",
        sa.Column(
            "role_qualification_kind_ids", ARRAY(sa.Uuid), nullable=False, server_default="{}"
        ),
    )
    op.create_check_constraint(
        "shift_role_places",
        "shift",
        "NOT jsonb_path_exists(role_places,"
        " '$[*] ? (@.places_taken > @.places || @.places_taken < 0 || @.waitlist_length < 0)')",
    )
    op.create_check_constraint(
        "shift_open_places",
        "shift",
        "places_taken - role_places_taken <= capacity - role_capacity",
    )
    op.add_column("sign_up", sa.Column("role_id", sa.Uuid))
