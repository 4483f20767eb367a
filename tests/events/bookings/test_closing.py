"""What bookings do when their venue, or one of the organizations, is closed."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import venue_pb2
from banyan.organizations.v1 import organization_pb2

from services.events.bookings import closing
from services.events.bookings.closing import CLOSE_VENUES, ORGANIZATION_CLOSED
from tests.events.bookings.asking import book, get, listed, neighbor
from tests.events.stage import Stage
from tests.events.test_consumers import tell
from tests.events.venues import lending
from tests.events.venues.lending import close, reopen, room
from tests.remedies import refused
from tests.waiting import eventually

CANCELLED = pb.BOOKING_STATE_CANCELLED


@pytest_asyncio.fixture
async def few_at_once() -> AsyncIterator[None]:
    """Lets a batch have two bookings, so that five are three batches."""
    batch, closing.BATCH = closing.BATCH, 2
    yield
    closing.BATCH = batch


async def open_bookings(stage: Stage, venue: venue_pb2.Venue) -> int:
    states = [pb.BOOKING_STATE_PENDING, pb.BOOKING_STATE_CONFIRMED]
    return len(await listed(stage, venue_id=venue.id, states=states))


@pytest.mark.usefixtures("few_at_once")
async def test_a_closed_venue_cancels_its_bookings_batch_by_batch(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    bookings = [await book(other, venue, 48 + 2 * each, 49 + 2 * each) for each in range(5)]
    closed = await close(stage, venue, "拆迁")
    assert closed.bookings_to_cancel == 3

    async def is_done() -> bool:
        return (await lending.get(stage, venue)).bookings_to_cancel == 0

    await eventually(is_done)
    for booking in bookings:
        ended = await get(other, booking)
        assert (ended.state, ended.end_reason) == (CANCELLED, "拆迁")
    await refused(book(other, venue), "VENUE_NOT_LENT")
    await reopen(stage, venue)
    assert await book(other, venue)


async def test_what_has_passed_stays_on_record(timed: Stage) -> None:
    venue = await room(timed)
    past = await book(timed, venue, 1, 2)
    timed.clock.advance(hours=3)
    await close(timed, venue)
    assert (await get(timed, past)).state == pb.BOOKING_STATE_CONFIRMED
    await refused(
        timed.call(pb.CancelBookingRequest(booking_id=past.id), pb.Booking), "BOOKING_ENDED"
    )


@pytest.mark.usefixtures("few_at_once")
async def test_a_closed_organization_frees_what_it_has_booked(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    for each in range(3):
        await book(other, venue, 48 + 2 * each, 49 + 2 * each)
    own = await book(stage, venue, 60, 61)
    await tell(other, 1, organization_pb2.ORGANIZATION_STATE_CLOSED)  # the notice wakes the job

    async def is_done() -> bool:
        return await open_bookings(stage, venue) == 1

    await eventually(is_done)
    assert await get(stage, own) == own
    ended = await listed(stage, organization_id=str(other.organization_id))
    assert {each.end_reason for each in ended} == {ORGANIZATION_CLOSED}
    await refused(book(other, venue), "ORGANIZATION_CLOSED")


async def test_a_closed_organization_lends_nothing(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    booking = await book(other, venue)
    await stage.knows_organization(state="CLOSED")
    await refused(book(other, venue, 60, 61), "VENUE_NOT_LENT")  # before the job has come to it
    stage.platform.services["events"].units.bell(CLOSE_VENUES).set()

    async def is_closed() -> bool:
        return (await lending.get(stage, venue)).state == venue_pb2.VENUE_STATE_CLOSED

    await eventually(is_closed)
    assert (await get(other, booking)).state == CANCELLED
    await refused(reopen(stage, venue), "ORGANIZATION_CLOSED")
