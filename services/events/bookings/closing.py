"""What happens to bookings when their venue, or one of the two organizations, is closed: batch by batch.

A venue is closed at once, and the first of its coming bookings are cancelled with it. The others follow as a job, each
batch in one transaction with the progress that it makes. Nobody can book the venue meanwhile. When an organization is
closed, jobs close its venues, and cancel what it has booked elsewhere. A process that dies leaves what it has committed.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.events.bookings.models import Booking
from services.events.bookings.queries import OPEN, lock_venues
from services.events.organizations.models import Organization
from services.events.venues.models import Venue, VenueState
from services.kit.work.memberships import ENDED
from services.kit.work.work import Work

CANCEL_OF_VENUES = "cancel_bookings_of_venues"
CANCEL_OF_ORGANIZATIONS = "cancel_bookings_of_organizations"
CLOSE_VENUES = "close_venues"
BATCH = 100
_AT_ONCE = 500  # how many are looked at before one looks again
VENUE_CLOSED = "The venue was closed."
ORGANIZATION_CLOSED = "The organization was closed."
WITH_VENUE = "a closed venue has no bookings"


async def cancel_batch(venue: Venue, verb: str, work: Work) -> None:
    """Cancels the next bookings of a closed venue, and announces it with how many are left, and them.

    Args:
        venue: The venue, with its lock and locked.
        verb: What happened to it.
        work: The work. If something is left, it triggers the job.
    """
    standing = (col(Booking.venue_id) == venue.id, *_coming(work))
    cancelled = await _cancel(standing, venue.close_reason or VENUE_CLOSED, work)
    venue.bookings_to_cancel = await work.count(*standing)
    await work.announce(venue, verb)
    await work.announce_all(cancelled, "cancelled")
    work.foresee(Booking, venue.bookings_to_cancel)
    if venue.bookings_to_cancel:
        work.trigger(CANCEL_OF_VENUES)


async def find_closing(work: Work) -> Sequence[UUID]:
    """Returns the closed venues with bookings that are still to be cancelled."""
    waiting = select(col(Venue.id)).where(col(Venue.bookings_to_cancel) > 0).order_by(col(Venue.id))
    return (await work.session.scalars(waiting)).all()


async def cancel_next_of_venue(venue_id: UUID, work: Work) -> None:
    """Cancels the next bookings of a closed venue, unless another replica does."""
    await lock_venues(work, venue_id)
    venue = await work.lock_free(Venue, venue_id)
    if venue is not None and venue.bookings_to_cancel:
        await cancel_batch(venue, "updated", work)


async def find_of_closed_organizations(work: Work) -> Sequence[UUID]:
    """Returns the venues that are lent although their organization is closed."""
    lent = (
        select(col(Venue.id))
        .join(Organization, col(Organization.id) == col(Venue.organization_id))
        .where(col(Venue.state) == VenueState.ACTIVE, col(Organization.state).in_(ENDED))
        .limit(_AT_ONCE)
    )
    return (await work.session.scalars(lent)).all()


async def close_of_organization(venue_id: UUID, work: Work) -> None:
    """Closes a venue whose organization is closed, unless another replica does."""
    await lock_venues(work, venue_id)
    venue = await work.lock_free(Venue, venue_id)
    if venue is not None and venue.state == VenueState.ACTIVE:
        venue.close(ORGANIZATION_CLOSED)
        await cancel_batch(venue, "closed", work)


async def find_closed_borrowers(work: Work) -> Sequence[UUID]:
    """Returns the closed organizations that still have bookings."""
    booked = (
        select(col(Booking.organization_id))
        .distinct()
        .join(Organization, col(Organization.id) == col(Booking.organization_id))
        .where(col(Organization.state).in_(ENDED), *_coming(work))
        .limit(_AT_ONCE)
    )
    return (await work.session.scalars(booked)).all()


async def cancel_next_of_borrower(organization_id: UUID, work: Work) -> None:
    """Cancels the next bookings of a closed organization."""
    standing = (col(Booking.organization_id) == organization_id, *_coming(work))
    await work.announce_all(await _cancel(standing, ORGANIZATION_CLOSED, work), "cancelled")
    if await work.count(*standing):
        work.trigger(CANCEL_OF_ORGANIZATIONS)


def _coming(work: Work) -> tuple[ColumnElement[bool], ...]:
    return OPEN, col(Booking.end_time) > work.now


async def _cancel(
    standing: Sequence[ColumnElement[bool]], reason: str, work: Work
) -> list[Booking]:
    """Cancels the first bookings that meet conditions, and returns them."""
    found = select(col(Booking.id)).where(*standing).order_by(col(Booking.id)).limit(BATCH)
    bookings = await work.lock_all(Booking, (await work.session.scalars(found)).all())
    work.follows(*bookings, because=WITH_VENUE)
    coming = [
        each for each in bookings if each.is_coming(work.now)
    ]  # somebody may have been faster
    for each in coming:
        each.cancel(reason, at=work.now)
    await work.session.flush()
    return coming
