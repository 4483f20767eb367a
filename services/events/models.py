"""The tables of the events service, with the verbs that guard their state."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.kit.errors import Refused, Violation
from services.kit.models import Resource, time_field

_tables = registry()


class Table(SQLModel, registry=_tables):
    """The base of this service's tables; each service has a registry of its own."""


class Event(Resource, Table, table=True):
    """What an organization invites to, at one time."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_start", "start_time", "id"),
        Index("event_organization", "organization_id", "start_time", "id"),
        CheckConstraint(
            "start_time < end_time AND end_time - start_time <= interval '31 days'",
            name="event_times",
        ),
    )
    message = event_pb2.Event

    organization_id: UUID
    title: str
    description: str = ""
    location: str = ""
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    time_zone: str
    visibility: str
    state: str = "DRAFT"
    cancel_reason: str = ""
    # What was never published stays hidden once it is cancelled.
    publish_time: datetime | None = time_field(default=None)

    def publish(self, *, at: datetime) -> None:
        """Opens the event for sign-ups."""
        self._move({"DRAFT"}, "PUBLISHED", "Only a draft can be published.")
        self.publish_time = at

    def cancel(self, reason: str) -> None:
        """Calls the event off."""
        self._move(
            {"DRAFT", "PUBLISHED"},
            "CANCELLED",
            "Only a draft or a published event can be cancelled.",
        )
        self.cancel_reason = reason

    def complete(self, *, at: datetime) -> None:
        """Says that the event has taken place."""
        if self.state == "PUBLISHED" and at < self.end_time:
            raise Refused("The event can be completed once it has ended.", reason="EVENT_NOT_ENDED")
        self._move({"PUBLISHED"}, "COMPLETED", "Only a published event can be completed.")

    def check_open(self) -> None:
        """Refuses what can no longer change.

        Raises:
            Refused: The event is cancelled or completed.
        """
        if self.state in ("CANCELLED", "COMPLETED"):
            raise Refused(
                "A cancelled or completed event stays as it is. Create a new one.",
                reason="EVENT_OVER",
            )

    def day_of(self, moment: datetime) -> date:
        """Returns the day that a moment falls on where the event takes place."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def _move(self, sources: set[str], target: str, otherwise: str) -> None:
        if self.state not in sources:
            raise Refused(otherwise)
        self.state = target


class Shift(Resource, Table, table=True):
    """A piece of an event that people sign up for."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_event", "event_id", "start_time", "id"),
        CheckConstraint("start_time < end_time", name="shift_times"),
        CheckConstraint("places_taken >= 0", name="shift_places_taken"),
        CheckConstraint("places_taken <= capacity", name="shift_capacity"),
    )
    message = shift_pb2.Shift

    event_id: UUID = Field(foreign_key="event.id")
    organization_id: UUID
    title: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    capacity: int
    places_taken: int = 0
    minimum_age: int = 0
    required_skills: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.places_taken >= self.capacity

    def free_place(self) -> None:
        """Gives back the place of a sign-up that was just cancelled."""
        self.places_taken -= 1

    def check_promises(self, start_time: datetime, end_time: datetime) -> None:
        """Refuses a change that those who are signed up did not agree to.

        Args:
            start_time: When it began before the change.
            end_time: When it ended before the change.

        Raises:
            Refused: It moves while somebody is signed up, or has fewer places than are taken.
        """
        violations = []
        if self.places_taken and (self.start_time, self.end_time) != (start_time, end_time):
            violations.append(
                Violation(
                    "shift.start_time",
                    "People are signed up for these times. Create another shift, and cancel their"
                    " sign-ups.",
                    "SIGN_UPS_STAND",
                )
            )
        if self.capacity < self.places_taken:
            violations.append(
                Violation(
                    "shift.capacity",
                    "More places are taken than that. Cancel sign-ups first.",
                    "PLACES_TAKEN",
                )
            )
        if violations:
            first = violations[0]
            raise Refused(first.description, reason=first.reason, violations=violations)


class SignUp(Resource, Table, table=True):
    """A person's place in a shift.

    The times are those of the shift, which does not move while somebody is signed up. Only the shift
    is a foreign key: one to the event would lock the event after the shift, against the order.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        Index("sign_up_shift", "shift_id", "create_time", "id"),
        Index("sign_up_person", "person_id", "create_time", "id"),
        Index(
            "sign_up_once",
            "shift_id",
            "person_id",
            unique=True,
            postgresql_where=text("state = 'CONFIRMED'"),
        ),
        # Nobody is in two places at once.
        ExcludeConstraint(
            (text("person_id"), "="),
            (text("tstzrange(start_time, end_time)"), "&&"),
            where=text("state = 'CONFIRMED'"),
            name="sign_up_overlap",
        ),
        CheckConstraint("start_time < end_time", name="sign_up_times"),
    )
    message = sign_up_pb2.SignUp

    shift_id: UUID = Field(foreign_key="shift.id")
    event_id: UUID
    organization_id: UUID
    person_id: UUID
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    state: str = "CONFIRMED"
    cancel_reason: str = ""
    offer_expire_time: datetime | None = time_field(default=None)
    check_in_time: datetime | None = time_field(default=None)
    check_out_time: datetime | None = time_field(default=None)

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Gives the place back."""
        if self.state != "CONFIRMED":
            raise Refused("This sign-up is cancelled already.", reason="ALREADY_CANCELLED")
        if self.end_time <= at:
            raise Refused(
                "The shift has ended, and what was taken on stays on record.",
                reason="SHIFT_ENDED",
            )
        self.state = "CANCELLED"
        self.cancel_reason = reason


class Organization(Table, table=True):
    """What organizations told of an organization: whether it is at work, and whose roles count."""

    __tablename__ = "organization"
    __table_args__ = (
        Index(
            "organization_ancestors",
            "ancestor_ids",
            postgresql_using="gin",
            postgresql_where=text("inherit_roles"),
        ),
    )

    id: UUID = Field(primary_key=True)
    state: str
    ancestor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False


class Person(Table, table=True):
    """What volunteers told of a person: whether and for what they can sign up."""

    __tablename__ = "person"

    id: UUID = Field(primary_key=True)
    state: str
    standing: str
    skills: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)

    @property
    def skill_names(self) -> frozenset[str]:
        """The names of the skills."""
        return frozenset(skill["name"] for skill in self.skills)
