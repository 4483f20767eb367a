"""What is done about bookings by the clock."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.events.bookings.closing import (
    CANCEL_OF_ORGANIZATIONS,
    CANCEL_OF_VENUES,
    CLOSE_VENUES,
    cancel_next_of_borrower,
    cancel_next_of_venue,
    close_of_organization,
    find_closed_borrowers,
    find_closing,
    find_of_closed_organizations,
)
from services.events.bookings.models import Booking, BookingState
from services.events.config import EventsSettings
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

LAPSE_BOOKINGS = "lapse_bookings"
AT_ONCE = 100  # how many bookings lapse before one looks again


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of bookings."""
    del settings
    return (
        PerItemJob(LAPSE_BOOKINGS, 5.0, find_undecided, lapse),
        PerItemJob(CANCEL_OF_VENUES, 5.0, find_closing, cancel_next_of_venue),
        PerItemJob(CLOSE_VENUES, 60.0, find_of_closed_organizations, close_of_organization),
        PerItemJob(CANCEL_OF_ORGANIZATIONS, 60.0, find_closed_borrowers, cancel_next_of_borrower),
    )


async def find_undecided(work: Work) -> Sequence[UUID]:
    """Returns the bookings about which nobody has decided in time."""
    due = (
        select(col(Booking.id))
        .where(col(Booking.state) == BookingState.PENDING, col(Booking.lapse_time) <= work.now)
        .order_by(col(Booking.lapse_time), col(Booking.id))
        .limit(AT_ONCE)
    )
    return (await work.session.scalars(due)).all()


async def lapse(booking_id: UUID, work: Work) -> None:
    """Lets a booking lapse, unless somebody has decided, or another replica does."""
    booking = await work.lock_free(Booking, booking_id)
    if booking is not None and booking.is_overdue(work.now):
        booking.lapse()
        await work.announce(booking, "lapsed")
