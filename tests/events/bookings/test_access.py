"""Who sees and does what with a booking, by the side on which they stand."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import venue_pb2

from services.kit.errors import PermissionDenied, Unauthenticated
from tests.events.bookings.asking import book, cancel, confirm, decline, neighbor
from tests.events.stage import Stage
from tests.events.venues.lending import room, rules

Act = Callable[[Stage, pb.Booking, str], Awaitable[object]]


async def see(stage: Stage, booking: pb.Booking, passport: str) -> object:
    """Gets a booking; Get, BatchGet and List must agree."""
    batch = pb.BatchGetBookingsRequest(ids=[booking.id])
    found = await stage.call(batch, pb.BatchGetBookingsResponse, passport)
    request = pb.ListBookingsRequest(venue_id=booking.venue_id)
    page = await stage.call(request, pb.ListBookingsResponse, passport)
    assert list(page.bookings) == list(found.bookings)
    return await stage.call(pb.GetBookingRequest(booking_id=booking.id), pb.Booking, passport)


async def reword(stage: Stage, booking: pb.Booking, passport: str) -> object:
    """Changes what it is for."""
    request = pb.UpdateBookingRequest(
        booking_id=booking.id,
        booking=pb.Booking(purpose="下棋"),
        update_mask={"paths": ["purpose"]},
    )
    return await stage.call(request, pb.Booking, passport)


ACTS: dict[str, Act] = {
    "see": see,
    "reword": reword,
    "confirm": confirm,
    "decline": decline,
    "cancel": cancel,
}
MAY = {
    "a stranger": "",
    "a member of the lender": "see",
    "a supervisor of the lender": "see",
    "a coordinator of the lender": "see confirm decline cancel",
    "the leader of the lender": "see confirm decline cancel",
    "a member of the borrower": "see",
    "a coordinator of the borrower": "see reword cancel",
    "the leader of the borrower": "see reword cancel",
    "an administrator": "see reword confirm decline cancel",
}


async def passport_of(who: str, lender: Stage, borrower: Stage) -> str:
    if who == "a stranger":
        return Stage(lender.platform).leader
    if who == "an administrator":
        return lender.office.person(admin=True)
    side = lender if who.endswith("lender") else borrower
    role = who.split()[1]
    return await side.member() if role == "member" else side.holding(role.upper())


@pytest.mark.parametrize("who", MAY)
async def test_may_do_this_and_nothing_else(stage: Stage, who: str) -> None:
    borrower = await neighbor(stage)
    venue = await room(stage, rules=rules(needs_approval=True))
    passport = await passport_of(who, stage, borrower)
    allowed = MAY[who].split()
    for index, (name, act) in enumerate(ACTS.items()):
        booking = await book(borrower, venue, 48 + 2 * index, 49 + 2 * index)
        if name in allowed:
            assert await act(stage, booking, passport)
        else:
            with pytest.raises(PermissionDenied):
                await act(stage, booking, passport)


async def test_is_nothing_for_those_who_have_not_signed_in(stage: Stage) -> None:
    booking = await book(stage, await room(stage))
    with pytest.raises(Unauthenticated):
        await see(stage, booking, stage.office.anonymous())


async def test_nobody_books_for_another_organization(stage: Stage) -> None:
    borrower = await neighbor(stage)
    venue: venue_pb2.Venue = await room(stage)
    request = pb.CreateBookingRequest(
        booking=pb.Booking(
            organization_id=str(borrower.organization_id),
            venue_id=venue.id,
            start_time={"seconds": 4_000_000_000},
            end_time={"seconds": 4_000_003_600},
        )
    )
    for passport in (stage.leader, await borrower.member(), borrower.holding("SUPERVISOR")):
        with pytest.raises(PermissionDenied):
            await stage.call(request, pb.Booking, passport)
