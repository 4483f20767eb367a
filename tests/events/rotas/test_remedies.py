"""Every refusal of rotas says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import event_series_pb2
from banyan.events.v1 import rota_pb2 as pb

from services.kit.process.ids import uuid7
from tests.events.rotas.test_rotas import rotate, update
from tests.events.series.test_series import created, end
from tests.events.stage import Stage
from tests.remedies import Remedies, refused

ACTIVE, ENDED = pb.ROTA_STATE_ACTIVE, pb.ROTA_STATE_ENDED
STATE = "STATE_DOES_NOT_ALLOW"
REMEDIES = Remedies("events", "rotas")
remedy = REMEDIES.of


async def end_rota(stage: Stage, rota: pb.Rota) -> pb.Rota:
    return await stage.call(pb.EndRotaRequest(rota_id=rota.id), pb.Rota)


@remedy("NO_SUCH_RESOURCE")
async def choose_a_shift_of_the_series(stage: Stage) -> None:
    people, series = [await stage.somebody()], await created(stage)
    wrong = rotate(stage, series, people, shift_template_id=str(uuid7()))
    assert "one of its shifts" in await refused(wrong, "NO_SUCH_RESOURCE")
    assert (await rotate(stage, series, people)).state == ACTIVE


@remedy("ROTA_CANNOT_CHECK_AGE")
async def choose_a_shift_without_an_age(stage: Stage) -> None:
    people = [await stage.somebody()]
    for_adults = event_series_pb2.ShiftTemplate(
        title="值班", duration_minutes=60, capacity=2, minimum_age=18
    )
    for_all = event_series_pb2.ShiftTemplate(title="茶水", duration_minutes=60, capacity=2)
    series = await created(stage, shift_templates=[for_adults, for_all])
    said = await refused(rotate(stage, series, people), "ROTA_CANNOT_CHECK_AGE")
    assert "Choose another shift" in said
    other = series.shift_templates[1].id
    assert (await rotate(stage, series, people, shift_template_id=other)).state == ACTIVE


@remedy("ROTA_ALREADY", f"{STATE}: cannot be changed", f"{STATE}: has ended already")
async def end_the_other_one_or_create_a_new_one(stage: Stage) -> None:
    people, series = [await stage.somebody()], await created(stage)
    rota = await rotate(stage, series, people)
    assert "end it first" in await refused(rotate(stage, series, people), "ROTA_ALREADY")
    assert (await end_rota(stage, rota)).state == ENDED
    for attempt in (update(stage, rota, days_ahead=7), end_rota(stage, rota)):
        assert "Create a new one" in await refused(attempt, STATE)
    assert (await rotate(stage, series, people)).state == ACTIVE


@remedy("ROTA_NEEDS_SOMEBODY")
async def have_somebody_added_first(stage: Stage) -> None:
    me, other = await stage.somebody(), await stage.somebody()
    rota = await rotate(stage, await created(stage), [me])
    leave, own = pb.LeaveRotaRequest(rota_id=rota.id), stage.office.person(me)
    said = await refused(stage.call(leave, pb.Rota, own), "ROTA_NEEDS_SOMEBODY")
    assert "add somebody first" in said
    await update(stage, rota, person_ids=[str(me), str(other)])
    assert list((await stage.call(leave, pb.Rota, own)).person_ids) == [str(other)]


@remedy("NOT_A_MEMBER")
async def name_members_only(stage: Stage) -> None:
    stranger, series = uuid7(), await created(stage)
    said = await refused(rotate(stage, series, [stranger]), "NOT_A_MEMBER")
    assert "wait a moment" in said
    await stage.knows_membership(stranger)
    assert (await rotate(stage, series, [stranger])).state == ACTIVE


async def test_a_series_that_has_ended_has_no_new_rota(stage: Stage) -> None:
    people, series = [await stage.somebody()], await created(stage)
    await end(stage, series, reason="done")
    assert "Create a new one" in await refused(rotate(stage, series, people), "SERIES_ENDED")


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
