"""Shifts."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import shift_pb2
from sqlalchemy import CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.events.sign_ups.states import SignUpState
from services.events.tables import Table
from services.kit.errors import Refused, Violation
from services.kit.work.models import Resource, enum_field, messages_field, no_items, time_field

# Nobody works longer without a break, and the hours of a shift are recorded as one.
LONGEST_SHIFT = timedelta(hours=24)


class ShiftState(StrEnum):
    """The states of a shift. Whether people can sign up also depends on the state of its event."""

    PLANNED = "PLANNED"
    CANCELLED = "CANCELLED"
    DELETED = "DELETED"


class Shift(Resource, Table, table=True):
    """A piece of an event that people sign up for."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("shift_event", "event_id", "start_time", "id"),
        CheckConstraint("start_time < end_time", name="shift_times"),
        CheckConstraint("places_taken >= 0", name="shift_places_taken"),
        CheckConstraint("places_taken <= capacity", name="shift_capacity"),
        CheckConstraint("places_offered BETWEEN 0 AND places_taken", name="shift_places_offered"),
        CheckConstraint(
            "places_requested BETWEEN 0 AND places_taken - places_offered",
            name="shift_places_requested",
        ),
        CheckConstraint("waitlist_length >= 0", name="shift_waitlist_length"),
        # Where a place can be offered.
        Index(
            "shift_waitlist",
            "start_time",
            "id",
            postgresql_where=text("waitlist_length > 0 AND places_taken < capacity"),
        ),
        # What people look for.
        Index(
            "shift_start",
            "start_time",
            "id",
            postgresql_where=text(f"state = '{ShiftState.PLANNED}'"),
        ),
        Index("shift_cancelling", "id", postgresql_where=text("sign_ups_to_cancel > 0")),
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
    places_requested: int = 0
    waitlist_length: int = 0
    offer_seconds: int = 0
    minimum_age: int = 0
    required_skills: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    required_qualification_kind_ids: list[UUID] = Field(
        default_factory=no_items, sa_type=ARRAY(Uuid)
    )
    state: ShiftState = enum_field(ShiftState, default=ShiftState.PLANNED)
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    cancel_reason: str = ""
    # Of a cancelled shift; see `sign_ups/cancelling.py`.
    sign_ups_to_cancel: int = 0
    # Of an occurrence of a series: the template that it was made from.
    template_id: UUID | None = None

    @property
    def places_free(self) -> int:
        """How many places nobody has taken or been offered."""
        return self.capacity - self.places_taken

    @property
    def places_to_take(self) -> int:
        """How many places are free that nobody waits for."""
        return 0 if self.waitlist_length else self.places_free

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.places_taken >= self.capacity

    @property
    def has_promised(self) -> bool:
        """Whether somebody is signed up or waits, and counts on the times."""
        return bool(self.places_taken or self.waitlist_length)

    def join_waitlist(self) -> bool:
        """Lengthens the waitlist by one, or takes a place where one is free and nobody waits.

        Returns:
            Whether the waitlist is longer.
        """
        if not self.places_to_take:
            self.waitlist_length += 1
            return True
        self.take_place()
        return False

    def take_place(self) -> None:
        """Takes a free place."""
        self.places_taken += 1

    def offer_place(self) -> None:
        """Holds a free place for one who waits."""
        self.waitlist_length -= 1
        self.places_taken += 1
        self.places_offered += 1

    def fill_offer(self) -> None:
        """Lets an offered place be taken for good."""
        self.places_offered -= 1

    def count_request(self, state: SignUpState) -> None:
        """Counts a place that somebody has taken, if an organizer has yet to decide about it."""
        self.places_requested += state == SignUpState.REQUESTED

    def release(self, state: SignUpState) -> None:
        """Takes back what a sign-up had that was in this state: a place, or one on the waitlist."""
        if state == SignUpState.WAITLISTED:
            self.waitlist_length -= 1
            return
        self.places_taken -= 1
        if state == SignUpState.OFFERED:
            self.places_offered -= 1
        elif state == SignUpState.REQUESTED:
            self.places_requested -= 1

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Calls the shift off.

        Raises:
            Refused: It has ended, or is no longer planned.
        """
        self.check_planned()
        if self.end_time <= at:
            raise Refused(
                "This shift has ended, and its attendance must be kept. Record who came instead.",
                reason="SHIFT_ENDED",
            )
        self.state = ShiftState.CANCELLED
        self.cancel_reason = reason

    def delete(self, *, has_sign_ups: bool) -> None:
        """Deletes the shift, and keeps its row for audit trails and references.

        Args:
            has_sign_ups: Whether somebody has ever signed up for it.

        Raises:
            Refused: Somebody has.
        """
        if has_sign_ups:
            raise Refused(
                "People have signed up for this shift, so it is kept. Cancel it instead.",
                reason="SIGN_UPS_KEPT",
            )
        self.state = ShiftState.DELETED

    def check_planned(self) -> None:
        """Refuses changes to a shift that will not take place.

        Raises:
            Refused: It is cancelled or deleted.
        """
        if self.state != ShiftState.PLANNED:
            raise Refused(
                "A cancelled or deleted shift cannot be changed. Create another one.",
                reason="SHIFT_OVER",
            )

    def check_promises(self, start_time: datetime, end_time: datetime) -> None:
        """Refuses a change that people on the shift or its waitlist did not agree to.

        Args:
            start_time: When it began before the change.
            end_time: When it ended before the change.

        Raises:
            Refused: The shift moves while people are signed up or waiting, or would have fewer places than are taken.
        """
        violations = []
        if self.has_promised and (self.start_time, self.end_time) != (start_time, end_time):
            violations.append(
                Violation(
                    "shift.start_time",
                    "People have signed up for these times. Create another shift, or cancel their"
                    " sign-ups first.",
                    "SIGN_UPS_STAND",
                )
            )
        if self.capacity < self.places_taken:
            violations.append(
                Violation(
                    "shift.capacity",
                    "More places than that are taken. Cancel sign-ups first.",
                    "PLACES_TAKEN",
                )
            )
        if violations:
            raise Refused.of(violations)
