"""Every refusal of stand-ins says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import sign_up_pb2
from banyan.events.v1 import stand_in_pb2 as pb

from tests.events.stage import Stage
from tests.events.stand_ins.test_stand_ins import Asking
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "stand_ins")
remedy = REMEDIES.of


@remedy("STAND_IN_CLOSED")
async def look_for_another_shift(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await asking.take()
    assert "Look for another shift" in await refused(asking.take(), "STAND_IN_CLOSED")
    found = await stage.sign_up(await stage.shift())
    assert found.state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED


@remedy("STAND_IN_OPEN")
async def withdraw_first(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    assert "Withdraw" in await refused(asking.ask(asking.sign_up), "STAND_IN_OPEN")
    await asking.withdraw()
    assert (await asking.ask(asking.sign_up)).state == pb.STAND_IN_STATE_OPEN


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
