"""Series of events, called over gRPC: created, made ahead of time, and ended."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import event_series_pb2 as pb
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules

from services.events.series import ending, making
from services.events.series.making import MAKE_OCCURRENCES, make_next
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import PerItemJob, run_once
from tests.events.stage import Stage, in_hours
from tests.events.test_dry_runs import counts, dry_run
from tests.waiting import eventually

ZONE = ZoneInfo("Asia/Shanghai")
# The same in the whole run, also past midnight.
_TODAY = datetime.now(ZONE)


def local_day(days: int) -> str:
    """Returns a day so many days from today, in the time zone of the series."""
    return (_TODAY + timedelta(days=days)).strftime("%Y-%m-%d")


def weekly(stage: Stage, **values: Any) -> pb.EventSeries:
    """Returns a weekly series from tomorrow on with one shift, not created yet."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "title": "合唱排练",
        "visibility": event_pb2.EVENT_VISIBILITY_PUBLIC,
        "time_zone": "Asia/Shanghai",
        "start": f"{local_day(1)}T19:00",
        "duration_minutes": 120,
        "recurrence": pb.Recurrence(rule="FREQ=WEEKLY"),
        "shift_templates": [
            pb.ShiftTemplate(
                title="搬椅子", starts_after_minutes=30, duration_minutes=60, capacity=2
            )
        ],
        "publish_occurrences": True,
    }
    return pb.EventSeries(**(defaults | values))


async def created(stage: Stage, **values: Any) -> pb.EventSeries:
    request = pb.CreateEventSeriesRequest(event_series=weekly(stage, **values))
    return await stage.call(request, pb.EventSeries)


async def occurrences(
    stage: Stage, series: pb.EventSeries, passport: str | None = None
) -> Sequence[event_pb2.Event]:
    """Returns the events of a series."""
    request = event_pb2.ListEventsRequest(series_id=series.id, page_size=100)
    return (await stage.call(request, event_pb2.ListEventsResponse, passport)).events


async def all_made(stage: Stage, series: pb.EventSeries, count: int) -> Sequence[event_pb2.Event]:
    """Waits until a series has so many occurrences, and returns them."""

    async def are_made() -> Sequence[event_pb2.Event] | None:
        found = await occurrences(stage, series)
        assert len(found) == count, len(found)
        return found

    found = await eventually(are_made)
    assert found is not None
    return found


async def shifts(stage: Stage, event: event_pb2.Event) -> Sequence[shift_pb2.Shift]:
    request = shift_pb2.ListShiftsRequest(event_id=event.id)
    return (await stage.call(request, shift_pb2.ListShiftsResponse)).shifts


async def end(stage: Stage, series: pb.EventSeries, **values: Any) -> pb.EventSeries:
    request = pb.EndEventSeriesRequest(event_series_id=series.id, **values)
    return await stage.call(request, pb.EventSeries)


async def states(stage: Stage, series: pb.EventSeries) -> list[str]:
    """Returns the states of the occurrences, in the order of their starts."""
    found = await occurrences(stage, series)
    prefix = "EVENT_STATE_"
    return [event_pb2.EventState.Name(each.state).removeprefix(prefix) for each in found]


async def make(stage: Stage, series: pb.EventSeries) -> None:
    """Does what the job does on a replica, at once and though the series is not due."""
    await stage.sql("UPDATE event_series SET due_time = now() WHERE id = $1", UUID(series.id))
    job = PerItemJob(MAKE_OCCURRENCES, 60.0, making.find_due, make_next)
    units = stage.platform.services["events"].units
    await run_once(job, units, Caller(principal_id="job:another replica"))


async def test_makes_the_occurrences_of_ninety_days(stage: Stage) -> None:
    rules = SignUpRules(late_cancellation_minutes=24 * 60)
    series = await created(
        stage,
        sign_up_opens_minutes=100 * 24 * 60,
        sign_up_closes_minutes=60,
        sign_up_rules=rules,
        what_to_bring="水杯",
    )
    assert (series.state, series.title) == (pb.EVENT_SERIES_STATE_ACTIVE, "合唱排练")
    found = await occurrences(stage, series)
    assert len(found) == 13  # tomorrow, and every week before the ninetieth day
    for number, event in enumerate(found):
        day = local_day(1 + 7 * number)
        assert (event.series_id, event.recurrence_id) == (series.id, f"{day}T19:00")
        start = event.start_time.ToDatetime(tzinfo=UTC).astimezone(ZONE)
        assert start.strftime("%Y-%m-%dT%H:%M") == event.recurrence_id
        assert event.end_time.seconds - event.start_time.seconds == 2 * 3600
        assert event.start_time.seconds - event.sign_up_deadline.seconds == 3600
        assert event.start_time.seconds - event.sign_up_open_time.seconds == 100 * 24 * 3600
        assert event.sign_up_rules == rules
        assert event.state == event_pb2.EVENT_STATE_PUBLISHED
        assert (event.title, event.what_to_bring) == ("合唱排练", "水杯")
    [shift] = await shifts(stage, found[3])
    assert shift.start_time.seconds - found[3].start_time.seconds == 30 * 60
    assert shift.end_time.seconds - shift.start_time.seconds == 3600
    assert (shift.title, shift.capacity) == ("搬椅子", 2)
    await stage.sign_up(shift)
    notices = await stage.notices(until=f"event_series.{series.id}.created")
    assert pb.EventSeries.FromString(notices[f"event_series.{series.id}.created"]) == series


