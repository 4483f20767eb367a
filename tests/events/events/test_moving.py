"""Moving an event: its shifts move along, and nobody finds their promised time changed."""

from datetime import timedelta

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import InvalidArgument, Refused
from tests.events.stage import Stage, in_hours, mask


async def move(
    stage: Stage, event: event_pb2.Event, hours: float, *, move_shifts: bool = True
) -> event_pb2.Event:
    """Moves an event so many hours."""
    start, end = later(event.start_time, hours), later(event.end_time, hours)
    return await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=event.id,
            event=event_pb2.Event(start_time=start, end_time=end),
            update_mask=mask("start_time", "end_time"),
            move_shifts=move_shifts,
        ),
        event_pb2.Event,
    )


def later(moment: Timestamp, hours: float) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(moment.ToDatetime() + timedelta(hours=hours))
    return found


async def reason(stage: Stage, event: event_pb2.Event, hours: float, **values: bool) -> str:
    with pytest.raises(Refused) as refused:
        await move(stage, event, hours, **values)
    return refused.value.reason


@pytest.mark.parametrize("hours", [24, -48, 24 * 30])
async def test_shifts_keep_their_distance_from_the_start(stage: Stage, hours: float) -> None:
    event = await stage.published()
    first = await stage.shift(event)
    second = await stage.shift(event, start_time=in_hours(30), end_time=in_hours(31))
    assert await reason(stage, event, hours, move_shifts=False) == "SHIFT_OUTSIDE"
    moved = await move(stage, event, hours)
    assert moved.start_time == later(event.start_time, hours)
    for shift in (first, second):
        found = await stage.get_shift(shift)
        assert found.start_time == later(shift.start_time, hours)
        assert found.end_time == later(shift.end_time, hours)
    notices = await stage.notices(until=f"event.{event.id}.updated")
    told = shift_pb2.Shift.FromString(notices[f"shift.{second.id}.updated"])
    assert told.start_time == later(second.start_time, hours)


@pytest.mark.parametrize("waits", [False, True])
async def test_promised_times_stay(stage: Stage, waits: bool) -> None:
    event = await stage.published()
    shift, other = await stage.shift(event, capacity=1), await stage.shift(event)
    held = await stage.sign_up(shift)
    if waits:
        waiting = await stage.wait_for(shift)
        await stage.cancel(waiting)
    assert await reason(stage, event, 24) == "SIGN_UPS_STAND"
    assert (await stage.get_shift(other)).start_time == other.start_time
    await stage.cancel(held)
    assert (await move(stage, event, 24)).start_time == later(event.start_time, 24)


async def test_an_event_that_only_grows_leaves_its_shifts(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    await stage.sign_up(shift)
    await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=event.id,
            event=event_pb2.Event(end_time=in_hours(80)),
            update_mask=mask("end_time"),
            move_shifts=True,
        ),
        event_pb2.Event,
    )
    assert (await stage.get_shift(shift)).start_time == shift.start_time


@pytest.mark.parametrize("days", [-367, 3700])
async def test_an_event_lies_near_the_present(stage: Stage, days: int) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await stage.draft(start_time=in_hours(24 * days), end_time=in_hours(24 * days + 2))
    assert refused.value.violations[0].field == "event.start_time"
    with pytest.raises(InvalidArgument):
        await move(stage, await stage.draft(), 24 * days)
