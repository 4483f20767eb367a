"""OpeningService, called over gRPC: the shifts that somebody can do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import eligibility_pb2, shift_pb2
from banyan.events.v1 import opening_pb2 as pb
from banyan.places.v1.place_pb2 import Near, Place

from services.events.openings import servicer
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.events.availability.test_availability import says
from tests.events.stage import Stage, in_hours
from tests.remedies import Remedies, refused
from tests.roundtrips import marked_requests

REMEDIES = Remedies("events", "openings")


async def shift_at(stage: Stage, hours: float, place: Place | None = None, **values: Any) -> str:
    """Creates a shift of an hour that begins in so many hours; returns its ID."""
    event = await stage.published(
        start_time=in_hours(hours), end_time=in_hours(hours + 1), place=place
    )
    span = {"start_time": in_hours(hours), "end_time": in_hours(hours + 1)}
    return (await stage.shift(event, **(span | values))).id


async def find(stage: Stage, person_id: UUID, **values: Any) -> pb.Openings:
    request = pb.FindOpeningsRequest(**values)
    return await stage.call(request, pb.Openings, stage.office.person(person_id))


async def found(stage: Stage, person_id: UUID, **values: Any) -> list[str]:
    return [each.shift_id for each in (await find(stage, person_id, **values)).fits]


def reasons(opening: pb.Opening) -> list[str]:
    names = map(pb.OpeningReason.Name, opening.reasons)
    return [each.removeprefix("OPENING_REASON_") for each in names]


async def test_finds_what_the_evaluator_lets_one_take(stage: Stage) -> None:
    kind = await stage.knows_kind()
    plain = await shift_at(stage, 24)
    skilled = await shift_at(stage, 26, required_skills=["急救"])
    qualified = await shift_at(stage, 28, required_qualification_kind_ids=[kind])
    full = await stage.shift(
        await stage.published(start_time=in_hours(30), end_time=in_hours(32)), capacity=1
    )
    await stage.sign_up(full)
    closed = await stage.published(start_time=in_hours(33), end_time=in_hours(35))
    await stage.shift(closed)
    await stage.sql(
        "UPDATE event SET sign_up_deadline = now() - interval '1 hour' WHERE id = $1",
        UUID(closed.id),
    )
    draft = await stage.draft(start_time=in_hours(36), end_time=in_hours(38))
    await stage.shift(draft)
    hidden = await shift_at(stage, 40)
    await stage.sql(
        "UPDATE event SET visibility = 'MEMBERS' WHERE id ="
        " (SELECT event_id FROM shift WHERE id = $1)",
        UUID(hidden),
    )

    stranger = uuid7()
    assert await found(stage, stranger) == [plain]
    assert (await find(stage, stranger)).is_complete
    able = await stage.somebody("急救")
    assert set(await found(stage, able)) == {plain, skilled, hidden}
    await stage.knows_qualification(able, kind)
    ids = [plain, skilled, qualified, full.id, hidden]
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=ids),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(able),
    )
    said = {each.shift_id for each in answer.eligibilities if each.can_sign_up}
    assert set(await found(stage, able)) == said == {plain, skilled, qualified, hidden}
    suspended = await stage.somebody(state="SUSPENDED")
    assert await found(stage, suspended) == []
    await stage.sign_up(shift_pb2.Shift(id=plain), able)
    assert set(await found(stage, able)) == {skilled, qualified, hidden}


async def test_the_most_fitting_comes_first_and_says_why(stage: Stage) -> None:
    person_id = await stage.somebody("急救")
    filled = await shift_at(stage, 24, capacity=4)
    for _ in range(3):
        await stage.sign_up(shift_pb2.Shift(id=filled))
    later = await shift_at(stage, 24 * 20)
    soon = await shift_at(stage, 30)
    skilled = await shift_at(stage, 24 * 20 + 2, required_skills=["急救"])
    answer = await find(stage, person_id)
    listed = [each.shift_id for each in answer.fits]
    assert listed == [skilled, soon, later, filled]
    assert [reasons(each) for each in answer.fits] == [["SKILLS"], ["URGENT"], [], []]
    day = in_hours(24 * 20 + 2).ToDatetime().date()
    span = {"first_date": str(day - timedelta(days=2)), "last_date": str(day + timedelta(days=2))}
    await says(stage, person_id, "Etc/UTC", absences=[span])
    answer = await find(stage, person_id, limit=3)
    assert [each.shift_id for each in answer.fits] == [soon, filled, skilled]
    assert reasons(answer.fits[2]) == ["SKILLS", "AWAY"]


async def test_knows_whom_one_has_helped(timed: Stage) -> None:
    person_id = uuid7()
    past = await shift_at(timed, 24)
    await timed.sign_up(shift_pb2.Shift(id=past), person_id)
    shift_id = await shift_at(timed, 100)
    (only,) = (await find(timed, person_id)).fits
    assert reasons(only) == []
    await timed.sql(
        "UPDATE sign_up SET state = 'COMPLETED', check_in_time = start_time, check_out_time = end_time"
    )
    (only,) = (await find(timed, person_id)).fits
    assert (only.shift_id, reasons(only)) == (shift_id, ["FAMILIAR"])


async def test_near_a_point_and_within_a_time(stage: Stage) -> None:
    person_id = uuid7()
    far = await shift_at(stage, 24, Place(latitude=39.9, longitude=116.9))
    near = await shift_at(stage, 26, Place(latitude=39.9, longitude=116.41))
    await shift_at(stage, 28, Place(latitude=31.2, longitude=121.5))
    nowhere = await shift_at(stage, 30)
    here = Near(latitude=39.9, longitude=116.4)
    answer = await find(stage, person_id, near=here)
    assert [each.shift_id for each in answer.fits] == [near, far]
    assert [round(each.distance_meters, -2) for each in answer.fits] == [900, 42700]
    assert await found(stage, person_id, start_time=in_hours(30)) == [nowhere]
    late = {"start_time": in_hours(25), "end_time": in_hours(28)}
    assert await found(stage, person_id, **late) == [near]
    assert await found(stage, person_id, organization_id=str(uuid7())) == []
    assert not (await find(stage, person_id)).fits[0].HasField("distance_meters")
    with pytest.raises(InvalidArgument):
        await find(stage, person_id, start_time=in_hours(28), end_time=in_hours(28))


async def test_is_bounded_and_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    event = await stage.published()
    ids = [(await stage.shift(event)).id for _ in range(3)]
    monkeypatch.setattr(servicer, "MOST_LOOKED_AT", 2)
    answer = await find(stage, uuid7())
    assert not answer.is_complete
    assert [each.shift_id for each in answer.fits] == ids[:2]


async def test_the_number_of_statements_does_not_depend_on_what_is_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id, asked = await stage.somebody(), 0
    fetch = Work.fetch

    async def count(self: Work, *arguments: Any, **values: Any) -> Any:
        nonlocal asked
        asked += is_request()
        return await fetch(self, *arguments, **values)

    monkeypatch.setattr(Work, "fetch", count)
    counts = []
    with marked_requests() as is_request:
        for number in (1, 5):
            for index in range(number):
                await shift_at(stage, 24 + 10 * number + index)
            asked = 0
            assert await found(stage, person_id)
            counts.append(asked)
    assert counts == [5, 5]


@REMEDIES.of("END_NOT_AFTER_START")
async def ask_for_a_span_that_ends_later(stage: Stage) -> None:
    person_id = uuid7()
    await stage.knows_person(person_id)
    wrong = find(stage, person_id, start_time=in_hours(48), end_time=in_hours(24))
    assert "after the start" in await refused(wrong, "END_NOT_AFTER_START")
    assert not await found(stage, person_id, start_time=in_hours(24), end_time=in_hours(48))


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_what_it_says_to_do_next_works(stage: Stage, scenario: Any) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_its_scenario() -> None:
    REMEDIES.check()
