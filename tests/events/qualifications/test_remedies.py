"""Every refusal of qualifications and availability at events says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.events.availability.queries import AWAY
from tests.events.availability.test_availability import says
from tests.events.stage import Stage
from tests.remedies import Remedies, met, refused

REMEDIES = Remedies("events", "qualifications", "availability")
remedy = REMEDIES.of


@remedy("QUALIFICATION_KIND_NOT_OPEN")
async def choose_another_kind(stage: Stage) -> None:
    retired, kind = await stage.knows_kind(retired=True), await stage.knows_kind()
    create = stage.shift(required_qualification_kind_ids=[retired])
    assert "Choose another one" in await refused(create, "QUALIFICATION_KIND_NOT_OPEN")
    assert (await stage.shift(required_qualification_kind_ids=[kind])).id


@remedy("AWAY")
async def sign_up_all_the_same(stage: Stage) -> None:
    """It is a warning: see tests/events/availability/test_availability.py."""
    shift, person = await stage.shift(), await stage.somebody()
    start = shift.start_time.ToDatetime() + timedelta(hours=8)
    day = start.date().isoformat()
    await says(stage, person, absences=[{"first_date": day, "last_date": day}])
    assert "Sign up if you can" in met("AWAY", str(AWAY.description))
    assert (await stage.sign_up(shift, person)).id


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
