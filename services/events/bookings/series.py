"""Booking a venue for a series: each coming occurrence by itself, all in one go, with what does not fit told."""

from datetime import timedelta
from uuid import UUID

from banyan.events.v1 import booking_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.events.bookings.models import Booking
from services.events.bookings.placing import Desk, Wish
from services.events.bookings.queries import OPEN, lock_venues
from services.events.events.models import OPEN_EVENTS, Event
from services.events.series.making import MOST_AHEAD
from services.events.series.models import EventSeries
from services.events.venues.models import Venue
from services.kit.contract.values import timestamp
from services.kit.errors import Violation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work


async def book_series(
    series: EventSeries, request: pb.BookEventSeriesRequest, work: Work
) -> pb.SeriesBookings:
    """Books a venue for the coming occurrences of a series that have no booking there yet.

    Args:
        series: The series, which the caller manages.
        request: What to book.
        work: The work.
    """
    venue_id = UUID(request.venue_id)
    venue = await work.get(Venue, venue_id)
    before = timedelta(minutes=request.minutes_before)
    after = timedelta(minutes=request.minutes_after)
    wishes = [
        Wish(event.start_time - before, event.end_time + after, event)
        for event in await _unbooked(series.id, venue_id, work)
    ]
    answer = pb.SeriesBookings()
    if not wishes:
        return answer
    await lock_venues(work, venue_id)  # events come first, as everywhere
    desk = await Desk.open(venue, series.organization_id, wishes, work)
    made: list[Booking] = []
    for wish in wishes:
        if reasons := desk.reasons_against(wish):
            answer.not_booked.append(_not_booked(wish, reasons))
        else:
            made.append(desk.place(wish, request.purpose))
    work.session.add_all(made)
    await work.session.flush()
    await work.announce_all(made, "created")
    answer.bookings.extend(to_proto(each, pb.Booking) for each in made)
    return answer


async def _unbooked(series_id: UUID, venue_id: UUID, work: Work) -> list[Event]:
    """Returns the coming occurrences without a booking of a venue, locked."""
    booked = select(col(Booking.event_id)).where(col(Booking.venue_id) == venue_id, OPEN)
    coming = (
        select(col(Event.id))
        .where(
            col(Event.series_id) == series_id,
            col(Event.start_time) > work.now,
            col(Event.state).in_(OPEN_EVENTS),
            col(Event.id).not_in(booked.where(col(Booking.event_id).is_not(None))),
        )
        .order_by(col(Event.start_time), col(Event.id))
        .limit(MOST_AHEAD)
    )
    events = await work.lock_all(Event, (await work.session.scalars(coming)).all())
    return sorted(
        (each for each in events if each.state in OPEN_EVENTS), key=lambda each: each.start_time
    )


def _not_booked(wish: Wish, reasons: list[Violation]) -> pb.UnbookedOccurrence:
    assert wish.event is not None  # noqa: S101 - of a series
    return pb.UnbookedOccurrence(
        event_id=str(wish.event.id),
        start_time=timestamp(wish.start),
        end_time=timestamp(wish.end),
        reasons=[
            pb.BookingReason(reason=each.reason, message=each.description) for each in reasons
        ],
    )
