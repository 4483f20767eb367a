"""StandingSignUpService, called over gRPC: the same shift of a series, each time."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_series_pb2, reminder_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as su
from banyan.events.v1 import standing_sign_up_pb2 as pb

from services.events.series.making import SIGN_UP_STANDING
from services.events.standing_sign_ups import jobs
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.jobs import PerItemJob, run_once
from tests.events.series.test_series import created, local_day, occurrences, shifts
from tests.events.stage import Stage
from tests.waiting import eventually

CONFIRMED, WAITLISTED = su.SIGN_UP_STATE_CONFIRMED, su.SIGN_UP_STATE_WAITLISTED


async def stand(
    stage: Stage, series: event_series_pb2.EventSeries, person_id: UUID, **values: Any
) -> pb.StandingSignUp:
    request = pb.CreateStandingSignUpRequest(
        event_series_id=series.id, **({"shift_template_id": series.shift_templates[0].id} | values)
    )
    return await stage.call(request, pb.StandingSignUp, stage.office.person(person_id))


async def run(stage: Stage) -> None:
    """Does what the job does on a replica, until nothing is left to do."""
    job = PerItemJob(SIGN_UP_STANDING, 60.0, jobs.find_due, jobs.sign_up)
    units = stage.platform.services["events"].units
    await run_once(job, units, Caller(principal_id="job:another replica"))


async def taken(stage: Stage, person_id: UUID) -> list[su.SignUp]:
    request = su.ListSignUpsRequest(
        person_id=str(person_id),
        page_size=100,
        order_by=su.SignUpOrder(
            field="SIGN_UP_ORDER_FIELD_START_TIME", direction="SORT_DIRECTION_ASCENDING"
        ),
    )
    answer = await stage.call(request, su.ListSignUpsResponse, stage.office.person(person_id))
    return list(answer.sign_ups)


async def refusals(stage: Stage, person_id: UUID) -> list[list[str]]:
    request = reminder_pb2.ListRemindersRequest(person_id=str(person_id), page_size=100)
    me = stage.office.person(person_id)
    found = await stage.call(request, reminder_pb2.ListRemindersResponse, me)
    return [list(each.reasons) for each in found.reminders]


async def first_shifts(stage: Stage, series: Any) -> list[shift_pb2.Shift]:
    """Returns the shifts of the first three occurrences."""
    return [(await shifts(stage, each))[0] for each in (await occurrences(stage, series))[:3]]


async def test_a_person_is_signed_up_for_each_occurrence(stage: Stage) -> None:
    me, series = await stage.somebody(), await created(stage)
    standing = await stand(stage, series, me, start_date=local_day(8))
    assert standing.state == pb.STANDING_SIGN_UP_STATE_ACTIVE
    await run(stage)
    mine = await eventually_many(stage, me, 12)  # 13 occurrences, but the first
    assert {each.state for each in mine} == {CONFIRMED}
    assert {each.standing_sign_up_id for each in mine} == {standing.id}
    # Cancelling one stays cancelled, and ends nothing.
    await stage.cancel(mine[0], stage.office.person(me))
    await run(stage)
    again = await taken(stage, me)
    assert [each.id for each in again] == [each.id for each in mine]
    ended = await stage.call(
        pb.EndStandingSignUpRequest(standing_sign_up_id=standing.id), pb.StandingSignUp
    )
    assert ended.state == pb.STANDING_SIGN_UP_STATE_ENDED
    assert (await taken(stage, me))[1].state == CONFIRMED


async def eventually_many(stage: Stage, person_id: UUID, number: int) -> list[su.SignUp]:
    async def are_there() -> list[su.SignUp]:
        found = await taken(stage, person_id)
        assert len(found) == number
        return found

    return await eventually(are_there)


async def test_a_pause_leaves_days_out_until_it_is_over(timed: Stage) -> None:
    me, series = uuid7(), await created(timed, sign_up_opens_minutes=30 * 24 * 60)
    standing = await stand(timed, series, me)
    pause = pb.PauseStandingSignUpRequest(
        standing_sign_up_id=standing.id,
        pause_start_date=local_day(60),
        pause_end_date=local_day(70),
    )
    own = timed.office.person(me)
    with pytest.raises(PermissionDenied):
        await timed.call(pause, pb.StandingSignUp)
    paused = await timed.call(pause, pb.StandingSignUp, own)
    assert (paused.pause_start_date, paused.pause_end_date) == (local_day(60), local_day(70))
    await run(timed)
    await eventually_many(timed, me, 5)  # on the days 1, 8, 15, 22 and 29
    timed.clock.advance(days=51)
    await run(timed)
    await eventually_many(timed, me, 8)  # 57, 71 and 78
    over = pb.PauseStandingSignUpRequest(standing_sign_up_id=standing.id)
    assert not (await timed.call(over, pb.StandingSignUp, own)).pause_start_date
    await run(timed)
    await eventually_many(timed, me, 9)
    wrong = pb.PauseStandingSignUpRequest(
        standing_sign_up_id=standing.id,
        pause_start_date=local_day(70),
        pause_end_date=local_day(60),
    )
    with pytest.raises(InvalidArgument):
        await timed.call(wrong, pb.StandingSignUp, own)


async def test_what_stands_against_one_is_told_once_and_ends_nothing(stage: Stage) -> None:
    me, waits, series = uuid7(), uuid7(), await created(stage)
    full, engaged, _ = await first_shifts(stage, series)
    for _ in range(2):
        await stage.sign_up(full)
    event = await stage.published(start_time=engaged.start_time, end_time=engaged.end_time)
    await stage.sign_up(await stage.shift(event, end_time=engaged.end_time), me)
    await stand(stage, series, me)
    await stand(stage, series, waits, join_waitlist=True)
    await run(stage)
    await eventually_many(stage, me, 12)  # the other one, and 11 of the 13
    await eventually_many(stage, waits, 13)
    states = {each.shift_id: each.state for each in await taken(stage, waits)}
    assert (states[full.id], states[engaged.id]) == (WAITLISTED, CONFIRMED)

    async def are_told() -> bool:
        told = sorted(await refusals(stage, me))
        return told == [["OVERLAPPING_SIGN_UP"], ["SHIFT_FULL"]]

    await eventually(are_told)
    await run(stage)
    assert len(await refusals(stage, me)) == 2
    assert await refusals(stage, waits) == []


async def test_it_waits_until_people_can_sign_up(stage: Stage) -> None:
    me, series = uuid7(), await created(stage, sign_up_opens_minutes=10 * 24 * 60)
    await stand(stage, series, me)
    await run(stage)
    assert len(await taken(stage, me)) == 2  # tomorrow, and in eight days
    assert await refusals(stage, me) == []


async def test_replicas_sign_nobody_up_twice(stage: Stage) -> None:
    series = await created(stage)
    people = [uuid7() for _ in range(3)]
    await asyncio.gather(*(stand(stage, series, each) for each in people))
    await asyncio.gather(*(run(stage) for _ in range(3)))
    found = [await taken(stage, each) for each in people]
    assert sum(map(len, found)) == 2 * 13  # as many as there are places

    async def all_told() -> bool:
        told = [reasons for each in people for reasons in await refusals(stage, each)]
        return told == [["SHIFT_FULL"]] * 13

    await eventually(all_told)


async def test_a_series_that_is_split_keeps_its_people(stage: Stage) -> None:
    me, series = uuid7(), await created(stage)
    third = (await occurrences(stage, series))[2]
    split = event_series_pb2.SplitEventSeriesRequest(
        event_series_id=series.id, recurrence_id=third.recurrence_id
    )
    await stage.call(split, event_series_pb2.EventSeries)
    await stand(stage, series, me)
    await run(stage)
    assert len(await taken(stage, me)) == 13


async def test_who_may_see_and_end_it(stage: Stage) -> None:
    me, series = uuid7(), await created(stage)
    standing = await stand(stage, series, me)
    request = pb.GetStandingSignUpRequest(standing_sign_up_id=standing.id)
    for passport in (stage.office.person(me), stage.holding("SUPERVISOR"), None):
        assert (await stage.call(request, pb.StandingSignUp, passport)).id == standing.id
    end = pb.EndStandingSignUpRequest(standing_sign_up_id=standing.id)
    for passport in (stage.office.person(), stage.holding("SUPERVISOR")):
        with pytest.raises(PermissionDenied):
            await stage.call(end, pb.StandingSignUp, passport)
    with pytest.raises(PermissionDenied):
        await stage.call(request, pb.StandingSignUp, stage.office.person())


async def test_it_begins_on_a_day_that_there_is(stage: Stage) -> None:
    with pytest.raises(InvalidArgument):
        await stand(stage, await created(stage), uuid7(), start_date="2026-02-30")
