"""What is known of a venue and of an organization that books it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import any_, func, select
from sqlmodel import col

from services.events.bookings.models import OPEN_BOOKINGS, Booking, BookingState
from services.events.organizations.models import Organization
from services.events.series.clock import Span
from services.events.venues.models import Venue, VenueBorrowers, VenueState
from services.kit.work.memberships import ENDED
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

OPEN = col(Booking.state).in_(OPEN_BOOKINGS)
TIME_TAKEN = func.tstzrange(col(Booking.start_time), col(Booking.clear_time))
TIME_ASKED = func.tstzrange(given("start", TIME), given("end", TIME))
LENGTH = func.extract("epoch", col(Booking.end_time) - col(Booking.start_time))

# What takes time of a venue between two moments, in order. The index of the exclusion constraint finds it.
TAKEN = Query(
    select(col(Booking.start_time), col(Booking.clear_time), col(Booking.id))
    .where(col(Booking.venue_id) == given("venue_id"), OPEN, TIME_TAKEN.bool_op("&&")(TIME_ASKED))
    .order_by(col(Booking.start_time))
)
PARTIES = Query(
    select(col(Organization.id), col(Organization.state), col(Organization.ancestor_ids)).where(
        col(Organization.id) == any_(given("ids", IDS))
    )
)
# When an organization has booked a venue, by the start.
BOOKED = Query(
    select(col(Booking.id), col(Booking.start_time), col(Booking.end_time)).where(
        col(Booking.venue_id) == given("venue_id"),
        col(Booking.organization_id) == given("organization_id"),
        col(Booking.start_time) >= given("start", TIME),
        col(Booking.start_time) < given("end", TIME),
        OPEN,
    )
)
COMING = Query(
    select(func.count()).where(
        col(Booking.venue_id) == given("venue_id"),
        col(Booking.organization_id) == given("organization_id"),
        col(Booking.start_time) > given("now", TIME),
        OPEN,
    )
)
# For how many minutes each organization has used a venue.
USED = Query(
    select(col(Booking.organization_id), func.sum(LENGTH) / 60)
    .where(
        col(Booking.venue_id) == given("venue_id"),
        col(Booking.start_time) >= given("start", TIME),
        col(Booking.start_time) < given("now", TIME),
        col(Booking.state) == BookingState.CONFIRMED,
    )
    .group_by(col(Booking.organization_id))
)


async def lock_venues(work: Work, *venue_ids: UUID) -> None:
    """Lets nobody else book some venues, close them, or move their bookings, until the end of the transaction."""
    if venue_ids:
        await work.lock_name(*(f"venue:{each}" for each in sorted(set(venue_ids))))


async def taken_spans(
    venue_id: UUID, start: datetime, end: datetime, work: Work, *, but: UUID | None = None
) -> list[Span]:
    """Returns when a venue is taken between two moments.

    Args:
        venue_id: The venue.
        start: The first moment.
        end: The moment after the last.
        work: The work.
        but: A booking that does not count.
    """
    rows = await work.fetch(TAKEN, venue_id=venue_id, start=start, end=end)
    return [Span(begins, clear) for begins, clear, id_ in rows if id_ != but]


async def minutes_used(venue_id: UUID, days: int, work: Work) -> dict[UUID, float]:
    """Returns for how many minutes each organization has used a venue in the last days."""
    start = work.now - timedelta(days=days)
    rows = await work.fetch(USED, venue_id=venue_id, start=start)
    return {organization_id: float(minutes) for organization_id, minutes in rows}


async def standing_of(venue: Venue, organization_id: UUID, work: Work) -> tuple[bool, bool]:
    """Returns whether a venue is lent, and whether an organization is one of those that may book it."""
    rows: Sequence[tuple[UUID, str, list[UUID]]] = [
        (row[0], row[1], row[2])
        for row in await work.fetch(PARTIES, ids=[venue.organization_id, organization_id])
    ]
    ended = {id_ for id_, state, _ in rows if state in ENDED}
    above = {id_: ancestor_ids for id_, _, ancestor_ids in rows}.get(organization_id, [])
    borrowers = (venue.rules or {}).get("borrowers", "").removeprefix("VENUE_BORROWERS_")
    is_admitted = (
        organization_id == venue.organization_id
        or borrowers == VenueBorrowers.EVERY_ORGANIZATION
        or (
            borrowers == VenueBorrowers.ORGANIZATIONS_BELOW
            and venue.organization_id in (above or ())
        )
    )
    return venue.state == VenueState.ACTIVE and venue.organization_id not in ended, is_admitted
