"""Hours: a double-entry ledger in whole minutes, and the balances that follow from it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.volunteers.v1 import hours_balance_pb2, hours_entry_pb2
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field

from services.kit.process.ids import uuid7
from services.kit.work.models import Resource, enum_field, listed, time_field
from services.volunteers.tables import Table

Day = date  # a class with an attribute "date" cannot name the type so
# When the work of an entry was done: on the day of an attestation at noon UTC, whatever the time zone. In SQL, as
# PostgreSQL writes it down.
WORKED_AT = (
    "COALESCE(start_time, ((date + '12:00:00'::time without time zone) AT TIME ZONE 'UTC'::text))"
)
_ACCOUNT = ["hours_account.id", "hours_account.hours_class", "hours_account.organization_id"]


class HoursClass(StrEnum):
    """What minutes rest on: recorded attendance, or an attestation."""

    RECORDED = "RECORDED"
    ATTESTED = "ATTESTED"


class HoursAccount(Table, table=True):
    """An account of one class of hours: of a person with an organization, or of the organization itself.

    The account of an organization is the other side of what people did for it. Accounts never change.
    """

    __tablename__ = "hours_account"
    __table_args__ = (
        Index(
            "hours_account_holder",
            "organization_id",
            "person_id",
            "hours_class",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        UniqueConstraint("id", "hours_class", "organization_id", name="hours_account_key"),
        CheckConstraint(f"hours_class IN {listed(HoursClass)}", name="hours_account_class"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hours_class: HoursClass = enum_field(HoursClass)
    organization_id: UUID
    person_id: UUID | None = None  # none for the account of the organization itself


class HoursEntry(Resource, Table, table=True):
    """A transfer of minutes between two accounts of one class and one organization.

    It sums to zero by construction. A booking debits the organization and credits the person, its
    reversal is the exact mirror. Entries are never changed or deleted; the table refuses it.
    """

    __tablename__ = "hours_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["debit_account_id", "hours_class", "organization_id"],
            _ACCOUNT,
            name="hours_entry_debit_account",
        ),
        ForeignKeyConstraint(
            ["credit_account_id", "hours_class", "organization_id"],
            _ACCOUNT,
            name="hours_entry_credit_account",
        ),
        CheckConstraint("debit_account_id <> credit_account_id", name="hours_entry_two_accounts"),
        CheckConstraint("transferred_minutes > 0", name="hours_entry_minutes"),
        CheckConstraint(
            f"CASE hours_class WHEN '{HoursClass.RECORDED}'"
            " THEN sign_up_id IS NOT NULL AND hours_attestation_id IS NULL"
            " ELSE sign_up_id IS NULL AND hours_attestation_id IS NOT NULL END",
            name="hours_entry_source",
        ),
        # A reversal moves the same minutes the other way, and nothing is reversed twice.
        UniqueConstraint(
            "id",
            "credit_account_id",
            "debit_account_id",
            "transferred_minutes",
            name="hours_entry_mirror",
        ),
        ForeignKeyConstraint(
            ["reverses_id", "debit_account_id", "credit_account_id", "transferred_minutes"],
            [
                "hours_entry.id",
                "hours_entry.credit_account_id",
                "hours_entry.debit_account_id",
                "hours_entry.transferred_minutes",
            ],
            name="hours_entry_reverses",
        ),
        Index("hours_entry_reversed_once", "reverses_id", unique=True),
        # A sign-up has at most one current booking: a second one must follow a reversal.
        Index(
            "hours_entry_sign_up",
            "sign_up_id",
            "reversals_before",
            unique=True,
            postgresql_where=text("reverses_id IS NULL"),
        ),
        Index(
            "hours_entry_hours_attestation",
            "hours_attestation_id",
            unique=True,
            postgresql_where=text("reverses_id IS NULL"),
        ),
        Index("hours_entry_statement", "person_id", "create_time", "id"),
        Index("hours_entry_person_worked", "person_id", text(WORKED_AT)),
        Index("hours_entry_organization_worked", "organization_id", text(WORKED_AT)),
    )
    message = hours_entry_pb2.HoursEntry

    hours_class: HoursClass = enum_field(HoursClass)
    person_id: UUID
    organization_id: UUID
    debit_account_id: UUID
    credit_account_id: UUID
    transferred_minutes: int
    reverses_id: UUID | None = None
    # How many bookings of the same sign-up were reversed before this entry.
    reversals_before: int = 0
    sign_up_id: UUID | None = None
    shift_id: UUID | None = None
    event_id: UUID | None = None
    start_time: datetime | None = time_field(default=None)
    end_time: datetime | None = time_field(default=None)
    hours_attestation_id: UUID | None = None
    date: Day | None = None

    @property
    def minutes(self) -> int:
        """What the entry adds to the balance of the person."""
        return self.transferred_minutes if self.reverses_id is None else -self.transferred_minutes

    def mirror(self) -> "HoursEntry":
        """Returns the entry that reverses this one."""
        return HoursEntry(
            hours_class=self.hours_class,
            person_id=self.person_id,
            organization_id=self.organization_id,
            debit_account_id=self.credit_account_id,
            credit_account_id=self.debit_account_id,
            transferred_minutes=self.transferred_minutes,
            reverses_id=self.id,
            reversals_before=self.reversals_before,
            sign_up_id=self.sign_up_id,
            shift_id=self.shift_id,
            event_id=self.event_id,
            start_time=self.start_time,
            end_time=self.end_time,
            hours_attestation_id=self.hours_attestation_id,
            date=self.date,
        )


class CountedTime(Table, table=True):
    """A span of recorded attendance that counts for a sign-up; no moment of a person counts twice."""

    __tablename__ = "counted_time"
    __table_args__ = (
        ExcludeConstraint(
            (text("person_id"), "="),
            (text("tstzrange(start_time, end_time)"), "&&"),
            name="counted_time_once",
        ),
        CheckConstraint("start_time < end_time", name="counted_time_times"),
    )

    sign_up_id: UUID = Field(primary_key=True)
    start_time: datetime = time_field(primary_key=True)
    end_time: datetime = time_field()
    person_id: UUID


class HoursBalance(Resource, Table, table=True):
    """The sum of the entries of a person with an organization, stored next to them."""

    __tablename__ = "hours_balance"
    __table_args__ = (
        Index("hours_balance_holder", "person_id", "organization_id", unique=True),
        Index("hours_balance_person", "person_id", "create_time", "id"),
        CheckConstraint(
            "recorded_minutes >= 0 AND attested_minutes >= 0", name="hours_balance_minutes"
        ),
    )
    message = hours_balance_pb2.HoursBalance

    person_id: UUID
    organization_id: UUID
    recorded_minutes: int = 0
    attested_minutes: int = 0