async def test_makes_drafts_unless_it_publishes(stage: Stage) -> None:
    series = await created(
        stage, publish_occurrences=False, recurrence=pb.Recurrence(rule="FREQ=WEEKLY;COUNT=2")
    )
    assert await states(stage, series) == ["DRAFT", "DRAFT"]
    stranger = stage.office.person()
    assert not await occurrences(stage, series, stranger)
    with pytest.raises(PermissionDenied):
        await stage.call(
            pb.GetEventSeriesRequest(event_series_id=series.id), pb.EventSeries, stranger
        )


async def test_begins_with_what_has_not_begun(stage: Stage) -> None:
    series = await created(stage, start=f"{local_day(-19)}T00:00")
    found = await occurrences(stage, series)
    assert found[0].recurrence_id == f"{local_day(2)}T00:00"
    assert all(each.start_time.seconds > in_hours(0).seconds for each in found)


async def test_makes_many_in_several_batches_and_a_hundred_at_most(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BATCH", 4)
    monkeypatch.setattr(making, "MOST_AHEAD", 10)
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY"))
    found = await all_made(stage, series, 10)
    assert [each.recurrence_id for each in found] == [
        f"{local_day(1 + day)}T19:00" for day in range(10)
    ]
    await make(stage, series)  # no room
    assert len(await occurrences(stage, series)) == 10


async def test_makes_each_once_however_many_replicas_do(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BATCH", 3)
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY;COUNT=12"))
    await asyncio.gather(*(make(stage, series) for _ in range(4)))
    found = await all_made(stage, series, 12)
    assert len({each.recurrence_id for each in found}) == 12
    # Also when one has forgotten how far the last one has come.
    await stage.sql("UPDATE event_series SET made_until = create_time")
    await make(stage, series)
    assert len(await occurrences(stage, series)) == 12


async def test_what_is_cancelled_or_deleted_is_not_made_again(stage: Stage) -> None:
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY;COUNT=3"))
    first, second, _ = await occurrences(stage, series)
    await stage.call(event_pb2.CancelEventRequest(event_id=first.id), event_pb2.Event)
    await stage.call(event_pb2.DeleteEventRequest(event_id=second.id), event_pb2.Event)
    await stage.sql("UPDATE event_series SET made_until = create_time")
    await make(stage, series)
    assert await states(stage, series) == ["CANCELLED", "PUBLISHED"]


async def test_a_moved_occurrence_is_not_made_again(stage: Stage) -> None:
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY;COUNT=2"))
    first, _ = await occurrences(stage, series)
    request = event_pb2.MoveEventRequest(event_id=first.id, by_minutes=90)
    moved = await stage.call(request, event_pb2.Event)
    assert (moved.series_id, moved.recurrence_id) == (series.id, first.recurrence_id)
    await stage.sql("UPDATE event_series SET made_until = create_time")
    await make(stage, series)
    assert len(await occurrences(stage, series)) == 2


async def test_makes_none_for_a_closed_organization(stage: Stage) -> None:
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY;COUNT=3"))
    await stage.sql("UPDATE event SET series_id = NULL WHERE series_id = $1", UUID(series.id))
    await stage.sql("UPDATE event_series SET made_until = create_time")
    await stage.knows_organization(state="CLOSED")
    await make(stage, series)
    assert not await occurrences(stage, series)
    await stage.knows_organization()  # the control
    await make(stage, series)
    await all_made(stage, series, 3)


async def test_more_follow_as_time_passes(timed: Stage) -> None:
    series = await created(timed, start=f"{local_day(1)}T19:00")
    found = await occurrences(timed, series)
    timed.clock.advance(days=21)
    timed.platform.services["events"].units.bell(MAKE_OCCURRENCES).set()
    later = await all_made(timed, series, len(found) + 3)
    assert list(later[: len(found)]) == list(found)


async def test_ends_and_cancels_what_is_to_come(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "BATCH", 2)
    series = await created(stage, recurrence=pb.Recurrence(rule="FREQ=DAILY;COUNT=6"))
    found = await occurrences(stage, series)
    for event in found[1:4]:
        [shift] = await shifts(stage, event)
        await stage.sign_up(shift)
    request = pb.EndEventSeriesRequest(event_series_id=series.id, from_time=found[1].start_time)
    said = await dry_run(stage, request)
    # The two at once, and their shifts and sign-ups; three events with one sign-up follow.
    assert counts(said) == {"Event": 5, "Shift": 2, "SignUp": 3, "EventSeries": 1}
    ended = await end(stage, series, from_time=found[1].start_time, reason="放假")
    assert (ended.state, ended.end_reason) == (pb.EVENT_SERIES_STATE_ENDED, "放假")

    async def is_done() -> bool:
        return await states(stage, series) == ["PUBLISHED"] + ["CANCELLED"] * 5

    await eventually(is_done)
    assert {each.cancel_reason for each in (await occurrences(stage, series))[1:]} == {"放假"}
    rows = await stage.sql("SELECT state FROM sign_up")
    assert [row["state"] for row in rows] == ["CANCELLED"] * 3
    get = pb.GetEventSeriesRequest(event_series_id=series.id)
    assert (await stage.call(get, pb.EventSeries)).occurrences_to_cancel == 0
    with pytest.raises(Refused):
        await end(stage, series)
    await make(stage, series)
    assert len(await occurrences(stage, series)) == 6


async def test_an_ended_series_makes_no_more(stage: Stage) -> None:
    series = await created(stage)
    before = len(await occurrences(stage, series))
    await end(stage, series, from_time=in_hours(24 * 3000))
    await stage.sql("UPDATE event_series SET made_until = create_time")
    await make(stage, series)
    assert await states(stage, series) == ["PUBLISHED"] * before


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"start": "2026-02-30T19:00"}, "event_series.start", "LOCAL_TIME_NOT_VALID"),
        ({"start": "tomorrow"}, "event_series.start", None),
        ({"start": "2020-01-01T10:00"}, "event_series.start", "TIME_OUT_OF_RANGE"),
        ({"recurrence": pb.Recurrence()}, "event_series.recurrence", None),
        ({"recurrence": pb.Recurrence(rule="FREQ=HOURLY")}, "event_series.recurrence.rule", "RULE_TOO_FREQUENT"),
        ({"recurrence": pb.Recurrence(rule="every day")}, "event_series.recurrence.rule", "RULE_NOT_VALID"),
        ({"recurrence": pb.Recurrence(rule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")}, "event_series.recurrence.rule", "RULE_NEVER_MATCHES"),
        ({"recurrence": pb.Recurrence(rule="FREQ=DAILY", excluded_starts=["2026-02-30T19:00"])}, "event_series.recurrence.excluded_starts[0]", "LOCAL_TIME_NOT_VALID"),
        ({"duration_minutes": 80}, "event_series.shift_templates[0].duration_minutes", "SHIFT_OUTSIDE"),
        ({"time_zone": "Asia/Nowhere"}, "event_series.time_zone", None),
    ],
)  # fmt: skip
async def test_refuses_what_cannot_be(
    stage: Stage, values: dict[str, Any], field: str, reason: str | None
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await created(stage, **values)
    [violation] = refused.value.violations
    assert violation.field == field
    assert reason in (None, violation.reason)


async def test_members_see_a_series_for_members(stage: Stage) -> None:
    series = await created(
        stage,
        visibility=event_pb2.EVENT_VISIBILITY_MEMBERS,
        recurrence=pb.Recurrence(rule="FREQ=WEEKLY;COUNT=1"),
    )
    get = pb.GetEventSeriesRequest(event_series_id=series.id)
    assert await stage.call(get, pb.EventSeries, await stage.member()) == series
    with pytest.raises(PermissionDenied):
        await stage.call(get, pb.EventSeries, stage.office.person())


async def test_creates_one_however_often_it_is_asked(stage: Stage) -> None:
    request = pb.CreateEventSeriesRequest(
        event_series=weekly(stage, recurrence=pb.Recurrence(rule="FREQ=WEEKLY;COUNT=2")),
        request_id=str(uuid7()),
    )
    first = await stage.call(request, pb.EventSeries)
    assert await stage.call(request, pb.EventSeries) == first
    assert len(await occurrences(stage, first)) == 2
    assert len(await stage.sql("SELECT id FROM event_series")) == 1
