"""Moving an event with everybody on it: they stay signed up, and are told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import attendance_pb2, event_pb2, shift_pb2
from banyan.events.v1.sign_up_pb2 import (
    SIGN_UP_STATE_CANCELLED,
    SIGN_UP_STATE_CONFIRMED,
    SIGN_UP_STATE_OFFERED,
    SIGN_UP_STATE_WAITLISTED,
    SignUp,
)
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.events import moving
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.events.test_moving import later
from tests.events.stage import Stage, in_hours
from tests.events.test_dry_runs import counts, dry_run


def by(event_id: str, minutes: int) -> event_pb2.MoveEventRequest:
    return event_pb2.MoveEventRequest(event_id=event_id, by_minutes=minutes)


async def move(
    stage: Stage, event_id: str, minutes: int, passport: str | None = None
) -> event_pb2.Event:
    return await stage.call(by(event_id, minutes), event_pb2.Event, passport)


def stamp(moment: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(moment.astimezone(UTC))
    return found


@pytest.mark.parametrize("hours", [1, -1, 24 * 7, -3])
async def test_everything_moves_and_the_people_are_told(stage: Stage, hours: int) -> None:
    """One person has two shifts, one right after the other, so that each moves to where the other was."""
    event, person_id = await stage.published(), uuid7()
    shifts = [
        await stage.shift(event, start_time=in_hours(30 + n), end_time=in_hours(31 + n))
        for n in range(3)
    ]
    sign_ups = [await stage.sign_up(shift, person_id) for shift in shifts]
    said = await dry_run(stage, by(event.id, hours * 60))
    assert counts(said) == {"Event": 1, "Shift": 3, "SignUp": 3}
    moved = await move(stage, event.id, hours * 60)
    assert moved.start_time == later(event.start_time, hours)
    assert moved.end_time == later(event.end_time, hours)
    for shift, sign_up in zip(shifts, sign_ups, strict=True):
        times = later(shift.start_time, hours), later(shift.end_time, hours)
        found = await stage.get_shift(shift)
        assert (found.start_time, found.end_time, found.places_taken) == (*times, 1)
        kept = await stage.get_sign_up(sign_up)
        assert (kept.start_time, kept.end_time) == times
        assert kept.state == SIGN_UP_STATE_CONFIRMED
    notices = await stage.notices(until=f"sign_up.{sign_ups[-1].id}.moved")
    told = SignUp.FromString(notices[f"sign_up.{sign_ups[0].id}.moved"])
    assert told.start_time == later(shifts[0].start_time, hours)


@pytest.mark.parametrize("names_start", [False, True])
async def test_it_moves_by_the_clock_on_the_wall(stage: Stage, names_start: bool) -> None:
    """Over the last Sunday of March the clock in Berlin is put forward, and a week is an hour shorter."""
    zone = ZoneInfo("Europe/Berlin")
    year = datetime.now(UTC).year + 1
    sunday = max(
        day
        for day in (datetime(year, 3, n, tzinfo=zone) for n in range(25, 32))
        if day.weekday() == 6
    )
    begins = sunday.replace(hour=14) - timedelta(days=1)
    event = await stage.published(
        start_time=stamp(begins),
        end_time=stamp(begins + timedelta(hours=4)),
        time_zone="Europe/Berlin",
    )
    shift = await stage.shift(
        event, start_time=stamp(begins.replace(hour=15)), end_time=stamp(begins.replace(hour=16))
    )
    to = begins + timedelta(days=7)
    request = by(event.id, 7 * 24 * 60)
    if names_start:
        request = event_pb2.MoveEventRequest(event_id=event.id, start_time=stamp(to))
    moved = await stage.call(request, event_pb2.Event)
    assert moved.start_time == stamp(to)
    assert moved.start_time.seconds - event.start_time.seconds == 7 * 24 * 3600 - 3600
    assert (await stage.get_shift(shift)).start_time == stamp(to.replace(hour=15))


async def test_who_has_another_shift_then_loses_the_place_to_those_who_wait(stage: Stage) -> None:
    person_id, other_id = uuid7(), uuid7()
    event = await stage.published()
    shift = await stage.shift(event, capacity=1)
    held, waiting = await stage.sign_up(shift, person_id), await stage.wait_for(shift, other_id)
    then = await stage.published(start_time=in_hours(100), end_time=in_hours(110))
    await stage.sign_up(await stage.shift(then), person_id)
    await move(stage, event.id, (100 - 24) * 60)
    lost = await stage.get_sign_up(held)
    assert (lost.state, lost.cancel_reason) == (SIGN_UP_STATE_CANCELLED, moving.CLASH)
    offered = await stage.becomes(waiting, SIGN_UP_STATE_OFFERED)
    assert offered.start_time == in_hours(100)


async def test_who_waits_waits_on(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    await stage.sign_up(shift)
    waiting = await stage.wait_for(shift)
    await move(stage, shift.event_id, 60)
    found = await stage.get_sign_up(waiting)
    assert (found.state, found.start_time) == (
        SIGN_UP_STATE_WAITLISTED,
        later(shift.start_time, 1),
    )


async def test_an_event_that_people_have_come_to_stays(stage: Stage) -> None:
    event = await stage.published(start_time=in_hours(-2), end_time=in_hours(1))
    shift = await stage.shift(event, end_time=event.end_time)
    sign_up = await stage.sign_up(shift)
    await stage.call(attendance_pb2.CheckInRequest(sign_up_id=sign_up.id), SignUp)
    with pytest.raises(Refused) as refused:
        await move(stage, event.id, 60)
    assert refused.value.reason == "ATTENDANCE_RECORDED"
    assert (await stage.get_shift(shift)).start_time == shift.start_time


async def test_one_destination_is_said(stage: Stage) -> None:
    event = await stage.draft()
    for request in (
        event_pb2.MoveEventRequest(event_id=event.id),
        event_pb2.MoveEventRequest(event_id=event.id, start_time=in_hours(48), by_minutes=1),
    ):
        with pytest.raises(InvalidArgument):
            await stage.call(request, event_pb2.Event)
    with pytest.raises(InvalidArgument) as refused:
        await move(stage, event.id, 3653 * 24 * 60)
    assert refused.value.violations[0].field == "by_minutes"


async def test_strangers_move_nothing_and_hold_no_locks(stage: Stage) -> None:
    shift = await stage.shift()
    await stage.sign_up(shift)
    with pytest.raises(PermissionDenied):
        await move(stage, shift.event_id, 60, stage.office.person())
    with pytest.raises(PermissionDenied):
        await move(stage, str(uuid7()), 60)


async def test_a_cancelled_shift_stays_where_it_was(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    sign_up = await stage.sign_up(shift)
    await stage.call(shift_pb2.CancelShiftRequest(shift_id=shift.id), shift_pb2.Shift)
    await move(stage, event.id, 60)
    assert (await stage.get_shift(shift)).start_time == shift.start_time
    assert (await stage.get_sign_up(sign_up)).start_time == shift.start_time
