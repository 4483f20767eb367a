"""The tables of signs, and of the groups whose signs are looked for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import group_sign_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field, time_field
from services.organizations.tables import Table


class GroupSignKind(StrEnum):
    """The kinds of signs."""

    FADING = "FADING"
    ONE_PERSON = "ONE_PERSON"
    NO_DEPUTY = "NO_DEPUTY"
    SHRINKING = "SHRINKING"
    CANCELLING = "CANCELLING"
    COMPLAINTS = "COMPLAINTS"


class GroupSignState(StrEnum):
    """The states of a sign."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CORRECTED = "CORRECTED"


class GroupSign(Resource, Table, table=True):
    """A sign that a group shows or has shown."""

    __tablename__ = "group_sign"
    __table_args__ = (
        Index("group_sign_organization", "organization_id", "id"),
        Index(
            "group_sign_open",
            "organization_id",
            "kind",
            unique=True,
            postgresql_where=text(f"state = '{GroupSignState.OPEN}'"),
        ),
        Index(
            "group_sign_unshared",
            "share_time",
            postgresql_where=text(f"state = '{GroupSignState.OPEN}' AND NOT is_shared"),
        ),
    )
    message = group_sign_pb2.GroupSign

    organization_id: UUID = Field(foreign_key="organization.id")
    kind: GroupSignKind = enum_field(GroupSignKind)
    state: GroupSignState = enum_field(GroupSignState, default=GroupSignState.OPEN)
    start_date: date
    end_date: date | None = None
    value: int
    compared: int
    share_time: datetime = time_field()
    is_shared: bool = False

    @property
    def observation(self) -> str:
        """What was seen; put into words where somebody reads it."""
        return ""

    @property
    def advice(self) -> str:
        """What usually helps; put into words where somebody reads it."""
        return ""

    def correct(self) -> None:
        """Says that the group did not show the sign after all: what was counted has changed since."""
        self.state = GroupSignState.CORRECTED

    def set_time(self, start: date, end: date | None, value: int, compared: int) -> None:
        """Says from when to when the group shows it, and what was seen at first."""
        self.start_date, self.end_date = start, end
        self.value, self.compared = value, compared
        self.state = GroupSignState.OPEN if end is None else GroupSignState.CLOSED


class SignCheck(Table, table=True):
    """A group whose signs are looked for, and when the next time is."""

    __tablename__ = "sign_check"
    __table_args__ = (Index("sign_check_due", "due_time"),)

    organization_id: UUID = Field(foreign_key="organization.id", primary_key=True)
    # Nothing of the time before it was enrolled is looked at.
    first_day: date
    # Days before this one are settled.
    from_day: date
    due_time: datetime = time_field()
    check_time: datetime | None = time_field(default=None)
