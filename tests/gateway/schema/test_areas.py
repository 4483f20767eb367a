"""Areas through GraphQL: from a table to the lists that they select."""

from typing import Any

from tests.gateway.conftest import Gateway, global_id
from tests.waiting import eventually
from tests.world import World

FOUND = """
query($ids: [ID!]) {
  organizations(areaIds: $ids) { nodes { id area { id parent { name(language: "zh-Hans") } } } }
  events(areaIds: $ids) { nodes { id area { code } } }
  venues(areaIds: $ids) { nodes { id name area { code } } }
}
"""
ROWS = "areaImport { onlyPlan createdCount rows { line code outcome area { id } reasons { code message } } }"
TABLE = "code,name,kind,parent code\nw31,西区,区,\nw3101,榆树街道,街道,w31\nw3102,街,星球,w31"


async def ids_found(gateway: Gateway, area_id: str) -> dict[str, set[str]]:
    """Returns the IDs of what is found in an area, by list."""
    found = await gateway.ask(FOUND, ids=[area_id])
    return {name: {each["id"] for each in part["nodes"]} for name, part in found.items()}


async def test_select_what_is_in_them_and_below(gateway: Gateway, world: World) -> None:
    leader = world.tokens["leader"]
    payload = await gateway.do(
        "createVenue",
        leader,
        "venue { id }",
        organizationId=global_id("Organization", world.ids["group"]),
        name="梧桐厅",
        capacity=20,
        timeZone="Asia/Shanghai",
        rules={"borrowers": "OWN_ORGANIZATION"},
        areaId=global_id("Area", world.ids["building"]),
    )
    assert payload["errors"] == []
    district = global_id("Area", world.ids["district"])
    group = global_id("Organization", world.ids["group"])
    found = await ids_found(gateway, district)
    assert group in found["organizations"]
    # One event is there by itself, the others because the group is.
    assert global_id("Event", world.ids["event"]) in found["events"]
    assert payload["venue"]["id"] in found["venues"]
    node = (await gateway.ask(FOUND, ids=[district]))["organizations"]["nodes"][0]
    assert node["area"]["parent"] == {"name": "西区"}
    assert await ids_found(gateway, global_id("Area", world.ids["other_area"])) == {
        "organizations": set(),
        "events": set(),
        "venues": set(),
    }
    building = await ids_found(gateway, global_id("Area", world.ids["building"]))
    assert building == {"organizations": set(), "events": set(), "venues": {payload["venue"]["id"]}}


async def test_an_event_is_where_its_organization_is_unless_it_says_otherwise(
    gateway: Gateway, world: World
) -> None:
    leader, draft = world.tokens["leader"], global_id("Event", world.ids["draft"])
    area, other = (global_id("Area", world.ids[name]) for name in ("area", "other_area"))

    async def found_in(area_id: str) -> bool:
        query = "query($ids: [ID!]) { events(areaIds: $ids, first: 100) { nodes { id } } }"
        answer = await gateway.ask(query, leader, ids=[area_id])
        return draft in [each["id"] for each in answer["events"]["nodes"]]

    async def is_by_its_organization() -> bool:
        return await found_in(area)

    await eventually(is_by_its_organization)
    for area_id, expected in ((other, (False, True)), (None, (True, False))):
        payload = await gateway.do("updateEvent", leader, eventId=draft, areaId=area_id)
        assert payload["errors"] == []
        assert (await found_in(area), await found_in(other)) == expected


async def test_are_imported_after_a_plan_that_says_each_row(gateway: Gateway, world: World) -> None:
    admin = world.tokens["administrator"]

    async def send(**values: Any) -> Any:
        payload = await gateway.do("importAreas", admin, ROWS, content=TABLE, **values)
        assert payload["errors"] == []
        return payload["areaImport"]

    planned, done, again = await send(onlyPlan=True), await send(), await send()
    assert [each["outcome"] for each in planned["rows"]] == ["CREATED", "CREATED", "REFUSED"]
    assert planned["rows"][2]["reasons"][0]["code"] == "AREA_KIND_UNKNOWN"
    assert (planned["rows"][0]["area"], done["createdCount"]) == (None, 2)
    assert [each["outcome"] for each in again["rows"]] == ["UNCHANGED", "UNCHANGED", "REFUSED"]
    query = "query($id: ID!) { area(id: $id) { descendants { nodes { code kind } } } }"
    found = await gateway.ask(query, id=again["rows"][0]["area"]["id"])
    assert found["area"]["descendants"]["nodes"] == [{"code": "w3101", "kind": "SUBDISTRICT"}]
    refused = await gateway.do("importAreas", world.tokens["owner"], ROWS, content=TABLE)
    assert refused["errors"][0]["code"] == "PERMISSION_DENIED"
