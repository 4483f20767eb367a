"""How far places are from a point, beside the list of what is near it."""

import pytest

from tests.gateway.conftest import Gateway, Json, global_id
from tests.world import World, in_hours

NEAR = """query($near: NearInput!) {
  events(near: $near) { nodes { title place { distanceMeters(near: $near) } } } }"""
# Degrees of latitude are equally long everywhere: 111,195 m.
PLACES = {"far": -51.02, "here": -51.0, "near": -51.001}


@pytest.fixture
async def events(gateway: Gateway, world: World) -> None:
    token = world.tokens["owner"]
    for title, latitude in PLACES.items():
        made = await gateway.do(
            "createEvent",
            token,
            "event { id }",
            organizationId=global_id("Organization", world.ids["group"]),
            title=title,
            startTime=in_hours(500).ToJsonString(),
            endTime=in_hours(501).ToJsonString(),
            timeZone="UTC",
            visibility="PUBLIC",
            place={"latitude": latitude, "longitude": 30.0},
        )
        assert made["errors"] == []
        published = await gateway.do("publishEvent", token, eventId=made["event"]["id"])
        assert published["errors"] == []


def point(**more: float) -> Json:
    return {"latitude": -51.0, "longitude": 30.0, **more}


@pytest.mark.usefixtures("events")
async def test_distances_rise_and_end_within_the_radius(gateway: Gateway) -> None:
    answer = await gateway.ask(NEAR, near=point(radiusMeters=2000))
    found = [(each["title"], each["place"]["distanceMeters"]) for each in answer["events"]["nodes"]]
    assert found == [("here", 0), ("near", 111)]
    answer = await gateway.ask(NEAR, near=point(radiusMeters=2224))
    assert answer["events"]["nodes"][2:] == [{"title": "far", "place": {"distanceMeters": 2224}}]


async def test_a_place_without_coordinates_has_none(gateway: Gateway, world: World) -> None:
    event = global_id("Event", world.ids["event"])
    token = world.tokens["owner"]
    changed = await gateway.do(
        "updateEvent", token, "event { id }", eventId=event, place={"name": "Somewhere"}
    )
    assert changed["errors"] == []
    asked = "query($id: ID!, $near: NearInput!) { event(id: $id) { place { distanceMeters(near: $near) } } }"
    answer = await gateway.ask(asked, id=event, near=point())
    assert answer["event"]["place"] == {"distanceMeters": None}
