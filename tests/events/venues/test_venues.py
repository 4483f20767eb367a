"""VenueService, called over gRPC."""

from typing import Any

import pytest
from banyan.events.v1 import venue_pb2 as pb
from banyan.lists.v1 import lists_pb2
from banyan.places.v1.place_pb2 import Near, Place

from services.kit.errors import Conflict, InvalidArgument, NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.events.venues.lending import a_room, change, close, every_day, get, reopen, room, rules
from tests.notices import published_about, spoken


def monday(opens: str, closes: str) -> pb.OpeningHours:
    return pb.OpeningHours(day=pb.OPENING_DAY_MONDAY, opens=opens, closes=closes)


async def listed(stage: Stage, **values: Any) -> list[str]:
    """Returns the names of the venues that a list shows."""
    request = pb.ListVenuesRequest(**values)
    page = await stage.call(request, pb.ListVenuesResponse, stage.office.anonymous())
    return [each.name for each in page.venues]


async def test_is_created_changed_closed_and_reopened_with_a_notice_each(stage: Stage) -> None:
    created = await room(stage, opening_hours=every_day("09:00", "21:00"))
    assert created.state == pb.VENUE_STATE_ACTIVE
    renamed = await change(stage, created, etag=created.etag, name="新名字", capacity=20)
    assert (renamed.name, renamed.capacity) == ("新名字", 20)
    assert (await close(stage, created, "装修")).close_reason == "装修"
    reopened = await reopen(stage, created)
    assert (reopened.state, reopened.close_reason) == (pb.VENUE_STATE_ACTIVE, "")
    notices = await published_about(stage.platform.site, "events", "venue", 4)
    assert spoken(notices) == ["venue.created", "venue.updated", "venue.closed", "venue.reopened"]
    assert pb.Venue.FromString(notices[-1].payload) == reopened


async def test_refuses_an_update_with_an_old_etag(stage: Stage) -> None:
    created = await room(stage)
    await change(stage, created, name="新名字")
    with pytest.raises(Conflict):
        await change(stage, created, etag=created.etag, name="另一个")


async def test_is_found_by_name_features_capacity_and_place(stage: Stage) -> None:
    north: dict[str, Any] = {
        "features": ["投影仪", "Piano"],
        "place": Place(latitude=39.95, longitude=116.4),
    }
    await room(stage, name="舞蹈室", capacity=20, **north)
    english = [pb.VenueTranslation(language="en", name="Reading room")]
    await room(stage, name="阅览室", capacity=8, translations=english)
    await room(stage, name="大礼堂", capacity=300, place=Place(latitude=39.9, longitude=116.4))
    assert await listed(stage, query="wudao") == ["舞蹈室"]
    assert await listed(stage, query="reading") == ["阅览室"]
    assert await listed(stage, capacity=20) == ["舞蹈室", "大礼堂"]
    assert await listed(stage, features=["piano", "投影儀"]) == ["舞蹈室"]
    assert await listed(stage, features=["piano", "电梯"]) == []
    near = Near(latitude=39.9, longitude=116.4, radius_meters=20_000)
    assert await listed(stage, near=near) == ["大礼堂", "舞蹈室"]
    by_capacity = pb.VenueOrder(
        field=pb.VENUE_ORDER_FIELD_CAPACITY, direction=lists_pb2.SORT_DIRECTION_DESCENDING
    )
    assert await listed(stage, order_by=by_capacity) == ["大礼堂", "舞蹈室", "阅览室"]


async def test_lists_of_one_organization_leave_out_the_others_and_count(stage: Stage) -> None:
    mine, other = await room(stage), Stage(stage.platform)
    await room(other)
    organization_id = str(stage.organization_id)
    request = pb.ListVenuesRequest(organization_id=organization_id)
    assert list((await stage.call(request, pb.ListVenuesResponse)).venues) == [mine]
    batch = pb.BatchListVenuesRequest(
        requests=[request, pb.ListVenuesRequest(organization_id=str(other.organization_id))]
    )
    answer = await stage.call(batch, pb.BatchListVenuesResponse)
    assert [len(each.venues) for each in answer.responses] == [1, 1]
    request.count_only = True
    assert (await stage.call(request, pb.ListVenuesResponse)).total_count == 1


async def test_lists_by_state(stage: Stage) -> None:
    await close(stage, await room(stage, name="旧"))
    await room(stage, name="新")
    assert await listed(stage, states=[pb.VENUE_STATE_ACTIVE]) == ["新"]
    assert await listed(stage, states=[pb.VENUE_STATE_CLOSED]) == ["旧"]


async def test_is_changed_only_by_those_who_manage(stage: Stage) -> None:
    venue = await room(stage, stage.holding("COORDINATOR"))
    for passport in (stage.holding("SUPERVISOR"), await stage.member(), stage.office.person()):
        for attempt in (room(stage, passport), change(stage, venue, passport, name="x")):
            with pytest.raises(PermissionDenied):
                await attempt
    assert await get(stage, venue) == venue


async def test_an_administrator_names_an_organization_that_exists(stage: Stage) -> None:
    venue = a_room(stage, organization_id=str(uuid7()))
    with pytest.raises(NotFound):
        await stage.call(
            pb.CreateVenueRequest(venue=venue), pb.Venue, stage.office.person(admin=True)
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "venue.name"),
        ({"capacity": 0}, "venue.capacity"),
        ({"time_zone": "Mars/Olympus"}, "venue.time_zone"),
        ({"rules": None}, "venue.rules"),
        ({"opening_hours": [monday("09:60", "21:00")]}, "venue.opening_hours[0].opens"),
        ({"opening_hours": [monday("09:00", "24:01")]}, "venue.opening_hours[0].closes"),
        ({"opening_hours": [monday("21:00", "09:00")]}, "venue.opening_hours[0]"),
        (
            {"opening_hours": [*every_day("09:00", "12:00"), *every_day("11:59", "18:00")]},
            "venue.opening_hours",
        ),
        (
            {"opening_exceptions": [pb.OpeningException(date="2031-02-29")]},
            "venue.opening_exceptions[0].date",
        ),
        (
            {"opening_exceptions": [pb.OpeningException(date="2031-02-28")] * 2},
            "venue.opening_exceptions",
        ),
        (
            {"rules": rules(first_call=pb.FirstCall(last_days=9, others_ahead_days=9))},
            "venue.rules",
        ),
        (
            {
                "rules": rules(
                    furthest_ahead_days=9, first_call=pb.FirstCall(last_days=9, others_ahead_days=9)
                )
            },
            "venue.rules",
        ),
    ],
)
async def test_names_the_field_that_breaks_a_rule(
    stage: Stage, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await room(stage, **values)
    assert {each.field for each in refused.value.violations} == {field}


async def test_opening_hours_may_touch(stage: Stage) -> None:
    hours = [*every_day("09:00", "12:00"), *every_day("12:00", "24:00")]
    assert len((await room(stage, opening_hours=hours)).opening_hours) == 14
