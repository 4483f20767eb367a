"""Bookings."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import booking_pb2
from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, derived_field, enum_field, listed, time_field


class BookingState(StrEnum):
    """The states of a booking."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    LAPSED = "LAPSED"


# The states in which a booking takes the time of its venue.
OPEN_BOOKINGS = (BookingState.PENDING, BookingState.CONFIRMED)
_OPEN = text(f"state IN {listed(OPEN_BOOKINGS)}")


class Booking(Resource, Table, table=True):
    """A time at which an organization uses a venue."""

    __tablename__ = "booking"
    __table_args__ = (
        # Whatever happens at once, no two bookings take the same time of a venue.
        ExcludeConstraint(
            ("venue_id", "="),
            (func.tstzrange(text("start_time"), text("clear_time")), "&&"),
            name="booking_overlap",
            using="gist",
            where=_OPEN,
        ),
        Index("booking_start", "start_time", "id"),
        Index("booking_venue", "venue_id", "start_time", "id"),
        Index("booking_organization", "organization_id", "start_time", "id"),
        Index("booking_lender", "lender_id", "start_time", "id"),
        Index(
            "booking_event",
            "event_id",
            "start_time",
            "id",
            postgresql_where=text("event_id IS NOT NULL"),
        ),
        Index("booking_lapse", "lapse_time", "id", postgresql_where=text("state = 'PENDING'")),
        Index("booking_end", "end_time", "id", postgresql_where=_OPEN),
        CheckConstraint(
            "start_time < end_time AND end_time <= clear_time"
            " AND end_time - start_time <= interval '31 days'",
            name="booking_times",
        ),
    )
    message = booking_pb2.Booking

    organization_id: UUID
    venue_id: UUID = Field(foreign_key="venue.id")
    lender_id: UUID
    event_id: UUID | None = Field(default=None, foreign_key="event.id")
    purpose: str = ""
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    # When the venue is free again, after what it needs between two bookings.
    clear_time: datetime = time_field()
    state: BookingState = enum_field(BookingState)
    end_reason: str = ""
    lapse_time: datetime | None = time_field(default=None)
    # Of a booking for an event: how much earlier it starts, and how much later it ends, than the event.
    seconds_before: int = derived_field(default=0)
    seconds_after: int = derived_field(default=0)

    def place(self, start: datetime, end: datetime, buffer_minutes: int) -> None:
        """Gives the booking a time.

        Args:
            start: When it starts.
            end: When it ends.
            buffer_minutes: For how long the venue stays free afterwards.
        """
        self.start_time, self.end_time = start, end
        self.clear_time = end + timedelta(minutes=buffer_minutes)

    def await_decision(self, until: datetime | None) -> None:
        """Says whether the booking waits for a decision.

        Args:
            until: Until when, at most; None if it needs none.
        """
        self.state = BookingState.CONFIRMED if until is None else BookingState.PENDING
        self.lapse_time = until

    def confirm(self) -> None:
        """Says that the organization may use the venue."""
        self.change_state(
            {BookingState.PENDING},
            BookingState.CONFIRMED,
            "Only a booking that waits for a decision can be confirmed. Check its state.",
        )
        self.lapse_time = None

    def decline(self, reason: str) -> None:
        """Says that the organization may not use the venue."""
        self.change_state(
            {BookingState.PENDING},
            BookingState.DECLINED,
            "Only a booking that waits for a decision can be declined. Cancel a confirmed one instead.",
        )
        self._end(reason)

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Gives the time back.

        Raises:
            Refused: It has ended, or was given back already.
        """
        if self.state in OPEN_BOOKINGS:
            self.check_coming(at)
        self.change_state(
            OPEN_BOOKINGS,
            BookingState.CANCELLED,
            "This booking takes no time any more, so nothing is left to cancel. Book again if you need the venue.",
        )
        self._end(reason)

    def lapse(self) -> None:
        """Gives the time back because nobody has decided."""
        self.change_state({BookingState.PENDING}, BookingState.LAPSED, "It has been decided.")
        self._end("")

    def is_overdue(self, at: datetime) -> bool:
        """Returns whether nobody has decided in time."""
        due = self.lapse_time
        return self.state == BookingState.PENDING and due is not None and due <= at

    def is_coming(self, at: datetime) -> bool:
        """Returns whether it takes time that has not passed."""
        return self.state in OPEN_BOOKINGS and self.end_time > at

    def check_coming(self, at: datetime) -> None:
        """Refuses changes to a booking that is over.

        Raises:
            Refused: It has ended, or takes no time any more.
        """
        if self.state not in OPEN_BOOKINGS:
            raise Refused(
                "This booking takes no time any more, so it cannot be changed. Book again.",
                reason="BOOKING_OVER",
            )
        if self.end_time <= at:
            raise Refused(
                "This booking has ended, and counts as use of the venue. Book another time.",
                reason="BOOKING_ENDED",
            )

    def _end(self, reason: str) -> None:
        self.end_reason, self.lapse_time = reason, None
