"""Hours: a double-entry ledger that only grows, balances beside it, and attestations.

That versions of sign-ups were seen is forgotten, so that events can tell again of those who were there
before there was a ledger.
"""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_0003"
down_revision = "volunteers_0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ACCOUNT = ["hours_account.id", "hours_account.hours_class", "hours_account.organization_id"]
APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
# In a database that is new the kit's tables may not be there yet.
FORGET = """
DO $$
BEGIN
    IF to_regclass('seen') IS NOT NULL THEN
        DELETE FROM seen WHERE consumer = 'volunteers-sign_up';
    END IF;
END $$
"""


def resource(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("create_time", TIME, nullable=False),
        sa.Column("update_time", TIME, nullable=False),
        *columns,
    )


def upgrade() -> None:
    accounts()
    entries()
    op.execute(APPEND_ONLY)
    for table in ("hours_account", "hours_entry"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    balances()
    attestations()
    op.execute(FORGET)


def accounts() -> None:
    op.create_table(
        "hours_account",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("hours_class", sa.String, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.UniqueConstraint("id", "hours_class", "organization_id", name="hours_account_key"),
        sa.CheckConstraint("hours_class IN ('RECORDED', 'ATTESTED')", name="hours_account_class"),
    )
    op.create_index(
        "hours_account_holder",
        "hours_account",
        ["organization_id", "person_id", "hours_class"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def entries() -> None:
    resource(
        "hours_entry",
        sa.Column("hours_class", sa.String, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("debit_account_id", sa.Uuid, nullable=False),
        sa.Column("credit_account_id", sa.Uuid, nullable=False),
        sa.Column("transferred_minutes", sa.Integer, nullable=False),
        sa.Column("reverses_id", sa.Uuid),
        sa.Column("reversals_before", sa.Integer, nullable=False),
        sa.Column("sign_up_id", sa.Uuid),
        sa.Column("shift_id", sa.Uuid),
        sa.Column("event_id", sa.Uuid),
        sa.Column("start_time", TIME),
        sa.Column("end_time", TIME),
        sa.Column("hours_attestation_id", sa.Uuid),
        sa.Column("date", sa.Date),
        *(
            sa.ForeignKeyConstraint(
                [f"{side}_account_id", "hours_class", "organization_id"],
                ACCOUNT,
                name=f"hours_entry_{side}_account",
            )
            for side in ("debit", "credit")
        ),
        sa.CheckConstraint(
            "debit_account_id <> credit_account_id", name="hours_entry_two_accounts"
        ),
        sa.CheckConstraint("transferred_minutes > 0", name="hours_entry_minutes"),
        sa.CheckConstraint(
            "CASE hours_class WHEN 'RECORDED'"
            " THEN sign_up_id IS NOT NULL AND hours_attestation_id IS NULL"
            " ELSE sign_up_id IS NULL AND hours_attestation_id IS NOT NULL END",
            name="hours_entry_source",
        ),
        sa.UniqueConstraint(
            "id",
            "credit_account_id",
            "debit_account_id",
            "transferred_minutes",
            name="hours_entry_mirror",
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id", "debit_account_id", "credit_account_id", "transferred_minutes"],
            [
                "hours_entry.id",
                "hours_entry.credit_account_id",
                "hours_entry.debit_account_id",
                "hours_entry.transferred_minutes",
            ],
            name="hours_entry_reverses",
        ),
    )
    op.create_index("hours_entry_reversed_once", "hours_entry", ["reverses_id"], unique=True)
    for name, columns in (
        ("hours_entry_sign_up", ["sign_up_id", "reversals_before"]),
        ("hours_entry_hours_attestation", ["hours_attestation_id"]),
    ):
        op.create_index(
            name,
            "hours_entry",
            columns,
            unique=True,
            postgresql_where=sa.text("reverses_id IS NULL"),
        )
    op.create_index("hours_entry_statement", "hours_entry", ["person_id", "create_time", "id"])


def balances() -> None:
    resource(
        "hours_balance",
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("recorded_minutes", sa.Integer, nullable=False),
        sa.Column("attested_minutes", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "recorded_minutes >= 0 AND attested_minutes >= 0", name="hours_balance_minutes"
        ),
    )
    op.create_index(
        "hours_balance_holder", "hours_balance", ["person_id", "organization_id"], unique=True
    )
    op.create_index("hours_balance_person", "hours_balance", ["person_id", "create_time", "id"])


def attestations() -> None:
    resource(
        "hours_attestation",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("submitter_id", sa.Uuid, nullable=False),
        sa.Column("decider_id", sa.Uuid),
        sa.Column("decide_time", TIME),
        sa.Column("reverser_id", sa.Uuid),
        sa.Column("reverse_time", TIME),
        sa.Column("reason", sa.String, nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="hours_attestation_minutes"),
        sa.CheckConstraint(
            "state NOT IN ('APPROVED', 'REVERSED')"
            " OR coalesce(decider_id NOT IN (submitter_id, person_id), false)",
            name="hours_attestation_second_person",
        ),
    )
    for about in ("organization", "person"):
        op.create_index(
            f"hours_attestation_{about}",
            "hours_attestation",
            [f"{about}_id", "create_time", "id"],
        )
