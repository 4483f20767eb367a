"""Every refusal of swaps says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import swap_pb2 as pb

from tests.events.stage import Stage
from tests.events.swaps.test_swaps import Swapping
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "swaps")
remedy = REMEDIES.of


@remedy("SWAP_CLOSED")
async def agree_on_another(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    await swapping.answer(pb.DeclineSwapRequest)
    assert "propose it" in await refused(swapping.answer(), "SWAP_CLOSED")
    swapping.swap = await swapping.propose(1)
    assert (await swapping.answer(person=0)).state == pb.SWAP_STATE_ACCEPTED


@remedy("SWAP_OPEN")
async def withdraw_first(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    assert "Withdraw" in await refused(swapping.propose(), "SWAP_OPEN")
    await swapping.answer(pb.WithdrawSwapRequest, 0)
    assert (await swapping.propose()).state == pb.SWAP_STATE_PROPOSED


@remedy("SWAP_IMPOSSIBLE")
async def decline_and_agree_on_another(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    await stage.sql(
        "UPDATE shift SET required_skills = '{急救}' WHERE id = $1", UUID(swapping.shifts[1].id)
    )
    assert "Decline" in await refused(swapping.answer(), "SWAP_IMPOSSIBLE")
    await swapping.answer(pb.DeclineSwapRequest)
    third = await swapping.shift_at(60)
    swapping.sign_ups[1] = await stage.sign_up(third, swapping.people[1])
    swapping.swap = await swapping.propose()
    assert (await swapping.answer()).state == pb.SWAP_STATE_ACCEPTED


@remedy("NOTHING_TO_SWAP")
async def choose_the_sign_up_of_somebody_else(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    other = swapping.sign_ups[1]
    third = await swapping.shift_at(60)
    swapping.sign_ups[1] = await stage.sign_up(third, swapping.people[0])
    assert "somebody else" in await refused(swapping.propose(), "NOTHING_TO_SWAP")
    swapping.sign_ups[1] = other
    assert (await swapping.propose()).state == pb.SWAP_STATE_PROPOSED


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
