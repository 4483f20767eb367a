"""The table of changes, each written in the transaction of the change.

The database has a function for that, `tell_change`. Triggers call it for what this service keeps; consumers call it
for what they hear of others, in the transaction in which they note that they have heard it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index
from sqlmodel import Field

from services.kit.work.models import enum_field, time_field
from services.organizations.apps.models import AppScope
from services.organizations.tables import Table


class ChangeKind(StrEnum):
    """What can change."""

    MEMBERSHIP = "MEMBERSHIP"
    PERSON_ENTRY = "PERSON_ENTRY"
    EVENT = "EVENT"
    SHIFT = "SHIFT"
    SIGN_UP = "SIGN_UP"
    HOURS_BALANCE = "HOURS_BALANCE"


# What an app must hold to be told of changes of each kind.
SCOPES = {
    ChangeKind.MEMBERSHIP: AppScope.MEMBERS_READ,
    ChangeKind.PERSON_ENTRY: AppScope.MEMBERS_READ,
    ChangeKind.EVENT: AppScope.EVENTS_READ,
    ChangeKind.SHIFT: AppScope.EVENTS_READ,
    ChangeKind.SIGN_UP: AppScope.EVENTS_READ,
    ChangeKind.HOURS_BALANCE: AppScope.HOURS_READ,
}
# The resource that each kind of change is about, as the contract calls it.
RESOURCES = {
    ChangeKind.MEMBERSHIP: "Membership",
    ChangeKind.PERSON_ENTRY: "PersonEntry",
    ChangeKind.EVENT: "Event",
    ChangeKind.SHIFT: "Shift",
    ChangeKind.SIGN_UP: "SignUp",
    ChangeKind.HOURS_BALANCE: "HoursBalance",
}


class Change(Table, table=True):
    """A change, with the transaction that made it: `pg_current_xact_id()`, which grows as transactions begin to write.

    A row of an older transaction may be committed later, with a smaller sequence number or a larger one. So the order
    is that of the transactions, and a reader stops before the oldest that is still open.

    Attributes:
        organization_id: In whose feed it is. A change has a row for each organization whose roles count where it
            happened, so a reader reads one range of one index, however many organizations lie below.
        origin_id: Where it happened.
        removed: Whether the resource is gone.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("change_organization", "organization_id", "transaction", "sequence"),
        Index("change_age", "create_time"),
    )

    sequence: Any = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    transaction: int = Field(sa_type=BigInteger)
    organization_id: UUID
    origin_id: UUID
    removed: bool = False
    kind: ChangeKind = enum_field(ChangeKind)
    resource_id: UUID
    create_time: datetime = time_field()
