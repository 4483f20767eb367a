"""docs/calendars.md, importing a calendar: its operations, and that calendars of ours come back without loss."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from banyan.events.v1 import event_pb2

from gateway.calendars.icalendars import calendar_of
from services.kit.contract.global_ids import GlobalId
from tests.events.event_import_feeds.publisher import publishing
from tests.events.event_imports.calendars import calendar, component
from tests.gateway.conftest import Gateway, Json, global_id
from tests.waiting import eventually
from tests.world import World, in_hours

DOCS = Path(__file__).parents[3] / "docs"
# What is of the event and not of its copy.
_OWN = ("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE")


def operation(name: str) -> str:
    """Returns an operation of the page."""
    return (DOCS / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


async def done(gateway: Gateway, token: str, name: str, **variables: Any) -> Json:
    """Returns the import after a mutation of the page that succeeds."""
    (payload,) = (await gateway.ask(operation(name), token, **variables)).values()
    assert payload["errors"] == []
    job: Json = payload["eventImportJob"]
    return job


async def group(gateway: Gateway, world: World) -> str:
    """Founds a group of the leader, and returns its ID once events knows of it."""
    payload = await gateway.do(
        "createOrganization",
        world.tokens["leader"],
        "organization { id }",
        name=f"Choir {uuid4()}",
        kind="INTEREST_GROUP",
        membershipPolicy="OPEN",
        requestId=str(uuid4()),
    )
    found = GlobalId.parse(payload["organization"]["id"])
    assert found is not None

    async def is_known() -> bool:
        rows = await world.platform.site.sql(
            "events", "SELECT FROM membership WHERE organization_id = $1", UUID(found.id)
        )
        return bool(rows)

    await eventually(is_known)
    return found.id


async def planned(gateway: Gateway, world: World, organization_id: str, content: bytes) -> Json:
    """Plans the import of a calendar through GraphQL."""
    file = {
        "organizationId": global_id("Organization", organization_id),
        "data": base64.b64encode(content).decode(),
        "fileName": "choir.ics",
        "timeZone": "Asia/Shanghai",
        "visibility": "PUBLIC",
        "publish": True,
        "requestId": str(uuid4()),
    }
    return await done(gateway, world.tokens["leader"], "PlanCalendarImport", input=file)


async def executed(gateway: Gateway, world: World, job: Json) -> None:
    """Executes an import, and waits until it is done."""
    leader = world.tokens["leader"]
    variables = {"eventImportJobId": job["id"], "requestId": str(uuid4())}
    await done(gateway, leader, "ExecuteCalendarImport", **variables)
    await reaching(gateway, world, job, "COMPLETED")


async def reaching(gateway: Gateway, world: World, job: Json, state: str) -> None:
    """Waits until the subscription of the page tells that an import has a state."""
    variables = {"eventImportJobId": job["id"]}
    query, leader = operation("CalendarImportProgress"), world.tokens["leader"]
    async with gateway.events(query, leader, **variables) as results:
        async for result in results:
            assert "data" in result, result
            if result["data"]["eventImportJobProgress"]["state"] == state:
                return


async def preview(gateway: Gateway, world: World, job: Json) -> list[Json]:
    """Returns the rows of an import, as the page shows them."""
    answer = await gateway.ask(
        operation("CalendarImportPreview"), world.tokens["leader"], id=job["id"]
    )
    found: list[Json] = answer["eventImportJob"]["rows"]["nodes"]
    return found


async def test_from_a_file_to_events_and_back(gateway: Gateway, world: World) -> None:
    organization_id = await group(gateway, world)
    start = in_hours(100).ToDatetime()
    component = (
        "BEGIN:VEVENT",
        "UID:one@tests",
        "SUMMARY:茶话会",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H%M%SZ}",
        "END:VEVENT",
    )
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *component, "END:VCALENDAR", "")
    job = await planned(gateway, world, organization_id, "\r\n".join(lines).encode())
    (row,) = await preview(gateway, world, job)
    assert (row["title"], row["kind"], row["outcome"]) == ("茶话会", "EVENT", "CREATE")
    assert row["event"] is None
    await executed(gateway, world, job)
    (row,) = await preview(gateway, world, job)
    assert row["event"]["title"] == "茶话会"
    variables = {"eventImportJobId": job["id"], "requestId": str(uuid4())}
    await done(gateway, world.tokens["leader"], "UndoCalendarImport", **variables)
    await reaching(gateway, world, job, "UNDONE")
    (row,) = await preview(gateway, world, job)
    assert row["isUndone"] is True


async def test_a_calendar_that_is_followed(gateway: Gateway, world: World) -> None:
    organization_id = global_id("Organization", await group(gateway, world))
    leader = world.tokens["leader"]
    async with publishing(calendar(component("a@x"))) as publisher:
        feed = {
            "organizationId": organization_id,
            "url": publisher.url,
            "timeZone": "Asia/Shanghai",
            "visibility": "MEMBERS",
            "requestId": str(uuid4()),
        }
        answer = await gateway.ask(operation("SubscribeToCalendar"), leader, input=feed)
        assert answer["createEventImportFeed"]["errors"] == []
        subscribed = answer["createEventImportFeed"]["eventImportFeed"]

        async def waiting() -> Json | None:
            query = operation("CalendarSubscriptions")
            found = await gateway.ask(query, leader, organizationId=organization_id)
            organization: Json = found["organization"]
            return organization if organization["eventImportJobs"]["nodes"] else None

        found = await eventually(waiting)
    assert found is not None
    (job,) = found["eventImportJobs"]["nodes"]
    assert (job["createCount"], job["eventImportFeed"]["id"]) == (1, subscribed["id"])
    (active,) = found["eventImportFeeds"]["nodes"]
    assert active["lastError"] is None
    stop = {"eventImportFeedId": subscribed["id"], "requestId": str(uuid4())}
    ended = await gateway.ask(operation("StopCalendarSubscription"), leader, **stop)
    assert ended["stopEventImportFeed"]["eventImportFeed"]["state"] == "STOPPED"


async def test_a_calendar_of_ours_comes_back_without_loss(gateway: Gateway, world: World) -> None:
    originals = []
    for hours in (48, 96):
        event = world.event()
        event.start_time.CopyFrom(in_hours(hours))
        event.end_time.CopyFrom(in_hours(hours + 3))
        event.description = "**带**歌谱\n\n- 一\n- 二; 三, 四"
        event.tags[:] = ["合唱", "Choir"]
        created = await world.call(
            "leader", event_pb2.CreateEventRequest(event=event), event_pb2.Event
        )
        publish = event_pb2.PublishEventRequest(event_id=created.id)
        originals.append(await world.call("leader", publish, event_pb2.Event))
    exported = calendar_of("Choir", originals, "")

    # In the organization itself they are what they are.
    same = await planned(gateway, world, world.ids["group"], exported)
    assert [each["outcome"] for each in await preview(gateway, world, same)] == ["UNCHANGED"] * 2

    job = await planned(gateway, world, await group(gateway, world), exported)
    await executed(gateway, world, job)
    copies = []
    for row in await preview(gateway, world, job):
        id_ = GlobalId.parse(row["event"]["id"])
        assert id_ is not None
        request = event_pb2.GetEventRequest(event_id=id_.id)
        copies.append(await world.call("leader", request, event_pb2.Event))
    assert told(calendar_of("Choir", copies, "")) == told(exported)


def told(content: bytes) -> list[str]:
    """Returns what a calendar says, without what belongs to each event alone."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return [line for line in lines if not line.startswith(_OWN)]
