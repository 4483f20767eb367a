"""What bookings for an event do when the event is moved, cancelled or deleted.

The booking of an event that is called off is cancelled with it. The booking of an event that moves, moves along: it
starts as much before the event, and ends as much after it, as it did. If the venue is not open or not free then, it is
cancelled, and says so; the event moves all the same. Notice, quota and first call are not asked again. Where the lender
decides about bookings, it decides about the new time.
"""

from sqlalchemy import select
from sqlmodel import col

from services.events.bookings.models import Booking
from services.events.bookings.placing import Desk, wish_of
from services.events.bookings.queries import OPEN, lock_venues
from services.events.events.models import OPEN_EVENTS, Event
from services.events.venues.models import Venue
from services.kit.work.work import Work

CALLED_OFF = "The event was called off."
NOT_FREE = "The event has moved to a time at which the venue is not open, or not free."
WITH_EVENT = "a booking follows its event"


async def follow_event(event: Event, work: Work) -> None:
    """Moves or cancels the coming bookings for an event, and announces what has changed.

    Args:
        event: The event as it is from now on, locked.
        work: The work.
    """
    standing = (col(Booking.event_id) == event.id, col(Booking.end_time) > work.now, OPEN)
    found = (
        await work.session.execute(select(col(Booking.id), col(Booking.venue_id)).where(*standing))
    ).all()
    if not found:
        return
    await lock_venues(work, *(row.venue_id for row in found))
    bookings = await work.lock_all(Booking, [row.id for row in found])
    work.follows(*bookings, because=WITH_EVENT)
    wishes = [(wish_of(each, event), each) for each in bookings]
    is_later = any(wish is not None and wish.start > each.start_time for wish, each in wishes)
    # Two bookings of one venue must not meet on the way: what goes furthest goes first.
    bookings.sort(key=lambda each: each.start_time, reverse=is_later)
    moved = [each for each in bookings if await _follow(each, event, work)]
    await work.announce_all(moved, "moved")
    await work.announce_all([each for each in bookings if each not in moved], "cancelled")


async def _follow(booking: Booking, event: Event, work: Work) -> bool:
    """Moves or cancels a booking; returns whether it stands."""
    if event.state not in OPEN_EVENTS:
        booking.cancel(event.cancel_reason or CALLED_OFF, at=work.now)
        return False
    wish = wish_of(booking, event)
    if wish is not None and (wish.start, wish.end) == (booking.start_time, booking.end_time):
        return True
    if wish is not None:
        venue = await work.get(Venue, booking.venue_id)
        desk = await Desk.open(venue, booking.organization_id, [wish], work, but=booking.id)
        if desk.is_lent and desk.is_open(wish) and not desk.is_taken(wish):
            desk.settle(booking, wish)
            await work.transaction.flush()
            return True
    booking.cancel(NOT_FREE, at=work.now)
    await work.transaction.flush()
    return False
