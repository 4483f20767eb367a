"""Calendars of organizations, series, and events: what a calendar application gets, and when it gets nothing new."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
import icalendar
from banyan.events.v1 import booking_pb2, event_pb2, event_series_pb2, venue_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from gateway.backend.allowances import Allowances
from gateway.calendars.icalendars import calendar_of
from services.kit.process.ids import uuid7
from tests.access.resources.event_series import new_event_series
from tests.access.resources.venue import new_venue
from tests.gateway.conftest import Gateway, global_id, serving
from tests.world import World, in_hours


def read(content: bytes) -> Any:
    """Returns a calendar as an application reads it. The types of the library tell nothing of what a key holds."""
    return icalendar.Calendar.from_ical(content)


async def fetch(
    gateway: Gateway, kind: str, id_: str, query: str = "", tag: str = ""
) -> httpx.Response:
    """Fetches a calendar, as an application that knows it by a tag."""
    url = (
        gateway.url.removesuffix("graphql") + f"calendars/{quote(global_id(kind, id_))}.ics{query}"
    )
    return await gateway.http.get(url, headers={"If-None-Match": tag} if tag else {})


def events_in(response: httpx.Response) -> dict[str, Any]:
    """Returns the events of a calendar, by the ID of each."""
    assert response.status_code == 200, response.text
    calendar = read(response.content)
    return {str(each["uid"]).removesuffix("@banyan"): each for each in calendar.walk("VEVENT")}


async def published(world: World, event: event_pb2.Event) -> event_pb2.Event:
    created = await world.call("leader", event_pb2.CreateEventRequest(event=event), event_pb2.Event)
    request = event_pb2.PublishEventRequest(event_id=created.id)
    return await world.call("leader", request, event_pb2.Event)


async def test_an_event_as_a_calendar_shows_it(gateway: Gateway, world: World) -> None:
    event = await published(world, world.event())
    response = await fetch(gateway, "Event", event.id)
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    found = events_in(response)[event.id]
    assert found["summary"] == event.title
    assert found["status"] == "CONFIRMED"
    assert found["location"] == "文化宫"
    assert (found["geo"].latitude, found["geo"].longitude) == (39.9, 116.4)
    start = found["dtstart"].dt
    assert start == event.start_time.ToDatetime(tzinfo=UTC)
    assert found["dtstart"].params["tzid"] == "Asia/Shanghai"
    assert start.utcoffset() == timedelta(hours=8)
    assert found["dtend"].dt == event.end_time.ToDatetime(tzinfo=UTC)
    zones = read(response.content).walk("VTIMEZONE")
    assert [str(each["tzid"]) for each in zones] == ["Asia/Shanghai"]
    # RFC 5545, 3.1: lines end with CRLF and have at most 75 octets.
    lines = response.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    english = events_in(await fetch(gateway, "Event", event.id, "?language=en"))[event.id]
    assert (english["summary"], english["location"]) == ("Concert", "Palace of Culture")


async def test_says_nothing_new_until_something_is(gateway: Gateway, world: World) -> None:
    event = await published(world, world.event())
    first = await fetch(gateway, "Event", event.id)
    tag = first.headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = await fetch(gateway, "Event", event.id, tag=sent)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    before = events_in(first)[event.id]
    cancel = event_pb2.CancelEventRequest(event_id=event.id, reason="雨")
    await world.call("leader", cancel, event_pb2.Event)
    response = await fetch(gateway, "Event", event.id, tag=tag)
    after = events_in(response)[event.id]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] >= before["sequence"]
    assert response.headers["etag"] != tag


async def test_a_series_with_each_occurrence_as_it_is(gateway: Gateway, world: World) -> None:
    wanted = new_event_series(world)
    wanted.recurrence.CopyFrom(event_series_pb2.Recurrence(rule="FREQ=DAILY;COUNT=3"))
    create = event_series_pb2.CreateEventSeriesRequest(event_series=wanted)
    series = await world.call("leader", create, event_series_pb2.EventSeries)
    listed = event_pb2.ListEventsRequest(series_id=series.id)
    events = (await world.call("leader", listed, event_pb2.ListEventsResponse)).events
    change = event_pb2.UpdateEventRequest(
        event_id=events[1].id,
        event=event_pb2.Event(title="公开排练"),
        update_mask=FieldMask(paths=["title"]),
    )
    await world.call("leader", change, event_pb2.Event)
    found = events_in(await fetch(gateway, "EventSeries", series.id))
    assert list(found) == [each.id for each in events]
    assert [str(each["summary"]) for each in found.values()] == [
        series.title,
        "公开排练",
        series.title,
    ]


async def test_an_organization_with_what_everyone_may_see(gateway: Gateway, world: World) -> None:
    group = world.ids["group"]
    public = await published(world, world.event())
    members = await published(world, world.event(event_pb2.EVENT_VISIBILITY_MEMBERS))
    draft = await world.call(
        "leader", event_pb2.CreateEventRequest(event=world.event()), event_pb2.Event
    )
    far = world.event()
    far.start_time.CopyFrom(in_hours(24 * 500))
    far.end_time.CopyFrom(in_hours(24 * 500 + 1))
    far = await published(world, far)
    response = await fetch(gateway, "Organization", group)
    found = events_in(response)
    assert public.id in found
    assert not {members.id, draft.id, far.id} & set(found)
    calendar = read(response.content)
    assert calendar["name"] == calendar["x-wr-calname"]
    for id_ in (members.id, draft.id):
        assert (await fetch(gateway, "Event", id_)).status_code == 404


async def test_a_venue_with_what_everyone_may_see(gateway: Gateway, world: World) -> None:
    request = venue_pb2.CreateVenueRequest(venue=new_venue(world))
    venue = await world.call("leader", request, venue_pb2.Venue)
    event = await published(world, world.event())
    public = booking_pb2.Booking(
        organization_id=world.ids["group"],
        venue_id=venue.id,
        event_id=event.id,
        start_time=event.start_time,
        end_time=event.end_time,
    )
    private = booking_pb2.Booking(
        organization_id=world.ids["group"],
        venue_id=venue.id,
        purpose="悄悄话",
        start_time=in_hours(50),
        end_time=in_hours(51),
    )
    for booking in (public, private):
        book = booking_pb2.CreateBookingRequest(booking=booking)
        await world.call("leader", book, booking_pb2.Booking)
    response = await fetch(gateway, "Venue", venue.id)
    found = list(events_in(response).values())
    assert [str(each["summary"]) for each in found] == [event.title, "Booked"]
    assert [each["dtstart"].dt for each in found] == [
        each.start_time.ToDatetime(tzinfo=UTC) for each in (event, private)
    ]
    assert found[0]["dtstart"].params["tzid"] == "Asia/Shanghai"
    assert {str(each["location"]) for each in found} == {venue.name}
    assert "悄悄话" not in response.text
    again = await fetch(gateway, "Venue", venue.id, tag=response.headers["etag"])
    assert again.status_code == 304
    assert (await fetch(gateway, "Venue", str(uuid7()))).status_code == 404


async def test_there_is_no_calendar_of_anything_else(gateway: Gateway, world: World) -> None:
    for kind, id_ in (
        ("Event", str(uuid7())),
        ("Organization", str(uuid7())),
        ("EventSeries", str(uuid7())),
        ("Person", world.people["subject"]),
    ):
        response = await fetch(gateway, kind, id_)
        assert response.status_code == 404, kind
        assert response.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    url = gateway.url.removesuffix("graphql") + "calendars/nothing.ics"
    assert (await gateway.http.get(url)).status_code == 404


async def test_costs_points(gateway: Gateway, world: World) -> None:
    poor = Allowances(anonymous_budget=1200, anonymous_refill=0.001)
    group = world.ids["group"]
    async with serving(world.platform.site, allowances=poor) as other:
        # 1,120 are taken beforehand, and what was not needed is returned.
        assert (await fetch(other, "Organization", group)).status_code == 200
        while (response := await fetch(other, "Organization", group)).status_code == 200:
            pass
        assert response.status_code == 429
        assert int(response.headers["retry-after"]) > 0
        assert (await fetch(other, "Event", world.ids["event"])).status_code == 200
    assert (await fetch(gateway, "Organization", group)).status_code == 200


def test_a_calendar_has_the_changes_of_its_time_zone() -> None:
    """Of Lord Howe Island, whose clock is set by half an hour."""
    zone = ZoneInfo("Australia/Lord_Howe")
    event = event_pb2.Event(id=str(uuid7()), title="x" * 200, time_zone=zone.key)
    event.state = event_pb2.EVENT_STATE_PUBLISHED
    starts = datetime(2026, 10, 4, 9, 0, tzinfo=zone)
    event.start_time.FromDatetime(starts)
    event.end_time.FromDatetime(starts + timedelta(hours=1))
    calendar = read(calendar_of("x", [event], ""))
    assert read(calendar_of("x", [], "")).walk("VEVENT") == []
    [found] = calendar.walk("VTIMEZONE")
    offsets = {each["tzoffsetto"].td for each in found.walk() if "tzoffsetto" in each}
    assert offsets == {timedelta(hours=11), timedelta(hours=10, minutes=30)}
    assert calendar.walk("VEVENT")[0]["dtstart"].dt == starts
