"""Lists as screens need them: from either end, in an order, counted, and what is the viewer's own."""

from typing import Any

import pytest

from gateway.backend.backend import Bounds
from gateway.binding.connections import DEFAULT_SIZE
from tests.gateway.conftest import Gateway, Json, global_id, serving
from tests.world import World

LIST = """query($parent: ID!, $first: Int, $after: String, $last: Int, $before: String,
    $orderBy: OrganizationOrderInput) {
    organizations(parentId: $parent, first: $first, after: $after, last: $last, before: $before,
        orderBy: $orderBy) {
        nodes { name } totalCount totalCountIsExact
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
NAMES = ["Archery", "Bees", "Choir", "Drama", "Embroidery"]


@pytest.fixture
async def parent(gateway: Gateway, world: World) -> str:
    """The ID of an organization with five others under it."""
    owner = world.tokens["owner"]

    async def found(name: str, **values: object) -> str:
        payload = await gateway.do(
            "createOrganization",
            owner,
            "organization { id }",
            name=name,
            kind="AGENCY",
            membershipPolicy="OPEN",
            **values,
        )
        return str(payload["organization"]["id"])

    parent = await found("District of lists")
    for name in reversed(NAMES):
        await found(name, parentId=parent)
    return parent


async def page(gateway: Gateway, parent: str, **arguments: Any) -> Json:
    answer = await gateway.ask(LIST, parent=parent, **arguments)
    found: Json = answer["organizations"]
    return found


def names(page: Json) -> list[str]:
    return [each["name"] for each in page["nodes"]]


async def test_a_list_is_read_from_its_end(gateway: Gateway, parent: str) -> None:
    last = await page(gateway, parent, last=2)
    assert names(last) == NAMES[3:]
    assert (last["pageInfo"]["hasNextPage"], last["pageInfo"]["hasPreviousPage"]) == (False, True)
    before = await page(gateway, parent, last=2, before=last["pageInfo"]["startCursor"])
    assert names(before) == NAMES[1:3]
    assert (before["pageInfo"]["hasNextPage"], before["pageInfo"]["hasPreviousPage"]) == (
        True,
        True,
    )
    rest = await page(gateway, parent, last=2, before=before["pageInfo"]["startCursor"])
    assert names(rest) == NAMES[:1]
    assert not rest["pageInfo"]["hasPreviousPage"]
    after = await page(gateway, parent, first=1, after=before["pageInfo"]["startCursor"])
    assert names(after) == NAMES[2:3]


async def test_a_list_is_sorted_as_asked(gateway: Gateway, parent: str) -> None:
    order = {"field": "NAME", "direction": "DESCENDING"}
    first = await page(gateway, parent, first=3, orderBy=order)
    assert names(first) == NAMES[:1:-1]
    rest = await page(gateway, parent, orderBy=order, after=first["pageInfo"]["endCursor"])
    assert names(rest) == NAMES[1::-1]


async def test_a_list_is_counted_whole(gateway: Gateway, parent: str) -> None:
    for arguments in ({"first": 1}, {"last": 1}, {}):
        counted = await page(gateway, parent, **arguments)
        assert (counted["totalCount"], counted["totalCountIsExact"]) == (5, True)


@pytest.mark.parametrize("arguments", [{"first": 1, "last": 1}, {"last": 1, "after": "x"}])
async def test_a_list_is_read_in_one_direction(
    gateway: Gateway, parent: str, arguments: dict[str, Any]
) -> None:
    answer = await gateway.result(LIST, parent=parent, **arguments)
    [violation] = answer["errors"][0]["extensions"]["violations"]
    assert violation["reason"] == "BOTH_DIRECTIONS"


async def test_the_lists_of_a_page_are_counted_in_one_call(world: World) -> None:
    query = "{ events { nodes { shifts { totalCount nodes { id } } } } }"
    async with serving(world.platform.site, Bounds(max_calls=3)) as bounded:
        answer = await bounded.ask(query, world.tokens["leader"])
    lists = [each["shifts"] for each in answer["events"]["nodes"]]
    # Other tests add shifts to the events of this world, more than a page holds.
    on_page = [min(each["totalCount"], DEFAULT_SIZE) for each in lists]
    assert on_page == [len(each["nodes"]) for each in lists]
    assert any(each["nodes"] for each in lists)


VIEWERS = """query($shift: ID!, $group: ID!) {
    viewer { isAdministrator scopes }
    shift(id: $shift) { viewerSignUp { state person { id } } }
    organization(id: $group) { viewerRoles viewerMembership { state person { id } } } }"""


@pytest.mark.parametrize(
    ("kind", "roles", "is_member"),
    [
        ("", [], False),
        ("stranger", [], False),
        ("subject", ["MEMBER"], True),
        ("leader", ["LEADER", "MEMBER"], True),
        ("supervisor", ["SUPERVISOR", "MEMBER"], True),
        ("administrator", [], False),
    ],
)
async def test_what_is_the_viewers_own(
    gateway: Gateway, world: World, kind: str, roles: list[str], is_member: bool
) -> None:
    answer = await gateway.ask(
        VIEWERS,
        world.tokens[kind] if kind else "",
        shift=global_id("Shift", world.ids["shift"]),
        group=global_id("Organization", world.ids["group"]),
    )
    me = {"id": global_id("Person", world.people[kind])} if kind else None
    membership = {"state": "ACTIVE", "person": me} if is_member else None
    assert answer["organization"] == {"viewerRoles": roles, "viewerMembership": membership}
    sign_up = {"state": "CONFIRMED", "person": me} if kind == "subject" else None
    assert answer["shift"] == {"viewerSignUp": sign_up}
    if kind:
        assert answer["viewer"]["isAdministrator"] == (kind == "administrator")
        assert "events.read" in answer["viewer"]["scopes"]
    else:
        assert answer["viewer"] is None


async def test_roles_above_count_where_they_are_inherited(
    gateway: Gateway, world: World, parent: str
) -> None:
    query = "query($id: ID!) { organization(id: $id) { children { nodes { viewerRoles } } } }"
    owner = world.tokens["owner"]
    answer = await gateway.ask(query, owner, id=parent)
    assert {tuple(each["viewerRoles"]) for each in answer["organization"]["children"]["nodes"]} == {
        ("OWNER", "MEMBER")
    }
    answer = await gateway.ask(query, world.tokens["leader"], id=parent)
    assert {tuple(each["viewerRoles"]) for each in answer["organization"]["children"]["nodes"]} == {
        ()
    }
