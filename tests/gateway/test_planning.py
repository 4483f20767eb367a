"""docs/scheduling.md: its operations, from the question to people who are signed up."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from banyan.events.v1 import event_pb2, shift_pb2

from services.events.plans.searching import search_once
from tests.gateway.conftest import Gateway, Json, global_id
from tests.waiting import eventually
from tests.world import World, in_hours

DOCS = Path(__file__).parents[2] / "docs"
NAMES = (
    "PlanSeason",
    "SolvePlan",
    "PlanProgress",
    "Plan",
    "PublishPlan",
    "AskByPlan",
    "MyProposals",
    "PlanAnswers",
    "DiscardPlan",
    "RepairPlan",  # this and the following: tests/gateway/test_rota.py
    "ChangePlan",
    "CheckPlanChange",
    "ComparePlans",
)
OPERATIONS = {
    name: (DOCS / "operations" / f"{name}.graphql").read_text(encoding="utf-8") for name in NAMES
}
START, DAYS = 200 * 24, 3  # hours from now: no series of other tests reaches that far


def test_the_page_names_them_in_their_order() -> None:
    page = (DOCS / "scheduling.md").read_text(encoding="utf-8")
    named = re.findall(r"operations/(\w+)\.graphql", page)
    assert list(dict.fromkeys(named)) == list(NAMES)


async def season(world: World, start: int = START) -> list[str]:
    """Creates an event with a shift on each of some days, one of which nobody can take. Returns their IDs."""
    event = world.event()
    event.start_time.CopyFrom(in_hours(start))
    event.end_time.CopyFrom(in_hours(start + DAYS * 24))
    created = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=event), event_pb2.Event
    )
    publish = event_pb2.PublishEventRequest(event_id=created.id)
    await world.call("coordinator", publish, event_pb2.Event)
    shifts = []
    for day in range(DAYS):
        shift = world.shift(created.id)
        shift.start_time.CopyFrom(in_hours(start + day * 24))
        shift.end_time.CopyFrom(in_hours(start + day * 24 + 2))
        shift.capacity = 1
        shift.required_skills[:] = ["潜水"] if day == 1 else []
        request = shift_pb2.CreateShiftRequest(shift=shift)
        shifts.append((await world.call("coordinator", request, shift_pb2.Shift)).id)
    return shifts


def question(world: World, shifts: list[str], start: int = START) -> Json:
    """Returns the input of a plan for the shifts of a season."""
    now = datetime.now(UTC)
    return {
        "organizationId": global_id("Organization", world.ids["group"]),
        "title": "春季 Spring",
        "startTime": (now + timedelta(hours=start - 1)).isoformat(),
        "endTime": (now + timedelta(hours=start + DAYS * 24)).isoformat(),
        "timeZone": "Asia/Shanghai",
        # Other tests count on what the subject is signed up for.
        "decisions": [
            {
                "shiftId": global_id("Shift", shift),
                "personId": global_id("Person", world.people["subject"]),
                "kind": "EXCLUDED",
            }
            for shift in shifts
        ],
    }


async def test_a_season_is_planned_and_published(gateway: Gateway, world: World) -> None:
    asked = question(world, await season(world))
    token = world.tokens["coordinator"]

    async def do(name: str, **variables: Any) -> Json:
        return await gateway.ask(OPERATIONS[name], token, **variables)

    plan = (await do("PlanSeason", input=asked))["createSchedulePlan"]["schedulePlan"]
    assert plan["nextActions"] == ["SOLVE", "DISCARD"]
    async with gateway.events(OPERATIONS["PlanProgress"], token, planId=plan["id"]) as told:
        assert (await anext(told))["data"]["schedulePlanProgress"]["state"] == "DRAFT"
        payload = (await do("SolvePlan", planId=plan["id"]))["solveSchedulePlan"]
        assert payload == {"schedulePlan": {"id": plan["id"], "state": "SOLVING"}, "errors": []}
        assert await search_once(world.platform.services["events"].units)
        async for event in told:
            progress = event["data"]["schedulePlanProgress"]
            if progress["state"] == "READY":
                break
    assert progress["isOptimal"]
    assert progress["progress"]["cost"] == progress["progress"]["bound"]

    ready = (await do("Plan", planId=plan["id"]))["schedulePlan"]
    assert (ready["places"], ready["placesFilled"]) == (3, 2)
    assert len(ready["assignments"]["nodes"]) == 2
    assert all(each["person"]["displayName"] for each in ready["assignments"]["nodes"])
    (gap,) = ready["gaps"]["nodes"]
    assert {each["reason"] for each in gap["reasons"]} == {"SKILL_MISSING", "EXCLUDED"}
    assert gap["remedy"]["reasons"] == ["SKILL_MISSING"]
    assert sum(each["minutes"] > 0 for each in ready["shares"]["nodes"]) >= 2

    payload = (await do("PublishPlan", planId=plan["id"]))["publishSchedulePlan"]
    assert payload["schedulePlan"]["state"] == "PUBLISHED"

    async def all_are_signed_up() -> bool:
        found = (await do("Plan", planId=plan["id"]))["schedulePlan"]["assignments"]["nodes"]
        return [each["state"] for each in found] == ["SIGNED_UP"] * 2

    await eventually(all_are_signed_up)


async def test_people_are_asked_and_answer(gateway: Gateway, world: World) -> None:
    start = START + (DAYS + 1) * 24
    asked = question(world, await season(world, start), start)
    token = world.tokens["coordinator"]

    async def do(name: str, **variables: Any) -> Json:
        return await gateway.ask(OPERATIONS[name], token, **variables)

    plan = (await do("PlanSeason", input=asked))["createSchedulePlan"]["schedulePlan"]
    await do("SolvePlan", planId=plan["id"])
    assert await search_once(world.platform.services["events"].units)
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    payload = (await do("AskByPlan", planId=plan["id"], answerByTime=until))["publishSchedulePlan"]
    assert (payload["errors"], payload["schedulePlan"]["state"]) == ([], "PUBLISHED")

    async def answers() -> list[Json]:
        found = (await do("PlanAnswers", planId=plan["id"]))["schedulePlan"]
        return [] if found["signUpsToMake"] else found["assignments"]["nodes"]

    proposed = await eventually(answers)
    assert [each["state"] for each in proposed] == ["PROPOSED"] * 2
    tokens = {
        global_id("Person", person): world.tokens[name]
        for name, person in world.people.items()
        if name in world.tokens
    }
    own = tokens[proposed[0]["person"]["id"]]
    mine = (await gateway.ask(OPERATIONS["MyProposals"], own))["viewer"]["signUps"]["nodes"]
    shift = proposed[0]["shift"]["id"]
    (one,) = [each for each in mine if each["shift"]["id"] == shift]
    assert one["proposed"]
    payload = await gateway.do("acceptOffer", own, "signUp { state }", signUpId=one["id"])
    assert payload["signUp"] == {"state": "CONFIRMED"}
    assert [each["shift"]["id"] for each in await answers()] == [proposed[1]["shift"]["id"]]
    payload = (await do("DiscardPlan", planId=plan["id"]))["discardSchedulePlan"]
    assert (payload["errors"], payload["schedulePlan"]["state"]) == ([], "DISCARDED")

    async def has_ended() -> bool:
        return not await answers()

    await eventually(has_ended)
