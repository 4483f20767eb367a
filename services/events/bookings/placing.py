"""Placing bookings: one time or several of a venue for an organization, each with every reason against it.

Whoever places bookings holds the lock of the venue, so that rules which look at other bookings, such as quotas, hold
whatever happens at once. That two bookings never take one time is settled by a constraint besides.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import venue_pb2

from services.events.bookings.models import Booking
from services.events.bookings.queries import (
    BOOKED,
    COMING,
    minutes_used,
    standing_of,
    taken_spans,
)
from services.events.bookings.rules import Facts, has_first_call, reasons_against
from services.events.events.models import Event
from services.events.series.clock import Span
from services.events.venues.models import Venue
from services.events.venues.opening import open_spans
from services.kit.errors import Violation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work

_DECIDE_DAYS = 14
_MONTH = timedelta(days=32)


class Wish(NamedTuple):
    """A time that somebody wants.

    Attributes:
        start: When it starts.
        end: When it ends.
        event: The event that it is for, if any.
    """

    start: datetime
    end: datetime
    event: Event | None = None


class Desk:
    """Where an organization books a venue.

    Attributes:
        venue: The venue.
        rules: Its rules.
        is_lent: Whether the venue and its organization are active.
    """

    def __init__(self, venue: Venue, organization_id: UUID, now: datetime) -> None:
        self.venue = venue
        self._shown = to_proto(venue, venue_pb2.Venue)
        self.rules = self._shown.rules
        self._organization_id = organization_id
        self._now = now
        self._zone = ZoneInfo(venue.time_zone)
        self.is_lent = self._is_admitted = self._has_first_call = True
        self._taken: list[Span] = []
        self._booked: list[Span] = []
        self._coming = 0

    @classmethod
    async def open(
        cls,
        venue: Venue,
        organization_id: UUID,
        wishes: Sequence[Wish],
        work: Work,
        *,
        but: UUID | None = None,
    ) -> "Desk":
        """Finds out what decides about some wishes. The venue must be locked.

        Args:
            venue: The venue.
            organization_id: The organization that books.
            wishes: What it wants.
            work: The work.
            but: A booking that moves, and does not count where it is now.
        """
        desk = cls(venue, organization_id, work.now)
        first, last = min(each.start for each in wishes), max(each.end for each in wishes)
        buffer = timedelta(minutes=desk.rules.buffer_minutes)
        desk.is_lent, desk._is_admitted = await standing_of(venue, organization_id, work)
        desk._taken = await taken_spans(venue.id, first, last + buffer, work, but=but)
        about: dict[str, Any] = {"venue_id": venue.id, "organization_id": organization_id}
        [[desk._coming]] = await work.fetch(COMING, **about)
        if desk.rules.monthly_hours:
            rows = await work.fetch(BOOKED, **about, start=first - _MONTH, end=last + _MONTH)
            desk._booked = [Span(start, end) for id_, start, end in rows if id_ != but]
        if desk.rules.HasField("first_call"):
            used = await minutes_used(venue.id, desk.rules.first_call.last_days, work)
            desk._has_first_call = has_first_call(used, organization_id)
        return desk

    def reasons_against(self, wish: Wish) -> list[Violation]:
        """Returns every reason against a wish."""
        return reasons_against(
            Facts(
                now=self._now,
                start=wish.start,
                end=wish.end,
                rules=self.rules,
                is_lent=self.is_lent,
                is_admitted=self._is_admitted,
                has_first_call=self._has_first_call,
                is_open=self.is_open(wish),
                is_taken=self.is_taken(wish),
                minutes_used=self._minutes_in_month(wish.start),
                coming=self._coming,
            )
        )

    def is_open(self, wish: Wish) -> bool:
        """Returns whether the venue is open at the whole time."""
        return open_spans(self._shown, wish.start, wish.end) == [Span(wish.start, wish.end)]

    def is_taken(self, wish: Wish) -> bool:
        """Returns whether another booking takes some of the time, or some of what follows it."""
        clear = wish.end + timedelta(minutes=self.rules.buffer_minutes)
        return any(each.start < clear and wish.start < each.end for each in self._taken)

    def place(self, wish: Wish, purpose: str) -> Booking:
        """Returns a booking, not stored yet, which counts from now on."""
        booking = Booking(
            organization_id=self._organization_id,
            venue_id=self.venue.id,
            lender_id=self.venue.organization_id,
            event_id=wish.event.id if wish.event else None,
            purpose=purpose,
        )
        self.settle(booking, wish)
        self._taken.append(Span(booking.start_time, booking.clear_time))
        self._booked.append(Span(wish.start, wish.end))
        self._coming += 1
        return booking

    def settle(self, booking: Booking, wish: Wish) -> None:
        """Gives a booking its time, and the state that follows from the rules."""
        booking.place(wish.start, wish.end, self.rules.buffer_minutes)
        booking.await_decision(self._undecided_until(wish))
        if wish.event is not None:
            booking.seconds_before = _seconds(wish.event.start_time, wish.start)
            booking.seconds_after = _seconds(wish.end, wish.event.end_time)

    def _undecided_until(self, wish: Wish) -> datetime | None:
        """Returns until when the lender can decide; None if it need not, as about its own bookings."""
        if not self.rules.needs_approval or self._organization_id == self.venue.organization_id:
            return None
        days = self.rules.decide_within_days or _DECIDE_DAYS
        return min(wish.start, self._now + timedelta(days=days))

    def _minutes_in_month(self, start: datetime) -> int:
        """Returns how much the organization has booked in the month of a moment."""
        month = self._month(start)
        booked = [
            each.end - each.start for each in self._booked if self._month(each.start) == month
        ]
        return int(sum(booked, timedelta()).total_seconds() / 60)

    def _month(self, moment: datetime) -> tuple[int, int]:
        local = moment.astimezone(self._zone)
        return local.year, local.month


def _seconds(later: datetime, earlier: datetime) -> int:
    return int((later - earlier).total_seconds())


def wish_of(booking: Booking, event: Event) -> Wish | None:
    """Returns the time that a booking takes once its event has other times; None if nothing is left of it."""
    start = event.start_time.astimezone(UTC) - timedelta(seconds=booking.seconds_before)
    end = event.end_time.astimezone(UTC) + timedelta(seconds=booking.seconds_after)
    return Wish(start, end, event) if start < end else None
