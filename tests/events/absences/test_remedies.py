"""Every refusal of absences says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.events.absences import servicer
from services.kit.process.ids import uuid7
from tests.events.absences.test_absences import (
    CANCEL,
    CANCELLED,
    absence,
    outcomes,
    report,
    shift_at,
)
from tests.events.stage import Stage, in_hours
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "absences")
remedy = REMEDIES.of


@remedy("TOO_MUCH_AT_ONCE")
async def choose_a_shorter_time(stage: Stage) -> None:
    person_id = uuid7()
    sign_ups = [await stage.sign_up(await shift_at(stage, hours), person_id) for hours in (30, 40)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servicer, "MOST_SIGN_UPS", 1)
        whole = report(stage, person_id, absence(CANCEL))
        assert "shorter time" in await refused(whole, "TOO_MUCH_AT_ONCE")
        told = await report(stage, person_id, absence(CANCEL, end_time=in_hours(35)))
        assert outcomes(told) == {sign_ups[0].id: CANCELLED}
        told = await report(stage, person_id, absence(CANCEL))
        assert outcomes(told) == {sign_ups[1].id: CANCELLED}


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
