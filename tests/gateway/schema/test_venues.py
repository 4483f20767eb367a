"""Venues through GraphQL: from the mutation that creates one to the list that shows it."""

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

FIELDS = (
    'id name(language: "en") capacity features timeZone openingHours { day opens closes }'
    " rules { borrowers needsApproval } state etag organization { id }"
)
GET = f"query($id: ID!) {{ venue(id: $id) {{ {FIELDS} }} }}"
LIST = (
    f'query($id: ID!) {{ organization(id: $id) {{ venues(query: "hall", capacity: 50, features: ["projector"])'
    f" {{ totalCount nodes {{ {FIELDS} }} }} }} }}"
)


async def test_is_created_found_updated_and_closed(gateway: Gateway, world: World) -> None:
    group, leader = global_id("Organization", world.ids["group"]), world.tokens["leader"]
    payload = await gateway.do(
        "createVenue",
        leader,
        f"venue {{ {FIELDS} }}",
        organizationId=group,
        name="多功能厅",
        translations=[{"language": "en", "name": "Hall"}],
        capacity=60,
        features=["Projector"],
        timeZone="Asia/Shanghai",
        openingHours=[{"day": "MONDAY", "opens": "09:00", "closes": "21:30"}],
        rules={"borrowers": "EVERY_ORGANIZATION", "needsApproval": True},
    )
    assert payload["errors"] == []
    created = payload["venue"]
    assert (created["name"], created["state"]) == ("Hall", "ACTIVE")
    assert (await gateway.ask(GET, world.tokens["anonymous"], id=created["id"]))["venue"] == created
    listed = (await gateway.ask(LIST, leader, id=group))["organization"]["venues"]
    assert listed["totalCount"] == len(listed["nodes"])
    assert created in listed["nodes"]

    payload = await gateway.do(
        "closeVenue", leader, "venue { state closeReason }", venueId=created["id"], reason="装修"
    )
    assert payload["errors"] == []
    assert payload["venue"] == {"state": "CLOSED", "closeReason": "装修"}


async def test_says_what_is_wrong_with_the_hours(gateway: Gateway, world: World) -> None:
    payload = await gateway.do(
        "createVenue",
        world.tokens["leader"],
        organizationId=global_id("Organization", world.ids["group"]),
        name="多功能厅",
        capacity=60,
        timeZone="Asia/Shanghai",
        openingHours=[{"day": "MONDAY", "opens": "21:00", "closes": "09:00"}],
        rules={"borrowers": "EVERY_ORGANIZATION", "needsApproval": False},
    )
    assert [each["field"][:2] for each in payload["errors"]] == [["input", "openingHours"]]
