"""Every refusal of schedule plans says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from banyan.events.v1 import schedule_plan_pb2 as pb

from services.events.plans import servicer
from tests.events.plan_changes.changes import checked, repaired
from tests.events.plans.planning import DAY, Planning
from tests.events.stage import Stage, in_hours, mask
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "plans")
remedy = REMEDIES.of


async def rename(planning: Planning, plan: pb.SchedulePlan) -> pb.SchedulePlan:
    request = pb.UpdateSchedulePlanRequest(
        schedule_plan_id=plan.id,
        schedule_plan=pb.SchedulePlan(title="夏季"),
        update_mask=mask("title"),
    )
    return await planning.stage.call(request, pb.SchedulePlan)


async def discard(planning: Planning, plan: pb.SchedulePlan) -> pb.SchedulePlan:
    request = pb.DiscardSchedulePlanRequest(schedule_plan_id=plan.id)
    return await planning.stage.call(request, pb.SchedulePlan)


@remedy("PLAN_SOLVING", "PLAN_NOT_SOLVING")
async def stop_it_first(planning: Planning) -> None:
    plan = await planning.create()
    await refused(planning.stop(plan), "PLAN_NOT_SOLVING")
    await planning.solve(plan)
    assert "stop it first" in await refused(rename(planning, plan), "PLAN_SOLVING")
    await planning.stop(plan)
    await rename(planning, plan)


@remedy("PLAN_OVER")
async def create_another_one(planning: Planning) -> None:
    plan = await planning.create()
    await discard(planning, plan)
    assert "Create another one" in await refused(rename(planning, plan), "PLAN_OVER")
    await refused(planning.solve(plan), "PLAN_OVER")
    await rename(planning, await planning.create())


@remedy("PLAN_NOT_READY: can be published", "PLAN_NOT_READY: says nothing yet")
async def solve_it_first(planning: Planning) -> None:
    await planning.season(1)
    await planning.stage.somebody()
    plan = await planning.create()
    assert "Solve it first" in await refused(planning.publish(plan), "PLAN_NOT_READY")
    assert "Solve it first" in await refused(checked(planning, plan), "PLAN_NOT_READY")
    plan = await planning.solved(plan)
    await checked(planning, plan)
    await planning.publish(plan)


@remedy("PLAN_PUBLISHING")
async def wait_until_it_is_published(planning: Planning) -> None:
    await planning.season(1)
    await planning.stage.somebody()
    plan = await planning.publish(await planning.solved())
    await planning.stage.sql("UPDATE schedule_plan SET sign_ups_to_make = 1")
    assert "Wait until" in await refused(repaired(planning, plan), "PLAN_PUBLISHING")
    await planning.stage.sql("UPDATE schedule_plan SET sign_ups_to_make = 0")
    await repaired(planning, plan)


@remedy("END_NOT_AFTER_START", "PLAN_TOO_LONG")
async def choose_other_times(planning: Planning) -> None:
    await refused(planning.create(end_time=in_hours(0)), "END_NOT_AFTER_START")
    said = await refused(planning.create(end_time=in_hours(201 * DAY)), "PLAN_TOO_LONG")
    assert "the rest by another plan" in said
    await planning.create(end_time=in_hours(200 * DAY))
    await planning.create(start_time=in_hours(200 * DAY), end_time=in_hours(201 * DAY))


@remedy("ANSWER_TIME_OUT_OF_RANGE")
async def ask_for_an_answer_in_the_future(planning: Planning) -> None:
    await planning.season(1)
    await planning.stage.somebody()
    plan = await planning.solved()
    now = datetime.now(UTC)
    asked = planning.publish(plan, now - timedelta(minutes=1))
    assert "in the future" in await refused(asked, "ANSWER_TIME_OUT_OF_RANGE")
    await refused(planning.publish(plan, now + timedelta(days=61)), "ANSWER_TIME_OUT_OF_RANGE")
    await planning.publish(plan, now + timedelta(days=1))


@remedy("TOO_MANY_PLANS", "TOO_MANY_SEARCHES")
async def make_room(planning: Planning) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(servicer, "MOST_AT_ONCE", 1)
        first, second = await planning.create(), await planning.create()
        await planning.solve(first)
        assert "or stop it" in await refused(planning.solve(second), "TOO_MANY_SEARCHES")
        await planning.stop(first)
        await planning.solve(second)
        patched.setattr(servicer, "MOST_KEPT", 2)
        assert "Discard old ones" in await refused(planning.create(), "TOO_MANY_PLANS")
        await discard(planning, first)
        await planning.create()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    stage: Stage, scenario: Callable[[Planning], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, Planning(stage))


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
