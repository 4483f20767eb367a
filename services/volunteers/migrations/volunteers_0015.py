"""Adds qualifications of people, and the catalogue of their kinds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "volunteers_0015"
down_revision = "volunteers_0014"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "qualification_kind",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("translations", JSONB, nullable=False),
        sa.Column("validity_months", sa.Integer, nullable=False),
    )
    op.create_index("qualification_kind_key", "qualification_kind", ["key"], unique=True)
    op.create_index("qualification_kind_position", "qualification_kind", ["position", "key", "id"])
    op.create_table(
        "qualification",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column(
            "qualification_kind_id",
            sa.Uuid,
            sa.ForeignKey("qualification_kind.id"),
            nullable=False,
        ),
        sa.Column("issued_date", sa.Date),
        sa.Column("valid_until_date", sa.Date),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("warned_days", sa.Integer),
    )
    op.create_index("qualification_age", "qualification", ["create_time", "id"])
    op.create_index("qualification_person", "qualification", ["person_id", "create_time", "id"])
    op.create_index(
        "qualification_claimed",
        "qualification",
        ["person_id", "qualification_kind_id"],
        unique=True,
        postgresql_where=sa.text("state = 'CLAIMED'"),
    )
    op.create_index(
        "qualification_ending",
        "qualification",
        ["valid_until_date", "id"],
        postgresql_where=sa.text("state = 'VERIFIED'"),
    )
