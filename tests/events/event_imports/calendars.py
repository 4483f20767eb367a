"""Calendars near the present, and what the tests of imports do with them again and again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_import_job_pb2 as pb
from banyan.events.v1 import event_pb2, event_series_pb2

from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.waiting import eventually

ZONE = "Asia/Shanghai"
CREATE, UPDATE, UNCHANGED, CONFLICT, ERROR = (
    pb.EVENT_IMPORT_OUTCOME_CREATE,
    pb.EVENT_IMPORT_OUTCOME_UPDATE,
    pb.EVENT_IMPORT_OUTCOME_UNCHANGED,
    pb.EVENT_IMPORT_OUTCOME_CONFLICT,
    pb.EVENT_IMPORT_OUTCOME_ERROR,
)
# The same in the whole run: what is written twice is the same time. Far from midnight on the clock of the zone.
_DAY = datetime.now(ZoneInfo(ZONE)).replace(hour=19, minute=0, second=0, microsecond=0, tzinfo=None)


async def known(stage: Stage) -> Stage:
    """Lets the notice of the leader's role have arrived: it is asked with each step of an import."""
    leader_id = uuid7()
    await stage.knows_membership(leader_id, roles=("LEADER",))
    stage.leader = stage.holding("LEADER", person_id=leader_id)
    return stage


def on_day(days: int, hour: int = 19) -> datetime:
    """Returns a time on the clock, so many days from today."""
    return (_DAY + timedelta(days=days)).replace(hour=hour)


def moment(local: datetime) -> datetime:
    """Returns when the clock shows a time."""
    return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def local(time: datetime, name: str = "DTSTART") -> str:
    """Returns a property with a time on the clock of the zone."""
    return f"{name};TZID={ZONE}:{time:%Y%m%dT%H%M%S}"


def component(uid: str, *lines: str, title: str = "合唱排练", start: datetime | None = None) -> str:
    """Returns a component of two hours, in three days unless told otherwise."""
    start = start or on_day(3)
    own = {line.partition(":")[0].partition(";")[0] for line in lines}
    default = {
        "DTSTART": local(start),
        "DTEND": local(start + timedelta(hours=2), "DTEND"),
        "SUMMARY": f"SUMMARY:{title}",
    }
    given = [line for name, line in default.items() if name not in own]
    parts = [f"UID:{uid}", "DTSTAMP:20260101T000000Z", *given, *lines]
    return "\r\n".join(["BEGIN:VEVENT", *parts, "END:VEVENT"])


def calendar(*components: str, method: str = "PUBLISH") -> str:
    """Returns a calendar."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tests//EN", f"METHOD:{method}")
    return "\r\n".join([*head, *components, "END:VCALENDAR", ""])


async def plan(
    stage: Stage, content: str | bytes, passport: str | None = None, **values: Any
) -> pb.EventImportJob:
    """Plans an import."""
    file = {"content": content} if isinstance(content, str) else {"data": content}
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "file_name": "choir.ics",
        "time_zone": ZONE,
        "visibility": event_pb2.EVENT_VISIBILITY_PUBLIC,
        **file,
    }
    request = pb.CreateEventImportJobRequest(**(defaults | values))
    return await stage.call(request, pb.EventImportJob, passport)


async def rows(stage: Stage, job: pb.EventImportJob, **values: Any) -> list[pb.EventImportJobRow]:
    """Returns the rows of an import."""
    request = pb.ListEventImportJobRowsRequest(event_import_job_id=job.id, page_size=100, **values)
    answer = await stage.call(request, pb.ListEventImportJobRowsResponse)
    return list(answer.event_import_job_rows)


async def execute(
    stage: Stage, job: pb.EventImportJob, passport: str | None = None
) -> pb.EventImportJob:
    """Executes an import, and waits until it is done."""
    request = pb.ExecuteEventImportJobRequest(event_import_job_id=job.id)
    await stage.call(request, pb.EventImportJob, passport)
    return await reaching(stage, job, pb.EVENT_IMPORT_STATE_COMPLETED)


async def undo(stage: Stage, job: pb.EventImportJob) -> pb.EventImportJob:
    """Undoes an import, and waits until it is done."""
    request = pb.UndoEventImportJobRequest(event_import_job_id=job.id)
    await stage.call(request, pb.EventImportJob)
    return await reaching(stage, job, pb.EVENT_IMPORT_STATE_UNDONE)


async def reaching(
    stage: Stage, job: pb.EventImportJob, state: pb.EventImportState
) -> pb.EventImportJob:
    """Waits until an import has a state, and returns it."""
    request = pb.GetEventImportJobRequest(event_import_job_id=job.id)

    async def reached() -> pb.EventImportJob | None:
        found = await stage.call(request, pb.EventImportJob)
        return found if found.state == state else None

    found = await eventually(reached)
    assert found is not None
    return found


async def imported(stage: Stage, *components: str, **values: Any) -> list[pb.EventImportJobRow]:
    """Imports components, and returns what became of them."""
    job = await execute(stage, await plan(stage, calendar(*components), **values))
    return await rows(stage, job)


async def event_of(stage: Stage, row: pb.EventImportJobRow) -> event_pb2.Event:
    """Returns the event of a row."""
    return await stage.call(event_pb2.GetEventRequest(event_id=row.event_id), event_pb2.Event)


async def series_of(stage: Stage, row: pb.EventImportJobRow) -> event_series_pb2.EventSeries:
    """Returns the series of a row."""
    request = event_series_pb2.GetEventSeriesRequest(event_series_id=row.event_series_id)
    return await stage.call(request, event_series_pb2.EventSeries)


async def occurrences(stage: Stage, row: pb.EventImportJobRow) -> dict[str, event_pb2.Event]:
    """Returns the occurrences of the series of a row, by their recurrence."""
    request = event_pb2.ListEventsRequest(series_id=row.event_series_id, page_size=100)
    answer = await stage.call(request, event_pb2.ListEventsResponse)
    return {each.recurrence_id: each for each in answer.events}


def outcomes(found: Sequence[pb.EventImportJobRow]) -> list[pb.EventImportOutcome]:
    """Returns what became of each row."""
    return [each.outcome for each in found]


def codes(row: pb.EventImportJobRow) -> list[str]:
    """Returns what is said of a row."""
    return [each.code for each in row.reasons]
