"""Imports of calendars in the community of the access tables: one into the group that is ready, and one that is executed."""

from typing import Any

from banyan.events.v1 import event_import_job_pb2 as pb
from banyan.events.v1 import event_pb2

from tests.access.resource import Resource
from tests.waiting import eventually
from tests.world import World

_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tests//EN
BEGIN:VEVENT
UID:access@tests
SUMMARY:{title}
DTSTART;TZID=Asia/Shanghai:20350303T190000
END:VEVENT
BEGIN:VEVENT
UID:series@tests
SUMMARY:合唱排练
DTSTART;TZID=Asia/Shanghai:20350304T190000
DTEND;TZID=Asia/Shanghai:20350304T210000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


def new_event_import_job(world: World, title: str = "茶话会") -> pb.CreateEventImportJobRequest:
    """Returns the request for an import into the events of the group."""
    return pb.CreateEventImportJobRequest(
        organization_id=world.ids["group"],
        content=_CALENDAR.replace("{title}", title),
        file_name="choir.ics",
        time_zone="Asia/Shanghai",
        visibility=event_pb2.EVENT_VISIBILITY_PUBLIC,
    )


async def add_event_import_job(world: World) -> str:
    """Plans an import, and returns its ID. What it changes exists. Adds "executed_event_import"."""
    executed = await world.call("leader", new_event_import_job(world), pb.EventImportJob)
    begin = pb.ExecuteEventImportJobRequest(event_import_job_id=executed.id)
    await world.call("leader", begin, pb.EventImportJob)

    async def is_done() -> bool:
        request = pb.GetEventImportJobRequest(event_import_job_id=executed.id)
        found = await world.call("leader", request, pb.EventImportJob)
        return found.state == pb.EVENT_IMPORT_STATE_COMPLETED

    await eventually(is_done)
    world.ids["executed_event_import"] = executed.id
    planned = await world.call("leader", new_event_import_job(world, "喝茶"), pb.EventImportJob)
    return planned.id


def _executed(request: Any, world: World) -> None:
    request.event_import_job_id = world.ids["executed_event_import"]


RESOURCE = Resource(
    "EventImportJob",
    "EventImportJobs",
    add_event_import_job,
    requests={
        "CreateEventImportJob": lambda request, world: request.MergeFrom(
            new_event_import_job(world)
        ),
        "UndoEventImportJob": _executed,
    },
    arguments={
        "eventImportJob": 'id: "<event_import_job>"',
        "Subscription.eventImportJobProgress": 'eventImportJobId: "<event_import_job>"',
    },
    parts={
        "EventImportJobRow": "rows { nodes { FIELDS } }",
        "EventImportReason": "rows { nodes { reasons { FIELDS } } }",
        "EventImportDifference": "rows { nodes { changes { FIELDS } } }",
    },
)
