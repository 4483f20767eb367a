"""Every refusal of the view says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from tests.organizations.community import Community
from tests.organizations.cultivation.test_past import view
from tests.organizations.enrolments.growing import Garden
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "cultivation")
remedy = REMEDIES.of


@remedy("DAY_TO_COME")
async def choose_today(community: Community) -> None:
    garden = await Garden.plant(community)
    assert "Choose today" in await refused(view(garden, -2), "DAY_TO_COME")
    assert (await view(garden, 0)).date == (await view(garden)).date


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
