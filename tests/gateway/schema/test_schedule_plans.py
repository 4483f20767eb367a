"""Schedule plans through GraphQL: from the question to what the answer says."""

from typing import Any

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

FIELDS = (
    "id title startTime endTime timeZone limits { minutesADay weekends } aims { fairness } timeLimitSeconds"
    " state isOptimal failure etag organization { id } nextActions"
)
GET = f"query($id: ID!) {{ schedulePlan(id: $id) {{ {FIELDS} }} }}"
LIST = f"query($id: ID!) {{ organization(id: $id) {{ schedulePlans {{ nodes {{ {FIELDS} }} }} }} }}"


def question(world: World) -> dict[str, Any]:
    """Returns the input for a plan of the group."""
    return {
        "organizationId": global_id("Organization", world.ids["group"]),
        "title": "槐柏树街 Cypress Street",
        "startTime": "2099-03-01T00:00:00Z",
        "endTime": "2099-06-01T00:00:00Z",
        "timeZone": "Asia/Shanghai",
        "limits": {"minutesADay": 480, "weekends": 0},
        "aims": {"places": "MUCH", "fairness": "SOME", "fewChanges": "NOT"},
    }


async def test_is_created_read_listed_solved_and_stopped(gateway: Gateway, world: World) -> None:
    leader, group = world.tokens["leader"], global_id("Organization", world.ids["group"])
    payload = await gateway.do(
        "createSchedulePlan", leader, f"schedulePlan {{ {FIELDS} }}", **question(world)
    )
    assert payload["errors"] == []
    plan = payload["schedulePlan"]
    assert plan["limits"] == {"minutesADay": 480, "weekends": 0}
    assert (plan["state"], plan["failure"], plan["aims"]) == ("DRAFT", None, {"fairness": "SOME"})
    assert plan["nextActions"] == ["SOLVE", "DISCARD"]
    assert (await gateway.ask(GET, leader, id=plan["id"]))["schedulePlan"] == plan
    listed = (await gateway.ask(LIST, leader, id=group))["organization"]["schedulePlans"]["nodes"]
    assert plan in listed
    for verb, state in (("solve", "SOLVING"), ("stop", "DRAFT"), ("discard", "DISCARDED")):
        payload = await gateway.do(
            f"{verb}SchedulePlan", leader, "schedulePlan { state }", schedulePlanId=plan["id"]
        )
        assert (payload["errors"], payload["schedulePlan"]) == ([], {"state": state})


async def test_names_the_input_fields_that_break_a_rule(gateway: Gateway, world: World) -> None:
    asked = question(world) | {"title": "", "endTime": "2099-01-01T00:00:00Z"}
    payload = await gateway.do("createSchedulePlan", world.tokens["leader"], **asked)
    assert sorted(error["field"] for error in payload["errors"]) == [
        ["input", "endTime"],
        ["input", "title"],
    ]
