"""Every refusal about dormancies says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from tests.organizations.community import Community
from tests.organizations.dormancies.sleeping import AWAKE, Burrow
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "dormancies")
remedy = REMEDIES.of


@remedy("NOT_DORMANT")
async def not_dormant(community: Community) -> None:
    burrow = await Burrow.dig(community)
    await burrow.look()
    await burrow.answer()
    assert "nothing left to do" in await refused(burrow.answer(), "NOT_DORMANT")
    assert await burrow.states() == [AWAKE]


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
