"""Series of events through GraphQL: the operations of docs/series.md, from a new series to its end."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.gateway.conftest import Gateway, global_id
from tests.gateway.test_operations import OPERATIONS
from tests.waiting import eventually
from tests.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "series.md").read_text(encoding="utf-8")
OF_SERIES = {
    re.findall(r"(\w+)\(", block)[0]: block
    for block in re.findall(r"^```graphql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}
ZONE = ZoneInfo("Asia/Shanghai")


def test_the_operations_of_the_page_are_files() -> None:
    assert {name: OPERATIONS.get(name) for name in OF_SERIES} == OF_SERIES


async def test_a_season_of_rehearsals(gateway: Gateway, world: World) -> None:
    token = world.tokens["leader"]
    tomorrow = datetime.now(ZONE) + timedelta(days=1)
    given = {
        "organizationId": global_id("Organization", world.ids["group"]),
        "title": "合唱排练 Choir practice",
        "timeZone": "Asia/Shanghai",
        "start": tomorrow.strftime("%Y-%m-%dT19:00"),
        "durationMinutes": 120,
        "recurrence": {"rule": "FREQ=WEEKLY;COUNT=6"},
        "shiftTemplates": [
            {"title": "搬椅子", "startsAfterMinutes": 0, "durationMinutes": 30, "capacity": 4}
        ],
        "visibility": "PUBLIC",
        "publishOccurrences": True,
    }
    payload = (await gateway.ask(OF_SERIES["CreateEventSeries"], token, input=given))[
        "createEventSeries"
    ]
    assert payload["errors"] == []
    series = payload["eventSeries"]
    assert series["occurrences"]["totalCount"] == 6
    first, second, *_ = series["occurrences"]["nodes"]
    assert first["recurrenceId"] == given["start"]
    assert [shift["title"] for shift in first["shifts"]["nodes"]] == ["搬椅子"]

    query = "query($id: ID!) { event(id: $id) { recurrenceId series { id title } } }"
    event = (await gateway.ask(query, "", id=second["id"]))["event"]
    assert event == {
        "recurrenceId": second["recurrenceId"],
        "series": {"id": series["id"], "title": "合唱排练 Choir practice"},
    }
    payload = await gateway.do("cancelEvent", token, "event { state }", eventId=first["id"])
    assert payload["event"] == {"state": "CANCELLED"}

    editing = {"eventSeriesId": series["id"], "title": "排练", "dryRun": True}
    asked = await gateway.ask(OF_SERIES["UpdateEventSeries"], token, input=editing)
    said = {each["type"]: each["count"] for each in asked["updateEventSeries"]["dryRun"]["counts"]}
    assert said == {"EventSeries": 1, "Event": 5}  # one is cancelled
    splitting = {
        "eventSeriesId": series["id"],
        "recurrenceId": series["occurrences"]["nodes"][4]["recurrenceId"],
        "title": "总排练",
    }
    payload = (await gateway.ask(OF_SERIES["SplitEventSeries"], token, input=splitting))[
        "splitEventSeries"
    ]
    assert payload["errors"] == []
    new = payload["eventSeries"]
    assert (new["title"], new["splitFrom"]["id"]) == ("总排练", series["id"])
    assert len(new["occurrences"]["nodes"]) == 2

    ending = {"eventSeriesId": series["id"], "fromTime": second["startTime"], "reason": "放假"}
    asked = await gateway.ask(OF_SERIES["EndEventSeries"], token, **ending, dryRun=True)
    said = {each["type"]: each["count"] for each in asked["endEventSeries"]["dryRun"]["counts"]}
    assert said == {"EventSeries": 1, "Event": 3}
    page = {"id": series["id"], "now": datetime.now(UTC).isoformat()}
    found = (await gateway.ask(OF_SERIES["EventSeriesPage"], token, **page))["eventSeries"]
    assert (found["state"], found["viewerCanEnd"]) == ("ACTIVE", True)
    assert found["nextActions"] == ["END"]  # updating and splitting change no state

    payload = (await gateway.ask(OF_SERIES["EndEventSeries"], token, **ending))["endEventSeries"]
    assert payload["errors"] == []
    assert payload["eventSeries"]["state"] == "ENDED"

    async def is_cancelled() -> bool:
        page_of = (await gateway.ask(OF_SERIES["EventSeriesPage"], "", **page))["eventSeries"]
        states = [each["state"] for each in page_of["occurrences"]["nodes"]]
        return states == ["CANCELLED"] * 4 and page_of["nextActions"] == []

    await eventually(is_cancelled)


async def test_names_the_input_field_that_breaks_a_rule(gateway: Gateway, world: World) -> None:
    payload = await gateway.do(
        "createEventSeries",
        world.tokens["leader"],
        organizationId=global_id("Organization", world.ids["group"]),
        title="排练",
        timeZone="Asia/Shanghai",
        start="2026-13-01T19:00",
        durationMinutes=60,
        recurrence={"rule": "FREQ=HOURLY"},
        shiftTemplates=[{"title": "搬", "durationMinutes": 90, "capacity": 1}],
        visibility="PUBLIC",
    )
    found = {tuple(error["field"][1:]): error["reason"] for error in payload["errors"]}
    assert found == {
        ("start",): "LOCAL_TIME_NOT_VALID",
        ("recurrence", "rule"): "RULE_TOO_FREQUENT",
        ("shiftTemplates", "0", "durationMinutes"): "SHIFT_OUTSIDE",
    }


async def test_what_is_held_now_and_then(gateway: Gateway, world: World) -> None:
    token = world.tokens["leader"]
    group = {"organizationId": global_id("Organization", world.ids["group"])}
    given = {
        **group,
        "title": "包饺子 Dumplings",
        "durationMinutes": 180,
        "visibility": "MEMBERS",
        "shiftTemplates": [{"title": "和面", "durationMinutes": 60, "capacity": 2}],
    }
    answer = await gateway.ask(OF_SERIES["CreateEventTemplate"], token, input=given)
    template = answer["createEventTemplate"]["eventTemplate"]
    listed = await gateway.ask(OF_SERIES["EventTemplates"], token, **group)
    nodes = listed["organization"]["eventTemplates"]["nodes"]
    assert template["id"] in [each["id"] for each in nodes]
    using = {
        "eventTemplateId": template["id"],
        "startTime": (datetime.now(ZONE) + timedelta(days=3)).isoformat(),
        "timeZone": "Asia/Shanghai",
        "requestId": str(uuid4()),
    }
    first, again = [
        (await gateway.ask(OF_SERIES["CreateEventFromTemplate"], token, **using))[
            "createEventFromTemplate"
        ]
        for _ in range(2)
    ]
    assert first["errors"] == []
    assert first["event"]["state"] == "DRAFT"
    assert [each["title"] for each in first["event"]["shifts"]["nodes"]] == ["和面"]
    assert again["event"]["id"] == first["event"]["id"]
