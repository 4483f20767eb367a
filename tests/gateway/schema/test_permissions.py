"""What objects say about the viewer's rights. tests/access/test_permissions.py says who may do what."""

import pytest

from gateway.backend.backend import Bounds
from tests.gateway.conftest import Gateway, global_id, serving
from tests.world import World

EVENTS = """query { events(first: 20) { nodes {
    id viewerCanUpdate viewerCanPublish viewerCanCreateShift organization { viewerCanCreateEvent viewerCanClose }
} } }"""


async def test_all_objects_and_actions_of_a_level_take_one_call_to_a_service(
    gateway: Gateway, world: World
) -> None:
    # Events; their permissions; their organizations; and what each of two services permits there.
    async with serving(world.platform.site, Bounds(max_calls=5)) as bounded:
        answer = await bounded.ask(EVENTS, world.tokens["coordinator"])
    found = {each["id"]: each for each in answer["events"]["nodes"]}
    event = found[global_id("Event", world.ids["event"])]
    assert (event["viewerCanUpdate"], event["viewerCanCreateShift"]) == (True, True)
    assert event["organization"] == {"viewerCanCreateEvent": True, "viewerCanClose": False}
    async with serving(world.platform.site, Bounds(max_calls=4)) as bounded:
        answer = await bounded.result(EVENTS, world.tokens["coordinator"])
    assert {each["extensions"]["code"] for each in answer["errors"]} == {"RESOURCE_EXHAUSTED"}


async def test_nobody_is_asked_for_what_is_not_selected(world: World) -> None:
    async with serving(world.platform.site, Bounds(max_calls=1)) as bounded:
        await bounded.ask("query { events { nodes { id title } } }", world.tokens["coordinator"])


@pytest.mark.parametrize(
    ("kind", "expected"), [("", False), ("stranger", False), ("leader", True), ("owner", True)]
)
async def test_roles_above_count_where_they_are_inherited(
    gateway: Gateway, world: World, kind: str, expected: bool
) -> None:
    query = "query($id: ID!) { event(id: $id) { viewerCanCancel viewerCanComplete } }"
    token = world.tokens[kind] if kind else ""
    answer = await gateway.ask(query, token, id=global_id("Event", world.ids["event"]))
    assert answer["event"] == {"viewerCanCancel": expected, "viewerCanComplete": expected}


async def test_the_next_actions_are_those_that_suit_the_state(
    gateway: Gateway, world: World
) -> None:
    query = "query($id: ID!) { event(id: $id) { state nextActions } }"

    async def of(name: str, kind: str) -> tuple[str, list[str]]:
        answer = await gateway.ask(
            query, world.tokens[kind], id=global_id("Event", world.ids[name])
        )
        return answer["event"]["state"], answer["event"]["nextActions"]

    assert await of("draft", "leader") == ("DRAFT", ["PUBLISH", "CANCEL"])
    assert await of("event", "leader") == ("PUBLISHED", ["CANCEL", "COMPLETE"])
    assert await of("event", "stranger") == ("PUBLISHED", [])


async def test_those_of_a_list_take_one_call_with_the_permissions(world: World) -> None:
    events = "query { events(first: 20) { nodes { id nextActions viewerCanCancel } } }"
    async with serving(world.platform.site, Bounds(max_calls=2)) as bounded:
        await bounded.ask(events, world.tokens["coordinator"])
