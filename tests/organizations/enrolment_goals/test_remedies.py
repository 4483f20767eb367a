"""Every refusal about goals says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.organizations.enrolment_goals.servicer import MOST_OPEN
from tests.organizations.community import Community
from tests.organizations.enrolment_goals.test_enrolment_goals import agree, decide
from tests.organizations.enrolments.growing import Garden
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "enrolment_goals")
remedy = REMEDIES.of


@remedy("GOAL_DECIDED", "TOO_MANY_GOALS")
async def goals(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    made = [await agree(garden, enrolment) for _ in range(MOST_OPEN)]
    await refused(agree(garden, enrolment), "TOO_MANY_GOALS")
    await decide(garden, made[0])
    await agree(garden, enrolment)
    await refused(decide(garden, made[0], is_reached=False), "GOAL_DECIDED")


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
