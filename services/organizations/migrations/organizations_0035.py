"""Adds agreements and their acceptance, starter kits, and first steps."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0035"
down_revision = "organizations_0034"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def _resource() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("organization_id", sa.Uuid, sa.ForeignKey("organization.id"), nullable=False),
    ]


def upgrade() -> None:
    _add_agreements()
    _add_kits()


def _add_agreements() -> None:
    op.create_table(
        "agreement",
        *_resource(),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("must_be_accepted", sa.Boolean, nullable=False),
        sa.Column("asks_again", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("first_version_id", sa.Uuid, nullable=False),
        sa.Column("adopt_time", TIME),
        sa.Column("end_time", TIME),
        sa.Column("acceptances_count", sa.Integer, nullable=False),
        sa.Column("counts_from_number", sa.Integer, nullable=False),
    )
    op.create_index("agreement_organization", "agreement", ["organization_id", "id"])
    op.create_index(
        "agreement_versions", "agreement", ["first_version_id", "version_number"], unique=True
    )
    for state in ("DRAFT", "ADOPTED"):
        op.create_index(
            f"agreement_{state.lower()}",
            "agreement",
            ["first_version_id"],
            unique=True,
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_index(
        "agreement_current",
        "agreement",
        ["organization_id"],
        postgresql_where=sa.text("state IN ('DRAFT', 'ADOPTED')"),
    )
    op.create_table(
        "agreement_acceptance",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("agreement_id", sa.Uuid, sa.ForeignKey("agreement.id"), nullable=False),
        sa.Column("first_version_id", sa.Uuid, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("accepter_id", sa.Uuid, nullable=False),
        sa.Column("accept_time", TIME, nullable=False),
    )
    op.create_index(
        "agreement_acceptance_once",
        "agreement_acceptance",
        ["agreement_id", "accepter_id"],
        unique=True,
    )
    op.create_index(
        "agreement_acceptance_person",
        "agreement_acceptance",
        ["accepter_id", "first_version_id", "version_number"],
    )
    op.create_index(
        "agreement_acceptance_order", "agreement_acceptance", ["agreement_id", "accept_time", "id"]
    )


def _add_kits() -> None:
    op.create_table(
        "starter_kit",
        *_resource(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.String), nullable=False),
        sa.Column("agreements", JSONB, nullable=False),
        sa.Column("steps", JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index("starter_kit_organization", "starter_kit", ["organization_id", "id"])
    op.create_index(
        "starter_kit_active",
        "starter_kit",
        ["organization_id"],
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_table(
        "first_step",
        *_resource(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("due_time", TIME),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("done_time", TIME),
        sa.Column("doer_id", sa.Uuid),
    )
    op.create_index("first_step_organization", "first_step", ["organization_id", "position", "id"])
