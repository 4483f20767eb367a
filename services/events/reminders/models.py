"""Reminders, and how long before they are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import reminder_pb2
from sqlalchemy import Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.events.tables import Table
from services.kit.work.models import Resource, enum_field, messages_field, no_items, time_field


class ReminderKind(StrEnum):
    """What is told."""

    SIGN_UP = "SIGN_UP"
    UNDERSTAFFED = "UNDERSTAFFED"
    ALMOST_FULL = "ALMOST_FULL"
    ALL_CLEAR = "ALL_CLEAR"
    ATTENDANCE_OPEN = "ATTENDANCE_OPEN"
    STANDING_REFUSED = "STANDING_REFUSED"
    FEEDBACK = "FEEDBACK"


# What says how full a shift is.
ABOUT_STAFF = (ReminderKind.UNDERSTAFFED, ReminderKind.ALMOST_FULL)


class ReminderState(StrEnum):
    """The states of a reminder."""

    WAITING = "WAITING"
    TOLD = "TOLD"
    WITHDRAWN = "WITHDRAWN"


_HOLDS = f"state <> '{ReminderState.WITHDRAWN}'"


class Reminder(Resource, Table, table=True):
    """Something to tell: once, because no two rows are about the same."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "reminder_waiting",
            "create_time",
            "id",
            postgresql_where=text(f"state = '{ReminderState.WAITING}'"),
        ),
        Index("reminder_start", "start_time", "id"),
        Index(
            "reminder_person",
            "person_id",
            "create_time",
            "id",
            postgresql_where=text("person_id IS NOT NULL"),
        ),
        Index(
            "reminder_organization",
            "organization_id",
            "create_time",
            "id",
            postgresql_where=text("person_id IS NULL"),
        ),
        # What holds is told once for each start of the shift; alerts once more for each time that all was clear.
        Index(
            "reminder_once",
            "sign_up_id",
            "start_time",
            unique=True,
            postgresql_where=text(f"sign_up_id IS NOT NULL AND {_HOLDS}"),
        ),
        Index(
            "reminder_alert_once",
            "shift_id",
            "kind",
            "start_time",
            "number",
            unique=True,
            postgresql_where=text(f"person_id IS NULL AND {_HOLDS}"),
        ),
        # Of a standing sign-up.
        Index(
            "reminder_refused_once",
            "shift_id",
            "person_id",
            "start_time",
            unique=True,
            postgresql_where=text(f"kind = '{ReminderKind.STANDING_REFUSED}'"),
        ),
        # Who came to an event is asked about it once.
        Index(
            "reminder_feedback_once",
            "event_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"kind = '{ReminderKind.FEEDBACK}'"),
        ),
    )
    message = reminder_pb2.Reminder

    kind: ReminderKind = enum_field(ReminderKind)
    state: ReminderState = enum_field(ReminderState, default=ReminderState.WAITING)
    person_id: UUID | None = None
    organization_id: UUID
    event_id: UUID
    shift_id: UUID
    sign_up_id: UUID | None = None
    start_time: datetime = time_field()
    places_filled: int = 0
    capacity: int = 0
    # Of an alert: the roles with free places, as `RoleGap`.
    role_gaps: list[dict[str, Any]] = messages_field()
    reasons: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    # How often all was clear before.
    number: int = 0

    def tell(
        self, places_filled: int, capacity: int, role_places: Sequence[Mapping[str, Any]]
    ) -> None:
        """Says that it is told now.

        Args:
            places_filled: How many places of the shift people have.
            capacity: How many it has.
            role_places: How the places of its roles are filled, as `RolePlaces`.
        """
        self.state = ReminderState.TOLD
        self.places_filled, self.capacity = places_filled, capacity
        if self.kind in ABOUT_STAFF:
            self.role_gaps = [
                {"role_id": each["role_id"], "missing": missing}
                for each in role_places
                if (missing := each["places"] - each["places_taken"]) > 0
            ]

    def withdraw(self) -> None:
        """Says that it does not hold any more."""
        self.state = ReminderState.WITHDRAWN


class ReminderRule(Resource, Table, table=True):
    """How long before an organization has people told, under the organization's id."""

    __tablename__ = "reminder_rule"
    message = reminder_pb2.ReminderRule

    reminder_minutes: int = 24 * 60
    understaffed_days: int = 3
    enough_percent: int = 80
    almost_full_percent: int = 90

    @property
    def organization_id(self) -> UUID:
        """The organization, which is also the id of the rule."""
        return self.id


# What counts where an organization says nothing.
DEFAULTS = {
    name: ReminderRule.model_fields[name].default
    for name in ("reminder_minutes", "understaffed_days", "enough_percent", "almost_full_percent")
}
