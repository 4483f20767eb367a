"""AbsenceService, called over gRPC: one action for everything that somebody misses."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.dryruns.v1 import dry_run_pb2
from banyan.events.v1 import absence_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2, stand_in_pb2

from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

CANCEL, ASK = pb.ABSENCE_MANNER_CANCEL, pb.ABSENCE_MANNER_ASK_FOR_STAND_IN
CANCELLED, ASKED, LEFT = (
    pb.ABSENCE_OUTCOME_CANCELLED,
    pb.ABSENCE_OUTCOME_STAND_IN_ASKED,
    pb.ABSENCE_OUTCOME_LEFT,
)


def absence(manner: pb.AbsenceManner, **values: Any) -> pb.ReportAbsenceRequest:
    """Returns the request of somebody who cannot come for two days from tomorrow on."""
    span = {"start_time": in_hours(24), "end_time": in_hours(72)}
    return pb.ReportAbsenceRequest(manner=manner, **(span | values))


async def report(stage: Stage, person_id: UUID, request: pb.ReportAbsenceRequest) -> Any:
    return await stage.call(request, pb.AbsenceReport, stage.office.person(person_id))


async def check(stage: Stage, person_id: UUID, manner: pb.AbsenceManner) -> pb.AbsenceReport:
    request = pb.CheckAbsenceRequest(start_time=in_hours(24), end_time=in_hours(72), manner=manner)
    return await stage.call(request, pb.AbsenceReport, stage.office.person(person_id))


async def shift_at(stage: Stage, hours: float, **values: Any) -> shift_pb2.Shift:
    """Creates a shift of an hour that begins in so many hours, of an event around it."""
    event = await stage.published(start_time=in_hours(hours - 1), end_time=in_hours(hours + 2))
    span = {"start_time": in_hours(hours), "end_time": in_hours(hours + 1)}
    return await stage.shift(event, **(span | values))


def outcomes(report: pb.AbsenceReport) -> dict[str, pb.AbsenceOutcome]:
    return {each.sign_up_id: each.outcome for each in report.sign_ups}


async def states(stage: Stage, *sign_ups: sign_up_pb2.SignUp) -> list[str]:
    found = [(await stage.get_sign_up(each)).state for each in sign_ups]
    return [sign_up_pb2.SignUpState.Name(each).removeprefix("SIGN_UP_STATE_") for each in found]


async def test_cancels_what_the_person_misses_and_nothing_else(stage: Stage) -> None:
    person_id = uuid7()
    shifts = [await shift_at(stage, hours, capacity=1) for hours in (10, 23.5, 30, 70.5, 72)]
    sign_ups = [await stage.sign_up(each, person_id) for each in shifts]
    others = await stage.wait_for(shifts[2])
    told = await report(stage, person_id, absence(CANCEL, reason="出差 travelling"))
    missed = [each.id for each in sign_ups[1:4]]
    assert [each.sign_up_id for each in told.sign_ups] == missed
    assert set(outcomes(told).values()) == {CANCELLED}
    assert await states(stage, *sign_ups) == [
        "CONFIRMED",
        *["CANCELLED"] * 3,
        "CONFIRMED",
    ]
    assert (await stage.get_sign_up(sign_ups[1])).cancel_reason == "出差 travelling"
    await stage.becomes(others, sign_up_pb2.SIGN_UP_STATE_OFFERED)
    assert (await stage.get_shift(shifts[1])).places_free == 1
    notices = await stage.notices(until=f"sign_up.{missed[-1]}.cancelled")
    assert {f"sign_up.{each}.cancelled" for each in missed} <= notices.keys()
    assert not (await report(stage, person_id, absence(CANCEL))).sign_ups


async def test_asks_for_stand_ins_and_leaves_waitlists(stage: Stage) -> None:
    person_id = uuid7()
    first, second = [await shift_at(stage, hours) for hours in (30, 40)]
    full = await shift_at(stage, 50, capacity=1)
    await stage.sign_up(full)
    places = [await stage.sign_up(each, person_id) for each in (first, second)]
    waiting = await stage.wait_for(full, person_id)
    own = stage.office.person(person_id)
    ask = stand_in_pb2.AskForStandInRequest(sign_up_id=places[1].id, note="先前的 earlier")
    earlier = await stage.call(ask, stand_in_pb2.StandIn, own)
    said = await check(stage, person_id, ASK)
    told = await report(stage, person_id, absence(ASK, note="出差 travelling"))
    assert outcomes(told) == outcomes(said)
    assert outcomes(told) == {places[0].id: ASKED, places[1].id: ASKED, waiting.id: CANCELLED}
    assert await states(stage, *places, waiting) == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    asked = {each.sign_up_id: each.stand_in_id for each in told.sign_ups}
    assert asked[places[1].id] == earlier.id
    assert not said.sign_ups[0].HasField("stand_in_id")
    found = await stage.call(
        stand_in_pb2.GetStandInRequest(stand_in_id=asked[places[0].id]), stand_in_pb2.StandIn, own
    )
    assert (found.note, found.state) == ("出差 travelling", stand_in_pb2.STAND_IN_STATE_OPEN)
    again = await report(stage, person_id, absence(ASK))
    assert {each.stand_in_id for each in again.sign_ups} == {found.id, earlier.id}


async def test_says_what_it_leaves_and_why(timed: Stage) -> None:
    person_id = uuid7()
    sign_up = await timed.sign_up(await shift_at(timed, 30), person_id)
    timed.clock.advance(hours=30.5)
    for told in (
        await check(timed, person_id, ASK),
        await report(timed, person_id, absence(ASK)),
    ):
        (left,) = told.sign_ups
        assert (left.sign_up_id, left.outcome, left.reason) == (sign_up.id, LEFT, "SHIFT_STARTED")
        assert "organizers" in left.message
    assert await states(timed, sign_up) == ["CONFIRMED"]
    assert outcomes(await report(timed, person_id, absence(CANCEL))) == {sign_up.id: CANCELLED}


async def test_a_look_changes_nothing(stage: Stage) -> None:
    person_id = uuid7()
    sign_up = await stage.sign_up(await shift_at(stage, 30), person_id)
    assert outcomes(await check(stage, person_id, CANCEL)) == {sign_up.id: CANCELLED}
    asked = dry_run_pb2.DryRunRequest()
    asked.request.Pack(absence(ASK))
    said = await stage.platform.client.call(
        asked,
        dry_run_pb2.DryRunResponse,
        passport=stage.office.person(person_id),
        service="events",
    )
    assert [(each.resource, each.count) for each in said.counts] == [
        ("banyan.events.v1.StandIn", 1)
    ]
    assert await states(stage, sign_up) == ["CONFIRMED"]
    assert await stage.sql("SELECT id FROM stand_in") == []


async def test_several_are_absent_at_once(stage: Stage) -> None:
    """They hold places in the same shifts, in another order, and others rush for what becomes free."""
    shifts = [await shift_at(stage, hours, capacity=4) for hours in (30, 40, 50)]
    people = [uuid7() for _ in range(4)]
    for index, person_id in enumerate(people):
        for shift in shifts[index % 3 :] + shifts[: index % 3]:
            await stage.sign_up(shift, person_id)
    rush = [stage.sign_up(shift) for shift in shifts for _ in range(6)]
    leaving = [report(stage, each, absence(CANCEL)) for each in people]
    done = await asyncio.gather(*leaving, *rush, return_exceptions=True)
    told = [each for each in done if isinstance(each, pb.AbsenceReport)]
    assert [len(each.sign_ups) for each in told] == [3] * 4
    for shift in shifts:
        rows = await stage.sql(
            "SELECT count(*) FROM sign_up WHERE shift_id = $1 AND state = 'CONFIRMED'",
            UUID(shift.id),
        )
        assert (await stage.get_shift(shift)).places_taken == rows[0][0] <= 4


async def test_a_retry_gets_the_same_answer(stage: Stage) -> None:
    person_id = uuid7()
    await stage.sign_up(await shift_at(stage, 30), person_id)
    request = absence(ASK, request_id=str(uuid7()))
    first = await report(stage, person_id, request)
    assert await report(stage, person_id, request) == first
    assert len(await stage.sql("SELECT id FROM stand_in")) == 1


@pytest.mark.parametrize(
    ("end", "reason"), [(24, "END_NOT_AFTER_START"), (9000, "WINDOW_TOO_LONG")]
)
async def test_refuses_spans_that_are_none(stage: Stage, end: float, reason: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await report(stage, uuid7(), absence(CANCEL, end_time=in_hours(end)))
    assert [each.reason for each in refused.value.violations] == [reason]
