"""Every refusal of the view says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.organizations.v1 import cultivation_pb2 as pb

from tests.organizations.community import Community
from tests.organizations.cultivation.test_past import charted, view
from tests.organizations.enrolments.growing import Garden
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "cultivation")
remedy = REMEDIES.of


@remedy("DAY_TO_COME")
async def choose_today(community: Community) -> None:
    garden = await Garden.plant(community)
    assert "Choose today" in await refused(view(garden, -2), "DAY_TO_COME")
    assert (await view(garden, 0)).date == (await view(garden)).date


@remedy("END_BEFORE_START", "TOO_MANY_PERIODS")
async def choose_fewer_days(community: Community) -> None:
    garden = await Garden.plant(community)
    assert "before the first" in await refused(charted(garden, -1), "END_BEFORE_START")
    assert "longer periods" in await refused(charted(garden, 7 * 120), "TOO_MANY_PERIODS")
    months = await charted(garden, 7 * 120, period=pb.CULTIVATION_PERIOD_MONTH)
    assert len(months[0].points) >= 27
    assert len((await charted(garden, 0))[0].points) == 1


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Community], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, community)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
