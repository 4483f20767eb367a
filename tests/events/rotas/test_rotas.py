"""RotaService, called over gRPC: duties of a series that rotate through a group."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_series_pb2
from banyan.events.v1 import rota_pb2 as pb
from banyan.events.v1 import sign_up_pb2 as su
from google.protobuf.field_mask_pb2 import FieldMask
from hypothesis import given
from hypothesis import strategies as st

from services.events.rotas import jobs
from services.events.rotas.models import Rota
from services.events.series.making import GIVE_TURNS
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.bulk import new_row
from services.kit.work.jobs import PerItemJob, run_once
from tests.events.series.test_series import created, local_day
from tests.events.stage import Stage
from tests.waiting import eventually

FILLED, TO_COME = pb.ROTA_TURN_STATE_FILLED, pb.ROTA_TURN_STATE_TO_COME
UNFILLED, SKIPPED = pb.ROTA_TURN_STATE_UNFILLED, pb.ROTA_TURN_STATE_SKIPPED


def rota_of(series: event_series_pb2.EventSeries, people: Sequence[UUID], **values: Any) -> pb.Rota:
    """Returns a rota for the first shift of a series, not created yet.

    The first turn is 19 to 43 hours away, by the time of day: days_ahead counts the same turns at any time
    unless it is one more than a number of weeks.
    """
    defaults: dict[str, Any] = {
        "event_series_id": series.id,
        "shift_template_id": series.shift_templates[0].id,
        "person_ids": list(map(str, people)),
        "people_per_turn": 1,
        "days_ahead": 28,
    }
    return pb.Rota(**(defaults | values))


async def rotate(
    stage: Stage, series: event_series_pb2.EventSeries, people: Sequence[UUID], **values: Any
) -> pb.Rota:
    request = pb.CreateRotaRequest(rota=rota_of(series, people, **values))
    return await stage.call(request, pb.Rota)


async def run(stage: Stage) -> None:
    """Does what the job does on a replica, until nothing is left to do."""
    job = PerItemJob(GIVE_TURNS, 60.0, jobs.find_due, jobs.give_turn)
    units = stage.platform.services["events"].units
    for _ in range(6):
        await run_once(job, units, Caller(principal_id="job:another replica"))


async def schedule(stage: Stage, rota: pb.Rota, passport: str | None = None) -> pb.RotaSchedule:
    request = pb.SummarizeRotaRequest(rota_id=rota.id)
    return await stage.call(request, pb.RotaSchedule, passport)


async def given_out(stage: Stage, rota: pb.Rota, number: int) -> pb.RotaSchedule:
    """Returns the schedule once so many turns are filled."""
    await run(stage)

    async def are_given() -> pb.RotaSchedule:
        found = await schedule(stage, rota)
        assert [each.state for each in found.turns].count(FILLED) == number, found
        return found

    return await eventually(are_given)


def order(found: pb.RotaSchedule, people: Sequence[UUID]) -> str:
    """Returns who has the turns, each person as a letter; "-" where nobody has one."""
    letters = {str(person): chr(ord("A") + number) for number, person in enumerate(people)}
    turns = ("".join(letters[each] for each in turn.person_ids) or "-" for turn in found.turns)
    return " ".join(turns)


async def cancel(stage: Stage, turn: pb.RotaTurn, person: UUID) -> None:
    (row,) = await stage.sql(
        "SELECT id FROM sign_up WHERE shift_id = $1 AND person_id = $2", UUID(turn.shift_id), person
    )
    request = su.CancelSignUpRequest(sign_up_id=str(row["id"]))
    await stage.call(request, su.SignUp, stage.office.person(person))


async def is_away(stage: Stage, person: UUID, first: str, last: str) -> None:
    """Lets the notice have arrived that a person is away."""
    absences = json.dumps([{"first_date": first, "last_date": last}])
    await stage.sql(
        "INSERT INTO availability (id, time_zone, weekly_windows, absences) VALUES ($1, 'Asia/Shanghai', '[]', $2)",
        person,
        absences,
    )


async def update(stage: Stage, rota: pb.Rota, **values: Any) -> pb.Rota:
    request = pb.UpdateRotaRequest(
        rota_id=rota.id, rota=pb.Rota(**values), update_mask=FieldMask(paths=list(values))
    )
    return await stage.call(request, pb.Rota)


async def test_people_take_turns_and_who_gives_one_back_gets_another(timed: Stage) -> None:
    people = [await timed.somebody() for _ in range(3)]
    rota = await rotate(timed, await created(timed), people)
    assert (rota.state, rota.start_date) == (pb.ROTA_STATE_ACTIVE, local_day(0))
    found = await given_out(timed, rota, 4)
    assert order(found, people).startswith("A B C A - -")
    assert [each.turns for each in found.shares] == [2, 1, 1]
    # B has the turn after that one, so C takes it; A does not get it back.
    await cancel(timed, found.turns[0], people[0])
    found = await given_out(timed, rota, 4)
    assert order(found, people).startswith("C B C A - -")
    timed.clock.advance(days=13)
    found = await given_out(timed, rota, 4)
    assert order(found, people).startswith("C A B A - -"[:7])
    assert [each.turns for each in found.shares] == [2, 2, 2]


async def test_who_is_away_is_passed_over_and_catches_up(stage: Stage) -> None:
    people = [await stage.somebody() for _ in range(3)]
    await is_away(stage, people[1], local_day(0), local_day(20))
    rota = await rotate(stage, await created(stage), people, days_ahead=48)
    found = await given_out(stage, rota, 7)
    assert order(found, people).startswith("A C A B C B A")


async def test_two_share_a_turn_and_others_count(stage: Stage) -> None:
    series = await created(stage)
    people = [await stage.somebody() for _ in range(4)]
    rota = await rotate(stage, series, people, people_per_turn=2, skipped_dates=[local_day(8)])
    found = await given_out(stage, rota, 3)
    assert order(found, people).startswith("AB - CD AB -")
    assert [each.state for each in found.turns[:5]] == [FILLED, SKIPPED, FILLED, FILLED, TO_COME]
    # Somebody who is not on the rota takes a place where it would have given out a turn.
    shift = (await stage.sql("SELECT * FROM shift WHERE id = $1", UUID(found.turns[4].shift_id)))[0]
    await stage.call(
        su.CreateSignUpRequest(shift_id=str(shift["id"])), su.SignUp, stage.office.person()
    )
    await update(stage, rota, days_ahead=35)
    found = await given_out(stage, rota, 4)
    assert order(found, people).startswith("AB - CD AB C -")


async def test_who_cannot_come_is_passed_over_until_it_is_looked_at_again(timed: Stage) -> None:
    alone, busy = await timed.somebody(), await timed.somebody()
    series = await created(timed)
    rota = await rotate(timed, series, [busy], days_ahead=7)
    found = await given_out(timed, rota, 1)
    await cancel(timed, found.turns[0], busy)
    found = await given_out(timed, rota, 0)

    async def is_unfilled() -> bool:
        return (await schedule(timed, rota)).turns[0].state == UNFILLED

    await eventually(is_unfilled)
    # Whoever is added is asked at once; who has left the organization is not signed up any more.
    gone = await timed.somebody()
    await update(timed, rota, person_ids=[str(each) for each in (busy, gone, alone)])
    found = await given_out(timed, rota, 1)
    assert order(found, [busy, gone, alone]).startswith("B")
    await timed.sql("UPDATE membership SET state = 'ENDED' WHERE person_id = $1", gone)
    await cancel(timed, found.turns[0], gone)
    found = await given_out(timed, rota, 1)
    assert order(found, [busy, gone, alone]).startswith("C")
    (search,) = await timed.sql("SELECT * FROM rota_search WHERE rota_id = $1", UUID(rota.id))
    assert search["passed_person_ids"] == []


async def test_replicas_give_each_turn_once(stage: Stage) -> None:
    people = [await stage.somebody() for _ in range(5)]
    rota = await rotate(stage, await created(stage), people, days_ahead=90)
    await asyncio.gather(*(run(stage) for _ in range(3)))
    found = await given_out(stage, rota, 13)
    assert order(found, people) == "A B C D E A B C D E A B C"


async def test_who_joins_later_need_not_catch_up(stage: Stage) -> None:
    people = [await stage.somebody() for _ in range(3)]
    rota = await rotate(stage, await created(stage), people[:2], days_ahead=42)
    found = await given_out(stage, rota, 6)
    assert order(found, people).startswith("A B A B A B -")
    await update(stage, rota, person_ids=list(map(str, people)), days_ahead=80)
    found = await given_out(stage, rota, 12)
    assert order(found, people).startswith("A B A B A B C A B C A B")
    assert [each.credited_turns for each in found.shares] == [0, 0, 3]


async def test_a_person_leaves_it_and_keeps_what_they_have(stage: Stage) -> None:
    people = [await stage.somebody() for _ in range(2)]
    rota = await rotate(stage, await created(stage), people, days_ahead=7)
    await given_out(stage, rota, 1)
    leave, own = pb.LeaveRotaRequest(rota_id=rota.id), stage.office.person(people[0])
    with pytest.raises(PermissionDenied):
        await stage.call(leave, pb.Rota)
    left = await stage.call(leave, pb.Rota, own)
    assert list(left.person_ids) == [str(people[1])]
    with pytest.raises(PermissionDenied):
        await stage.call(leave, pb.Rota, own)
    (row,) = await stage.sql("SELECT state FROM sign_up WHERE person_id = $1", people[0])
    assert row["state"] == "CONFIRMED"


async def test_who_may_see_and_manage_it(stage: Stage) -> None:
    person, series = await stage.somebody(), await created(stage)
    for passport in (stage.office.person(), stage.holding("SUPERVISOR")):
        with pytest.raises(PermissionDenied):
            await stage.call(
                pb.CreateRotaRequest(rota=rota_of(series, [person])), pb.Rota, passport
            )
    with pytest.raises(PermissionDenied):
        await rotate(stage, series, [person], event_series_id=str(uuid7()))
    rota = await rotate(stage, series, [person])
    get = pb.GetRotaRequest(rota_id=rota.id)
    for passport in (
        stage.office.person(person),
        stage.holding("SUPERVISOR"),
        await stage.member(),
    ):
        assert (await stage.call(get, pb.Rota, passport)).id == rota.id
    for request, answer_type in ((get, pb.Rota), (pb.EndRotaRequest(rota_id=rota.id), pb.Rota)):
        with pytest.raises(PermissionDenied):
            await stage.call(request, answer_type, stage.office.person())
    listed = pb.ListRotasRequest(person_id=str(person))
    for passport, number in ((stage.office.person(person), 1), (stage.office.person(), 0)):
        answer = await stage.call(listed, pb.ListRotasResponse, passport)
        assert len(answer.rotas) == number
    by_organization = pb.ListRotasRequest(organization_id=str(stage.organization_id))
    assert [
        each.id for each in (await stage.call(by_organization, pb.ListRotasResponse)).rotas
    ] == [rota.id]


@pytest.mark.parametrize(
    "values",
    [
        {"person_ids": []},
        {"people_per_turn": 0},
        {"days_ahead": 91},
        {"skipped_dates": ["2026-02-30"]},
        {"start_date": "tomorrow"},
    ],
)
async def test_what_makes_no_sense_is_refused(stage: Stage, values: dict[str, Any]) -> None:
    series = await created(stage)
    with pytest.raises(InvalidArgument):
        await rotate(stage, series, [uuid7()], **values)


async def test_strangers_are_given_no_turns(stage: Stage) -> None:
    member, series = await stage.somebody(), await created(stage)
    with pytest.raises(Refused) as refused:
        await rotate(stage, series, [member, uuid7()])
    assert [each.reason for each in refused.value.violations] == ["NOT_A_MEMBER"]
    rota = await rotate(stage, series, [member])
    with pytest.raises(Refused):
        await update(stage, rota, person_ids=[str(member), str(uuid7())])


@given(
    turns=st.lists(st.integers(0, 9), min_size=2, max_size=6),
    joined=st.integers(0, 5),
)
def test_credits_bring_new_people_level_with_the_fewest(turns: list[int], joined: int) -> None:
    people = [uuid7() for _ in turns]
    new = set(people[: min(joined, len(people) - 1)])
    counts = dict(zip(people, turns, strict=True))
    rota = new_row(Rota, person_ids=people)
    rota.credit(new, counts)
    level = {each: counts[each] + rota.credit_of(each) for each in people}
    fewest = min(level[each] for each in people if each not in new)
    assert all(level[each] == counts[each] for each in people if each not in new)
    assert all(level[each] == max(fewest, counts[each]) for each in new)
