"""The table of changes, which triggers of the database write in the transaction of each change."""

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


# What an app must hold to be told of changes of each kind.
SCOPES = {
    ChangeKind.MEMBERSHIP: AppScope.MEMBERS_READ,
    ChangeKind.PERSON_ENTRY: AppScope.MEMBERS_READ,
}
# The resource that each kind of change is about, as the contract calls it.
RESOURCES = {ChangeKind.MEMBERSHIP: "Membership", ChangeKind.PERSON_ENTRY: "PersonEntry"}


class Change(Table, table=True):
    """A change, with the transaction that made it: `pg_current_xact_id()`, which grows as transactions begin to write.

    A row of an older transaction may be committed later, with a smaller sequence number or a larger one. So the order
    is that of the transactions, and a reader stops before the oldest that is still open.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("change_organization", "organization_id", "transaction", "sequence"),
        Index("change_age", "create_time"),
    )

    sequence: Any = Field(sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    transaction: int = Field(sa_type=BigInteger)
    organization_id: UUID
    kind: ChangeKind = enum_field(ChangeKind)
    resource_id: UUID
    create_time: datetime = time_field()
