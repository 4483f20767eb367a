"""docs/venues.md: its operations, from a new room to who has used it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from banyan.events.v1 import venue_pb2
from banyan.organizations.v1 import organization_pb2

from tests.access.resources.event_series import new_event_series
from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "venues.md").read_text(encoding="utf-8")
OF_VENUES = {
    re.findall(r"(\w+)\(", block)[0]: block
    for block in re.findall(r"^```graphql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def test_the_operations_of_the_page_are_files() -> None:
    assert {name: OPERATIONS.get(name) for name in OF_VENUES} == OF_VENUES


def test_the_page_names_every_rule() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)
    fields = venue_pb2.VenueRules.DESCRIPTOR.fields_by_camelcase_name
    assert [each for each in rows if each[0].islower()] == [each for each in rows if each in fields]
    assert set(fields) <= set(rows)


async def change(gateway: Gateway, name: str, token: str, **variables: Any) -> Json:
    """Runs a mutation of the page, which must succeed, and returns its payload."""
    [payload] = (await gateway.ask(OF_VENUES[name], token, **variables)).values()
    assert payload["errors"] == []
    found: Json = payload
    return found


async def neighbors(gateway: Gateway, world: World) -> str:
    """Founds another organization, led by the stranger, and returns its ID once events knows of it."""
    request = organization_pb2.CreateOrganizationRequest(
        organization=organization_pb2.Organization(
            name="棋社",
            kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
            membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
        )
    )
    found = await world.call("stranger", request, organization_pb2.Organization)

    async def is_known() -> bool:
        rows = await world.platform.site.sql(
            "events", "SELECT FROM membership WHERE organization_id = $1", found.id
        )
        return bool(rows)

    await eventually(is_known)
    await world.renew_passports("stranger")
    return global_id("Organization", found.id)


async def test_a_room_that_is_lent(gateway: Gateway, world: World) -> None:
    group, lender = global_id("Organization", world.ids["group"]), world.tokens["leader"]
    borrower = world.tokens["stranger"]
    club = await neighbors(gateway, world)
    room = {
        "organizationId": group,
        "name": "多功能厅",
        "capacity": 60,
        "features": ["棋盘"],
        "place": {"name": "文化宫", "latitude": 12.5, "longitude": 98.25},
        "timeZone": "Asia/Shanghai",
        "openingHours": [{"day": day, "opens": "00:00", "closes": "24:00"} for day in DAYS],
        "rules": {
            "borrowers": "EVERY_ORGANIZATION",
            "needsApproval": True,
            "monthlyHours": 60,
            "bufferMinutes": 15,
        },
    }
    venue = (await change(gateway, "CreateVenue", lender, input=room))["venue"]["id"]

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    window = {"from": now + timedelta(hours=30), "until": now + timedelta(hours=40)}
    times = {name: each.isoformat() for name, each in window.items()}
    search = {
        "near": {"latitude": 12.5, "longitude": 98.25, "radiusMeters": 500},
        "capacity": 50,
        "features": ["棋盘"],
        "minutes": 60,
        **times,
    }
    [slot] = (await gateway.ask(OF_VENUES["FreeSlots"], "", **search))["freeSlots"]["slots"]
    assert slot["venue"]["id"] == venue
    assert datetime.fromisoformat(slot["startTime"]) == window["from"]

    wanted = {
        "organizationId": club,
        "venueId": venue,
        "purpose": "下棋",
        "startTime": (now + timedelta(hours=32)).isoformat(),
        "endTime": (now + timedelta(hours=34)).isoformat(),
    }
    booking = (await change(gateway, "BookVenue", borrower, input=wanted))["booking"]
    assert booking["state"] == "PENDING"
    again = await gateway.ask(OF_VENUES["BookVenue"], borrower, input=wanted)
    [error] = again["createBooking"]["errors"]
    assert (error["reason"], error["field"]) == ("VENUE_TAKEN", ["input", "startTime"])
    found = (await gateway.ask(OF_VENUES["FreeSlots"], "", **search))["freeSlots"]["slots"]
    assert len(found) == 2

    asked = {"organizationId": group}
    [waiting] = [
        each
        for each in (await gateway.ask(OF_VENUES["BookingsToDecide"], lender, **asked))[
            "organization"
        ]["bookingsOfVenues"]["nodes"]
        if each["id"] == booking["id"]
    ]
    assert waiting["viewerCanConfirm"]
    assert set(waiting["nextActions"]) == {"CONFIRM", "DECLINE", "CANCEL"}
    payload = await change(gateway, "ConfirmBooking", lender, bookingId=booking["id"])
    assert payload["booking"] == {"id": booking["id"], "state": "CONFIRMED"}

    calendar = {"id": venue, **times}
    for token, purpose in ((lender, "下棋"), (borrower, "下棋"), ("", None)):
        [busy] = (await gateway.ask(OF_VENUES["VenueCalendar"], token, **calendar))["venue"][
            "busyTimes"
        ]["nodes"]
        assert (busy["booking"] or {}).get("purpose") == purpose

    series = new_event_series(world)
    payload = await gateway.do(
        "createEventSeries",
        lender,
        "eventSeries { id }",
        organizationId=group,
        title="合唱排练",
        timeZone="Asia/Shanghai",
        start=series.start,
        durationMinutes=120,
        recurrence={"rule": "FREQ=DAILY;COUNT=3"},
        visibility="PUBLIC",
    )
    given = {"eventSeriesId": payload["eventSeries"]["id"], "venueId": venue}
    booked = (await change(gateway, "BookVenueForSeries", lender, input=given))["seriesBookings"]
    assert len(booked["bookings"]) + len(booked["notBooked"]) == 3
    for each in booked["notBooked"]:
        assert [reason["reason"] for reason in each["reasons"]] == ["VENUE_TAKEN"]

    months = {
        "from": now.strftime("%Y-%m"),
        "until": (now + timedelta(days=31)).strftime("%Y-%m"),
    }
    use = await gateway.ask(OF_VENUES["VenueUse"], lender, id=venue, **months)
    by_club = [
        each["minutes"]
        for each in use["venue"]["use"]["shares"]
        if each["organization"]["id"] == club
    ]
    assert by_club == [120]
