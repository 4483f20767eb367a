"""Every refusal of standing sign-ups says what to do next, and that works."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import standing_sign_up_pb2 as pb

from services.events.standing_sign_ups import servicer
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.series.test_series import created, local_day
from tests.events.stage import Stage
from tests.events.standing_sign_ups.test_standing_sign_ups import stand
from tests.remedies import Remedies, refused

ACTIVE, ENDED = pb.STANDING_SIGN_UP_STATE_ACTIVE, pb.STANDING_SIGN_UP_STATE_ENDED
STATE = "STATE_DOES_NOT_ALLOW"
REMEDIES = Remedies("events", "standing_sign_ups")
remedy = REMEDIES.of


async def end(stage: Stage, standing: pb.StandingSignUp) -> pb.StandingSignUp:
    request = pb.EndStandingSignUpRequest(standing_sign_up_id=standing.id)
    return await stage.call(request, pb.StandingSignUp)


@remedy("NO_SUCH_RESOURCE")
async def choose_a_shift_of_the_series(stage: Stage) -> None:
    me, series = uuid7(), await created(stage)
    wrong = stand(stage, series, me, shift_template_id=str(uuid7()))
    assert "one of its shifts" in await refused(wrong, "NO_SUCH_RESOURCE")
    assert (await stand(stage, series, me)).state == ACTIVE


@remedy("STANDING_ALREADY", f"{STATE}: cannot pause", f"{STATE}: has ended already")
async def end_the_other_one_or_create_a_new_one(stage: Stage) -> None:
    me, series = uuid7(), await created(stage)
    later = {"start_date": local_day(80)}
    tries = await asyncio.gather(
        *(stand(stage, series, me, **later) for _ in range(3)), return_exceptions=True
    )
    (standing,) = [each for each in tries if isinstance(each, pb.StandingSignUp)]
    assert {each.reason for each in tries if isinstance(each, Refused)} == {"STANDING_ALREADY"}
    said = await refused(stand(stage, series, me, **later), "STANDING_ALREADY")
    assert "End that one" in said
    assert (await end(stage, standing)).state == ENDED
    pause = pb.PauseStandingSignUpRequest(standing_sign_up_id=standing.id)
    own = stage.office.person(me)
    for attempt in (stage.call(pause, pb.StandingSignUp, own), end(stage, standing)):
        assert "Create a new one" in await refused(attempt, STATE)
    assert (await stand(stage, series, me, **later)).state == ACTIVE


@remedy("TOO_MANY_STANDING")
async def end_one_that_is_not_needed(stage: Stage) -> None:
    me, series, other = uuid7(), await created(stage), await created(stage)
    later = {"start_date": local_day(80)}
    standing = await stand(stage, series, me, **later)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servicer, "MOST_ACTIVE", 1)
        said = await refused(stand(stage, other, me, **later), "TOO_MANY_STANDING")
        assert "End one" in said
        await end(stage, standing)
        assert (await stand(stage, other, me, **later)).state == ACTIVE


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
