"""Shifts."""

from datetime import datetime
from uuid import UUID

from banyan.events.v1 import shift_pb2
from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.events.models.base import Table
from services.kit.errors import Refused, Violation
from services.kit.models import Resource, time_field


class Shift(Resource, Table, table=True):
    """A piece of an event that people sign up for."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_event", "event_id", "start_time", "id"),
        CheckConstraint("start_time < end_time", name="shift_times"),
        CheckConstraint("places_taken >= 0", name="shift_places_taken"),
        CheckConstraint("places_taken <= capacity", name="shift_capacity"),
        CheckConstraint("places_offered BETWEEN 0 AND places_taken", name="shift_places_offered"),
        CheckConstraint("waitlist_length >= 0", name="shift_waitlist_length"),
        # Where a place can be offered.
        Index(
            "shift_waitlist",
            "start_time",
            "id",
            postgresql_where=text("waitlist_length > 0 AND places_taken < capacity"),
        ),
    )
    message = shift_pb2.Shift

    event_id: UUID = Field(foreign_key="event.id")
    organization_id: UUID
    title: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    capacity: int
    places_taken: int = 0
    places_offered: int = 0
    waitlist_length: int = 0
    offer_seconds: int = 0
    minimum_age: int = 0
    required_skills: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.places_taken >= self.capacity

    def join_waitlist(self) -> bool:
        """Lengthens the waitlist by one, or takes a place where one is free and nobody waits.

        Returns:
            Whether the waitlist is longer.
        """
        if self.is_full or self.waitlist_length:
            self.waitlist_length += 1
            return True
        self.places_taken += 1
        return False

    def offer_place(self) -> None:
        """Holds a free place for one who waits."""
        self.waitlist_length -= 1
        self.places_taken += 1
        self.places_offered += 1

    def fill_offer(self) -> None:
        """Lets an offered place be taken for good."""
        self.places_offered -= 1

    def release(self, state: str) -> None:
        """Takes back what a sign-up had that was in this state: a place, or one on the waitlist."""
        if state == "WAITLISTED":
            self.waitlist_length -= 1
            return
        self.places_taken -= 1
        if state == "OFFERED":
            self.places_offered -= 1

    def check_promises(self, start_time: datetime, end_time: datetime) -> None:
        """Refuses a change that those who are signed up, or wait, did not agree to.

        Args:
            start_time: When it began before the change.
            end_time: When it ended before the change.

        Raises:
            Refused: It moves while somebody is signed up or waits, or has fewer places than are taken.
        """
        violations = []
        promised = self.places_taken or self.waitlist_length
        if promised and (self.start_time, self.end_time) != (start_time, end_time):
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
            raise Refused.of(violations)
