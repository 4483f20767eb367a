"""Every refusal to change a plan says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest

from services.kit.process.ids import uuid7
from tests.events.plan_changes.changes import change, checked, compared, pair, repaired
from tests.events.plans.planning import Planning
from tests.events.stage import Stage, in_hours
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "plan_changes")
remedy = REMEDIES.of


@remedy("NOT_IN_PLAN", "ALREADY_IN_PLAN", "PLAN_CHANGED")
async def leave_out_what_is_not_so(planning: Planning) -> None:
    first, second = await planning.season(2)
    person = await planning.stage.somebody()
    plan = await planning.solved()
    here, there = pair(first, person), pair(second, person)
    stranger = pair(first, uuid7())
    assert "Leave it out" in await refused(checked(planning, plan, [stranger]), "NOT_IN_PLAN")
    assert "Leave it out" in await refused(checked(planning, plan, [here]), "ALREADY_IN_PLAN")
    await change(planning, plan, removed=[here])
    again = change(planning, plan, removed=[here, there])
    assert "Read the plan again" in await refused(again, "PLAN_CHANGED")
    left = await planning.assignments(plan)
    assert [each.shift_id for each in left] == [second.id]
    await change(planning, plan, removed=[there])


@remedy("NOTHING_TO_CHANGE")
async def sign_up_by_hand(planning: Planning) -> None:
    (shift,) = await planning.season(1)
    person = await planning.stage.somebody()
    plan = await planning.publish(await planning.solved())
    await planning.stage.sql("UPDATE membership SET state = 'ENDED'")
    said = await refused(repaired(planning, plan), "NOTHING_TO_CHANGE")
    assert "Sign people up by hand" in said
    await planning.stage.sql("UPDATE membership SET state = 'ACTIVE'")
    other = await planning.stage.shift(start_time=in_hours(40), end_time=in_hours(41))
    assert (await planning.stage.sign_up_for(other, person)).id
    assert shift.id


@remedy("ANOTHER_ORGANIZATION")
async def choose_a_plan_of_the_same(planning: Planning) -> None:
    await planning.season(1)
    await planning.stage.somebody()
    plan = await planning.solved()
    both = Planning(Stage(planning.stage.platform))
    await both.season(1)
    await both.stage.somebody()
    theirs = await both.solved()
    owner = planning.stage.office.person(
        roles={
            planning.stage.organization_id: ["OWNER"],
            both.stage.organization_id: ["OWNER"],
        }
    )
    planning.stage.leader = owner
    said = await refused(compared(planning, plan, theirs), "ANOTHER_ORGANIZATION")
    assert "one of the same" in said
    assert not (await compared(planning, plan, plan)).added


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    planning: Planning, scenario: Callable[[Planning], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, planning)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
