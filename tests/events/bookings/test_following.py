"""What bookings do when their event is moved, cancelled or deleted."""

import pytest
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import event_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.bookings.following import NOT_FREE
from tests.events.bookings.asking import book, book_for, confirm, get, neighbor
from tests.events.stage import Stage, in_hours, mask
from tests.events.venues.lending import room, rules
from tests.remedies import refused

CANCELLED = pb.BOOKING_STATE_CANCELLED


def later(moment: Timestamp, hours: float) -> Timestamp:
    return Timestamp(seconds=int(moment.seconds + hours * 3600))


async def move(stage: Stage, event: event_pb2.Event, hours: int) -> event_pb2.Event:
    """Moves an event."""
    request = event_pb2.MoveEventRequest(event_id=event.id, by_minutes=60 * hours)
    return await stage.call(request, event_pb2.Event)


async def an_event(stage: Stage) -> event_pb2.Event:
    """Creates an event of two hours."""
    return await stage.published(start_time=in_hours(48), end_time=in_hours(50))


async def cancel_event(stage: Stage, event: event_pb2.Event) -> None:
    request = event_pb2.CancelEventRequest(event_id=event.id, reason="下雨")
    await stage.call(request, event_pb2.Event)


async def delete_event(stage: Stage, event: event_pb2.Event) -> None:
    await stage.call(event_pb2.DeleteEventRequest(event_id=event.id), event_pb2.Event)


@pytest.mark.parametrize("call_off", [cancel_event, delete_event])
async def test_is_cancelled_with_its_event(stage: Stage, call_off: object) -> None:
    event, venue = await an_event(stage), await room(stage)
    booking, other = await book_for(stage, venue, event), await book(stage, venue, 60, 61)
    await call_off(stage, event)  # type: ignore[operator] # one of two functions
    freed = await get(stage, booking)
    assert (freed.state, bool(freed.end_reason)) == (CANCELLED, True)
    assert await get(stage, other) == other
    assert await book(stage, venue)


async def test_moves_with_its_event_and_keeps_its_distance(stage: Stage) -> None:
    event, venue = await an_event(stage), await room(stage)
    times = {"start_time": later(event.start_time, -1), "end_time": later(event.end_time, 0.5)}
    booking = await book_for(stage, venue, event, **times)
    await move(stage, event, 1)  # over its own old time
    moved = await get(stage, booking)
    assert moved.start_time == later(booking.start_time, 1)
    assert moved.end_time == later(booking.end_time, 1)
    assert moved.state == pb.BOOKING_STATE_CONFIRMED


async def test_two_bookings_of_one_event_move_past_each_other(stage: Stage) -> None:
    event, venue = await an_event(stage), await room(stage)
    for hours in (1, -1):
        first = await book_for(stage, venue, event, end_time=later(event.start_time, 1))
        second = await book_for(stage, venue, event, start_time=later(event.start_time, 1))
        event = await move(stage, event, hours)
        for booking in (first, second):
            moved = await get(stage, booking)
            assert moved.start_time == later(booking.start_time, hours)
            request = pb.CancelBookingRequest(booking_id=booking.id)
            await stage.call(request, pb.Booking)


async def test_grows_with_its_event(stage: Stage) -> None:
    event, venue = await an_event(stage), await room(stage)
    booking = await book_for(stage, venue, event)
    request = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(end_time=in_hours(52)),
        update_mask=mask("end_time"),
    )
    await stage.call(request, event_pb2.Event)
    assert (await get(stage, booking)).end_time == in_hours(52)


async def test_is_cancelled_where_it_cannot_move_along(stage: Stage) -> None:
    event, venue = await an_event(stage), await room(stage)
    booking = await book_for(stage, venue, event)
    other = await book(stage, venue, 52, 54)
    moved = await move(stage, event, 3)
    assert moved.start_time == later(event.start_time, 3)
    lost = await get(stage, booking)
    assert (lost.state, lost.end_reason) == (CANCELLED, NOT_FREE)
    assert await get(stage, other) == other
    assert await book(stage, venue)  # its old time is free


async def test_the_lender_decides_about_the_new_time(stage: Stage) -> None:
    other = await neighbor(stage)
    event, venue = await an_event(other), await room(stage, rules=rules(needs_approval=True))
    booking = await confirm(stage, await book_for(other, venue, event))
    await move(other, event, 5)
    moved = await get(other, booking)
    assert moved.state == pb.BOOKING_STATE_PENDING
    assert moved.start_time == later(booking.start_time, 5)


async def test_is_only_for_an_event_of_ones_own_that_is_not_over(stage: Stage) -> None:
    other = await neighbor(stage)
    event, venue = await an_event(stage), await room(stage)
    await refused(book_for(other, venue, event), "EVENT_OF_OTHERS")
    await cancel_event(stage, event)
    await refused(book_for(stage, venue, event), "EVENT_OVER")
