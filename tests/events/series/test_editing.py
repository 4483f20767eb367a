"""Editing a series: all occurrences, or one and those that follow, while people are signed up."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import event_series_pb2 as pb

from services.kit.errors import InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.events.test_remedies import change_event, change_shift
from tests.events.series.test_series import (
    ZONE,
    all_made,
    created,
    end,
    local_day,
    make,
    occurrences,
    shifts,
    states,
)
from tests.events.stage import Stage, mask
from tests.events.test_dry_runs import counts, dry_run


def editing(series: pb.EventSeries, **values: Any) -> pb.UpdateEventSeriesRequest:
    return pb.UpdateEventSeriesRequest(
        event_series_id=series.id,
        event_series=pb.EventSeries(**values),
        update_mask=mask(*values),
    )


async def edit(stage: Stage, series: pb.EventSeries, **values: Any) -> pb.EventSeries:
    return await stage.call(editing(series, **values), pb.EventSeries)


async def split(
    stage: Stage, series: pb.EventSeries, recurrence_id: str, **values: Any
) -> pb.EventSeries:
    request = pb.SplitEventSeriesRequest(
        event_series_id=series.id,
        recurrence_id=recurrence_id,
        event_series=pb.EventSeries(**values),
        update_mask=mask(*values),
    )
    return await stage.call(request, pb.EventSeries)


def by(rule: str) -> pb.Recurrence:
    return pb.Recurrence(rule=rule)


def shown(event: event_pb2.Event | shift_pb2.Shift) -> str:
    """Returns when something starts, on the clock."""
    start = event.start_time.ToDatetime(tzinfo=UTC).astimezone(ZONE)
    return start.strftime("%Y-%m-%dT%H:%M")


async def starts(stage: Stage, series: pb.EventSeries) -> list[str]:
    return [shown(each) for each in await occurrences(stage, series)]


async def signed_up(
    stage: Stage, event: event_pb2.Event, person_id: UUID | None = None
) -> sign_up_pb2.SignUp:
    [shift] = await shifts(stage, event)
    return await stage.sign_up(shift, person_id)


async def test_what_somebody_has_changed_stays(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"), what_to_bring="水杯")
    first, second, third = await occurrences(stage, series)
    await change_event(stage, second, title="公开排练")
    [shift] = await shifts(stage, third)
    await change_shift(stage, shift, capacity=9)
    [template] = series.shift_templates
    template.capacity, template.title = 5, "摆椅子"
    edited = await edit(
        stage, series, title="合唱", what_to_bring="歌本", shift_templates=[template]
    )
    assert (edited.title, edited.what_to_bring) == ("合唱", "歌本")
    found = await occurrences(stage, series)
    assert [each.title for each in found] == ["合唱", "公开排练", "合唱"]
    assert [each.what_to_bring for each in found] == ["歌本"] * 3
    of_shifts = [(await shifts(stage, each))[0] for each in found]
    assert [each.capacity for each in of_shifts] == [5, 5, 9]
    assert {each.title for each in of_shifts} == {"摆椅子"}
    assert [each.id for each in found] == [first.id, second.id, third.id]


async def test_a_value_that_was_changed_back_follows_again(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=1"))
    [event] = await occurrences(stage, series)
    await change_event(stage, event, title="公开排练")
    await change_event(stage, event, title=series.title)
    await edit(stage, series, title="合唱")
    assert [each.title for each in await occurrences(stage, series)] == ["合唱"]


async def test_everybody_moves_to_another_time_of_the_day(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"), sign_up_closes_minutes=60)
    first, second, third = await occurrences(stage, series)
    held = [await signed_up(stage, event) for event in (first, third)]
    move = event_pb2.MoveEventRequest(event_id=second.id, by_minutes=30)
    await stage.call(move, event_pb2.Event)
    cancel = event_pb2.CancelEventRequest(event_id=third.id)
    await stage.call(cancel, event_pb2.Event)
    await edit(stage, series, start=f"{local_day(1)}T20:00", duration_minutes=90)
    found = await occurrences(stage, series)
    days = [local_day(1 + number) for number in range(3)]
    assert [shown(each) for each in found] == [
        f"{days[0]}T20:00",
        f"{days[1]}T19:30",  # it was moved alone
        f"{days[2]}T19:00",  # it is cancelled
    ]
    assert [each.recurrence_id for each in found] == [f"{day}T20:00" for day in days]
    assert found[0].end_time.seconds - found[0].start_time.seconds == 90 * 60
    assert found[1].end_time.seconds - found[1].start_time.seconds == 120 * 60
    assert found[0].start_time.seconds - found[0].sign_up_deadline.seconds == 3600
    [shift] = await shifts(stage, found[0])
    assert shown(shift) == f"{days[0]}T20:30"
    kept = await stage.get_sign_up(held[0])
    assert (kept.state, kept.start_time) == (
        sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
        shift.start_time,
    )
    await make(stage, series)
    assert await states(stage, series) == ["PUBLISHED", "PUBLISHED", "CANCELLED"]


async def test_people_go_along_to_another_day_of_the_week(stage: Stage) -> None:
    tomorrow = datetime.fromisoformat(local_day(2))
    monday = tomorrow + timedelta(days=7 - tomorrow.weekday())
    series = await created(
        stage, start=monday.strftime("%Y-%m-%dT19:00"), recurrence=by("FREQ=WEEKLY;COUNT=3")
    )
    before = await occurrences(stage, series)
    held = await signed_up(stage, before[1])
    thursday = monday + timedelta(days=3)
    await edit(stage, series, start=thursday.strftime("%Y-%m-%dT19:00"))
    found = await occurrences(stage, series)
    assert [each.id for each in found] == [each.id for each in before]
    assert [shown(each) for each in found] == [
        (thursday + timedelta(weeks=week)).strftime("%Y-%m-%dT19:00") for week in range(3)
    ]
    assert (await stage.get_sign_up(held)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED


async def test_what_has_no_place_is_cancelled_and_what_is_new_is_made(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=4"))
    before = await occurrences(stage, series)
    held = [await signed_up(stage, event) for event in before]
    recurrence = pb.Recurrence(
        rule="FREQ=DAILY;INTERVAL=2;COUNT=2", extra_starts=[f"{local_day(9)}T10:00"]
    )
    said = await dry_run(stage, editing(series, recurrence=recurrence))
    assert {"Event": 3, "SignUp": 2}.items() <= counts(said).items()
    await edit(stage, series, recurrence=recurrence)
    assert await states(stage, series) == [
        "PUBLISHED",
        "CANCELLED",
        "PUBLISHED",
        "CANCELLED",
        "PUBLISHED",
    ]
    assert (await starts(stage, series))[-1] == f"{local_day(9)}T10:00"
    states_of = [(await stage.get_sign_up(each)).state for each in held]
    assert (
        states_of
        == [
            sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
            sign_up_pb2.SIGN_UP_STATE_CANCELLED,
        ]
        * 2
    )


async def test_occurrences_change_places_in_one_edit(stage: Stage) -> None:
    """Each goes where the next one was, with a person who is signed up for all of them."""
    series = await created(
        stage, start=f"{local_day(1)}T12:00", recurrence=by("FREQ=DAILY;COUNT=4")
    )
    person_id = uuid7()
    for event in await occurrences(stage, series):
        await signed_up(stage, event, person_id)
    await edit(stage, series, time_zone="Pacific/Honolulu", start=f"{local_day(1)}T18:00")
    found = await occurrences(stage, series)
    assert len(found) == 4
    assert {each.time_zone for each in found} == {"Pacific/Honolulu"}
    rows = await stage.sql("SELECT state FROM sign_up WHERE person_id = $1", person_id)
    assert [row["state"] for row in rows] == ["CONFIRMED"] * 4


async def test_shifts_come_and_go_with_their_templates(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=2"))
    first, _ = await occurrences(stage, series)
    held = await signed_up(stage, first)
    template = pb.ShiftTemplate(title="茶水", duration_minutes=60, capacity=1)
    edited = await edit(stage, series, shift_templates=[template])
    assert [each.title for each in edited.shift_templates] == ["茶水"]
    for event in await occurrences(stage, series):
        gone, new = sorted(await shifts(stage, event), key=lambda each: each.id)
        assert gone.state == shift_pb2.SHIFT_STATE_CANCELLED
        assert (new.title, new.start_time) == ("茶水", event.start_time)
    assert (await stage.get_sign_up(held)).state == sign_up_pb2.SIGN_UP_STATE_CANCELLED


async def test_nobody_loses_a_place_to_a_smaller_capacity(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=2"))
    first, second = await occurrences(stage, series)
    for _ in range(2):
        await signed_up(stage, first)
    [template] = series.shift_templates
    template.capacity = 1
    await edit(stage, series, shift_templates=[template])
    assert [(await shifts(stage, each))[0].capacity for each in (first, second)] == [2, 1]


async def test_publishes_what_was_a_draft(stage: Stage) -> None:
    series = await created(stage, publish_occurrences=False, recurrence=by("FREQ=DAILY;COUNT=2"))
    await edit(stage, series, publish_occurrences=True)
    assert await states(stage, series) == ["PUBLISHED"] * 2


async def test_this_and_those_that_follow_become_a_series(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=5"))
    before = await occurrences(stage, series)
    held = await signed_up(stage, before[3])
    await stage.call(event_pb2.CancelEventRequest(event_id=before[4].id), event_pb2.Event)
    new = await split(stage, series, before[2].recurrence_id, title="大合唱", duration_minutes=180)
    assert (new.split_from_id, new.title) == (series.id, "大合唱")
    assert (new.first_date, new.recurrence) == (before[2].recurrence_id[:10], series.recurrence)
    get = pb.GetEventSeriesRequest(event_series_id=series.id)
    old = await stage.call(get, pb.EventSeries)
    assert (old.title, old.last_date) == ("合唱排练", before[1].recurrence_id[:10])
    assert [each.id for each in await occurrences(stage, series)] == [e.id for e in before[:2]]
    following = await occurrences(stage, new)
    assert [each.id for each in following] == [each.id for each in before[2:]]
    assert [each.title for each in following] == ["大合唱", "大合唱", "合唱排练"]
    assert await states(stage, new) == ["PUBLISHED", "PUBLISHED", "CANCELLED"]
    assert (await stage.get_sign_up(held)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
    # Neither makes what the other has.
    for each in (series, new):
        await stage.sql("UPDATE event_series SET made_until = create_time")
        await make(stage, each)
    assert len(await occurrences(stage, series)) == 2
    assert len(await occurrences(stage, new)) == 3
    # What is changed now in one does not concern the other.
    await edit(stage, series, title="小合唱")
    assert {each.title for each in await occurrences(stage, new)} == {"大合唱", "合唱排练"}


async def test_a_split_series_moves_with_its_first_day(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=4"))
    before = await occurrences(stage, series)
    new = await split(stage, series, before[2].recurrence_id, start=f"{local_day(1)}T08:00")
    assert await starts(stage, new) == [f"{local_day(3)}T08:00", f"{local_day(4)}T08:00"]
    assert await starts(stage, series) == [f"{local_day(1)}T19:00", f"{local_day(2)}T19:00"]


async def test_an_edit_can_be_repeated(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"))
    before = await occurrences(stage, series)
    request = pb.SplitEventSeriesRequest(
        event_series_id=series.id,
        recurrence_id=before[1].recurrence_id,
        request_id=str(uuid7()),
    )
    first = await stage.call(request, pb.EventSeries)
    assert await stage.call(request, pb.EventSeries) == first
    assert len(await stage.sql("SELECT id FROM event_series")) == 2


async def test_refuses_an_edit_that_breaks_a_rule(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=2"))
    with pytest.raises(InvalidArgument):
        await edit(stage, series, duration_minutes=10)  # the shift would not fit
    await end(stage, series)
    with pytest.raises(Refused):
        await edit(stage, series, title="合唱")


# Races


async def test_an_edit_while_replicas_make_occurrences(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=30"))
    await asyncio.gather(
        make(stage, series),
        edit(stage, series, start=f"{local_day(1)}T20:00", title="合唱"),
        make(stage, series),
    )
    found = await all_made(stage, series, 30)
    assert [each.recurrence_id for each in found] == [
        f"{local_day(1 + day)}T20:00" for day in range(30)
    ]
    assert [shown(each) for each in found] == [each.recurrence_id for each in found]
    assert {each.title for each in found} == {"合唱"}


async def test_sign_ups_while_the_occurrences_move(stage: Stage) -> None:
    [template] = (await created(stage, recurrence=by("FREQ=DAILY;COUNT=1"))).shift_templates
    template.capacity = 50
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"), shift_templates=[template])
    of_events = [(await shifts(stage, each))[0] for each in await occurrences(stage, series)]

    async def sign_up(shift: shift_pb2.Shift) -> None:
        await stage.sign_up(shift)

    await asyncio.gather(
        *(sign_up(shift) for shift in of_events for _ in range(4)),
        edit(stage, series, start=f"{local_day(1)}T20:00"),
        *(sign_up(shift) for shift in of_events for _ in range(4)),
    )
    await _times_agree(stage, [UUID(each.id) for each in of_events])


async def _times_agree(stage: Stage, shift_ids: Sequence[UUID]) -> None:
    rows = await stage.sql(
        "SELECT s.start_time = u.start_time AND s.end_time = u.end_time AS agree"
        " FROM sign_up u JOIN shift s ON s.id = u.shift_id WHERE s.id = ANY($1)",
        shift_ids,
    )
    assert len(rows) == 24
    assert all(row["agree"] for row in rows)
