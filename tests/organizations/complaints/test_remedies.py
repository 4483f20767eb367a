"""Every refusal about complaints says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.kit.process.ids import uuid7
from services.organizations.complaints.servicer import MOST_A_DAY
from tests.organizations.community import Community
from tests.organizations.complaints.test_complaints import answer, close, file
from tests.organizations.enrolments.growing import Garden
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "complaints")
remedy = REMEDIES.of
_YESTERDAY = "UPDATE complaint SET create_time = create_time - interval '1 day'"


@remedy("NOT_CULTIVATED", "TOO_MANY_COMPLAINTS", "COMPLAINT_ANSWERED", "COMPLAINT_CLOSED")
async def complaints(community: Community) -> None:
    garden = await Garden.plant(community)
    own = community.passport(uuid7())
    await refused(file(garden, own), "NOT_CULTIVATED")
    await garden.enrolled()
    complaint = await file(garden, own)
    await refused(file(garden, own), "COMPLAINT_EXISTS")
    await answer(garden, complaint)
    await refused(answer(garden, complaint), "COMPLAINT_ANSWERED")
    await close(garden, complaint)
    await refused(close(garden, complaint), "COMPLAINT_CLOSED")
    for _ in range(MOST_A_DAY - 1):
        await close(garden, await file(garden, own))
    await refused(file(garden, own), "TOO_MANY_COMPLAINTS")
    await community.platform.site.sql("organizations", _YESTERDAY)
    await file(garden, own)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
