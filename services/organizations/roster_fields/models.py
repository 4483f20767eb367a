"""The tables of the fields of rosters, and of the values that members have in them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import roster_field_pb2
from sqlalchemy import ARRAY, ColumnElement, Index, Text, or_, text
from sqlmodel import Field, col

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, messages_field, no_items
from services.organizations.tables import SORT_NAME, Table


class RosterFieldKind(StrEnum):
    """What values a field has."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    CHOICE = "CHOICE"
    YES_NO = "YES_NO"


class RosterFieldAudience(StrEnum):
    """Who sees the values of a field."""

    OVERSEERS = "OVERSEERS"
    MEMBER = "MEMBER"
    MEMBERS = "MEMBERS"


class RosterFieldState(StrEnum):
    """The states of a field."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


_ACTIVE = text(f"state = '{RosterFieldState.ACTIVE}'")


class RosterField(Resource, Table, table=True):
    """A field of the roster of an organization."""

    __tablename__ = "roster_field"
    __table_args__ = (
        Index("roster_field_organization", "organization_id", "id", postgresql_where=_ACTIVE),
        Index(
            "roster_field_name",
            "organization_id",
            "display_name",
            unique=True,
            postgresql_where=_ACTIVE,
        ),
        # By which the job finds the values that are not kept.
        Index("roster_field_kept", "id", postgresql_where=text("kept_days IS NOT NULL")),
    )
    message = roster_field_pb2.RosterField

    organization_id: UUID = Field(foreign_key="organization.id")
    display_name: str
    kind: RosterFieldKind = enum_field(RosterFieldKind)
    choices: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    audience: RosterFieldAudience = enum_field(RosterFieldAudience)
    required_on_application: bool = False
    asked_on_application: bool = False
    question: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    position: int = 0
    kept_days: int | None = None
    state: RosterFieldState = enum_field(RosterFieldState, default=RosterFieldState.ACTIVE)

    @classmethod
    def is_asked(cls) -> ColumnElement[bool]:
        """Returns the condition that those who apply are asked for a field."""
        return or_(col(cls.asked_on_application), col(cls.required_on_application))

    def delete(self) -> None:
        """Deletes it; its row stays, because the audit trail names it.

        Raises:
            Refused: It is deleted already.
        """
        self.change_state(
            {RosterFieldState.ACTIVE},
            RosterFieldState.DELETED,
            "This field is deleted. Reload the fields of the roster.",
            reason="ROSTER_FIELD_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change a field that is deleted.

        Raises:
            Refused: It is.
        """
        if self.state == RosterFieldState.DELETED:
            raise Refused(
                "This field is deleted and cannot be changed. Create another one.",
                reason="ROSTER_FIELD_GONE",
            )


class RosterValueRow(Table, table=True):
    """The value that a member has in a field, with the keys by which rosters are sorted and searched.

    Values are personal. They are written past the session, so that the audit trail does not hold them. A trigger
    deletes them when the membership is over, and its labels too.
    """

    __tablename__ = "roster_value"
    __table_args__ = (
        Index("roster_value_order", "roster_field_id", "number_key", "text_key", "membership_id"),
        Index("roster_value_match", "roster_field_id", "match_key", "membership_id"),
    )

    membership_id: UUID = Field(foreign_key="membership.id", primary_key=True)
    roster_field_id: UUID = Field(foreign_key="roster_field.id", primary_key=True)
    value: str
    # The number or the day; 0 for other kinds.
    number_key: float = 0.0
    # What texts sort by; empty for numbers and days.
    text_key: str = Field(default="", sa_type=SORT_NAME)
    # What is compared with `=`.
    match_key: str = Field(default="", sa_type=SORT_NAME)
