"""Events near a point, the nearest first."""

import math

import pytest
from banyan.events.v1 import event_pb2 as pb
from banyan.lists.v1 import lists_pb2
from banyan.places.v1.place_pb2 import Near, Place

from services.kit.errors import InvalidArgument
from services.kit.globe import meters_between
from tests.events.stage import Stage

# Around the 180th meridian, where degrees say little about distances.
POINTS = {
    "here": (-17.0, 179.9),
    "across": (-17.0, -179.9),
    "north": (-16.5, 179.9),
    "west": (-17.0, 178.9),
    "far": (-17.0, 170.0),
}
HERE = Near(latitude=-17.0, longitude=179.9, radius_meters=200_000)
DISTANCE = pb.EVENT_ORDER_FIELD_DISTANCE


def meters(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Returns the distance of two points."""
    return meters_between(*one, *other)


async def fill(stage: Stage) -> None:
    for title, (latitude, longitude) in POINTS.items():
        await stage.draft(title=title, place=Place(latitude=latitude, longitude=longitude))
    await stage.draft(title="nowhere", place=Place(name="somewhere"))
    await stage.draft(title="no place")


async def titles(stage: Stage, request: pb.ListEventsRequest) -> list[str]:
    """Returns the titles of all pages of two events."""
    found: list[str] = []
    request.page_size = 2
    while True:
        page = await stage.call(request, pb.ListEventsResponse)
        titles = [event.title for event in page.events]
        found = titles + found if request.backward else found + titles
        request.page_token = page.next_page_token
        if not page.next_page_token:
            return found


async def test_the_nearest_come_first_page_by_page(stage: Stage) -> None:
    await fill(stage)
    by_distance = sorted(POINTS, key=lambda title: meters(POINTS["here"], POINTS[title]))
    expected = [title for title in by_distance if meters(POINTS["here"], POINTS[title]) <= 200_000]
    assert expected == ["here", "across", "north", "west"]
    assert await titles(stage, pb.ListEventsRequest(near=HERE)) == expected
    assert await titles(stage, pb.ListEventsRequest(near=HERE, backward=True)) == expected
    order = pb.EventOrder(field=DISTANCE, direction=lists_pb2.SORT_DIRECTION_DESCENDING)
    farthest = pb.ListEventsRequest(near=HERE, order_by=order)
    assert await titles(stage, farthest) == expected[::-1]


async def test_the_radius_bounds_the_list_whatever_the_order(stage: Stage) -> None:
    await fill(stage)
    away = meters(POINTS["here"], POINTS["north"])
    start = pb.EventOrder(
        field=pb.EVENT_ORDER_FIELD_START_TIME, direction=lists_pb2.SORT_DIRECTION_ASCENDING
    )
    for radius, expected in (
        (math.floor(away), {"here", "across"}),
        (math.ceil(away), {"here", "across", "north"}),
    ):
        near = Near(latitude=-17.0, longitude=179.9, radius_meters=radius)
        for order in (None, start):
            request = pb.ListEventsRequest(near=near, order_by=order)
            assert set(await titles(stage, request)) == expected
    counting = pb.ListEventsRequest(near=HERE, count_only=True)
    assert (await stage.call(counting, pb.ListEventsResponse)).total_count == 4


async def test_what_has_moved_is_found_at_its_new_place(stage: Stage) -> None:
    event = await stage.draft(place=Place(latitude=0, longitude=0))
    change = pb.UpdateEventRequest(
        event_id=event.id, event=pb.Event(place=Place(latitude=-17, longitude=179.9))
    )
    change.update_mask.paths.append("place")
    assert await titles(stage, pb.ListEventsRequest(near=HERE)) == []
    await stage.call(change, pb.Event)
    assert await titles(stage, pb.ListEventsRequest(near=HERE)) == [event.title]


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (pb.ListEventsRequest(near=Near(latitude=1)), "near.longitude"),
        (pb.ListEventsRequest(near=Near(latitude=91, longitude=0)), "near.latitude"),
        (
            pb.ListEventsRequest(near=Near(latitude=0, longitude=0, radius_meters=-1)),
            "near.radius_meters",
        ),
        (
            pb.ListEventsRequest(
                order_by=pb.EventOrder(field=DISTANCE, direction=lists_pb2.SORT_DIRECTION_ASCENDING)
            ),
            "order_by.field",
        ),
    ],
    ids=["no longitude", "no such latitude", "no such radius", "no point"],
)
async def test_a_point_that_is_none_is_refused(
    stage: Stage, request_: pb.ListEventsRequest, field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await stage.call(request_, pb.ListEventsResponse)
    assert [each.field for each in refused.value.violations] == [field]
