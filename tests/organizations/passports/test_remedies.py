"""Every refusal of a credential says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.organizations.passports.test_passports import Desk
from tests.remedies import Remedies, refused
from tests.services import Platform

REMEDIES = Remedies(
    "organizations",
    "passports",
    elsewhere={"TRY_AGAIN": "tests/organizations/passports/test_discovery.py"},
)
remedy = REMEDIES.of


@remedy("CREDENTIAL_EXPIRED", "CREDENTIAL_INVALID")
async def sign_in_again(desk: Desk) -> None:
    old = desk.issuer.mint("lin", "Lin", lifetime=timedelta(hours=-1))
    assert "Sign in again" in await refused(desk.issue(old), "CREDENTIAL_EXPIRED")
    assert "Sign in again" in await refused(desk.issue(old[:-9]), "CREDENTIAL_INVALID")
    assert (await desk.caller()).person_id


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    organizations: Platform, scenario: Callable[[Desk], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, Desk(organizations))


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
