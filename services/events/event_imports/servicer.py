"""EventImportJobService: imports of calendars in two steps, a plan and its execution."""

from contextlib import AbstractAsyncContextManager
from uuid import UUID

from banyan.events.v1 import event_import_job_pb2 as pb
from banyan.events.v1 import event_pb2
from sqlalchemy import any_, func, literal, literal_column, select, update
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.event_imports.jobs import EXECUTE, UNDO
from services.events.event_imports.known import Known
from services.events.event_imports.models import (
    APPLIED,
    KEPT,
    EventImportJob,
    EventImportJobRow,
    EventImportState,
)
from services.events.event_imports.planner import Planner
from services.events.event_imports.planning import planned
from services.events.event_imports.reading import Item
from services.events.event_imports.remarks import said
from services.events.event_imports.storing import store_rows
from services.events.events.models import EventVisibility
from services.events.organizations.queries import check_organization
from services.kit.contract.values import enum_name
from services.kit.errors import Conflict, Refused
from services.kit.service.steps import Preparation
from services.kit.work.bounds import refuse_beyond
from services.kit.work.mapping import to_proto
from services.kit.work.paging import Listing
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

MOST_READY = 50  # imports of an organization that wait to be executed
TOO_MANY = Refused(
    "{max} imports of this organization are ready already, which is the most. Execute or discard one.",
    reason="TOO_MANY_IMPORTS_READY",
    params={"max": MOST_READY},
)

EVENT_IMPORT_JOBS = Resources(
    EventImportJob,
    "view_event_import_job",
    shown=Shown(
        pb.EventImportJob,
        EventImportJob,
        expire_time=col(EventImportJob.create_time) + literal(KEPT),
    ),
)
_CREATION = (col(EventImportJob.create_time), col(EventImportJob.id))
NEWEST_FIRST = EVENT_IMPORT_JOBS.listing(
    *_CREATION,
    where=[col(EventImportJob.organization_id) == given("organization_id")],
    filters={"states": col(EventImportJob.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
_ROW = Shown(pb.EventImportJobRow, EventImportJobRow)
BY_LINE = Listing(
    lambda viewer: select(*_ROW.columns(viewer)).where(
        col(EventImportJobRow.event_import_job_id) == given("event_import_job_id")
    ),
    _ROW,
    [col(EventImportJobRow.line)],
    filters={
        "outcomes": col(EventImportJobRow.outcome) == any_(given("outcomes", TEXTS)),
        "reasons": func.jsonb_path_query_array(
            col(EventImportJobRow.reasons), literal_column("'$[*].code'::jsonpath")
        ).bool_op("?|")(given("reasons", TEXTS)),
    },
    orders={"LINE": [col(EventImportJobRow.line)]},
)


class EventImportJobServicer:
    """Manages imports of calendars.

    Args:
        planner: Reads calendars.
    """

    service = pb.DESCRIPTOR.services_by_name["EventImportJobService"]

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    @classmethod
    def from_settings(cls, settings: EventsSettings) -> "EventImportJobServicer":
        """Creates the servicer from the configuration."""
        return cls(Planner(settings))

    async def close(self) -> None:
        """Ends the processes that read."""
        await self._planner.close()

    async def line_CreateEventImportJob(
        self, _: pb.CreateEventImportJobRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets a caller plan one file at a time."""
        return self._planner.turn(preparation.work.actor_id)

    async def prepare_CreateEventImportJob(
        self, request: pb.CreateEventImportJobRequest, preparation: Preparation
    ) -> list[Item] | None:
        """Reads the file, unless the caller may not import there."""
        async with preparation.reading() as work:
            relation = work.relations["manage_events"]
            if not await relation.holds(work, request.organization_id):  # type: ignore[union-attr] # it is a check
                return None
        return await self._planner.read(request.content, request.data, request.time_zone)

    async def CreateEventImportJob(
        self, request: pb.CreateEventImportJobRequest, work: Work
    ) -> pb.EventImportJob:
        """Stores the plan of an import."""
        organization_id = UUID(request.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        await _refuse_too_many(organization_id, work)
        items: list[Item] | None = work.prepared
        if items is None:  # the caller has got the role since
            raise Conflict("Your role has just changed. Try again.")
        visibility = enum_name(event_pb2.EventVisibility.DESCRIPTOR, request.visibility)
        job = EventImportJob(
            organization_id=organization_id,
            file_name=request.file_name,
            time_zone=request.time_zone,
            visibility=EventVisibility(visibility),
            publish=request.publish,
        )
        known = await Known.read(organization_id, items, work)
        plan = planned(job, items, known, work.now)
        job.plan(plan.outcomes)
        await work.add(job)
        await store_rows(plan.rows, work)
        await work.announce(job, "planned")
        return to_proto(job, pb.EventImportJob)

    async def GetEventImportJob(
        self, request: pb.GetEventImportJobRequest, work: Work
    ) -> pb.EventImportJob:
        """Gets an import."""
        return await EVENT_IMPORT_JOBS.get(request.event_import_job_id, work)

    async def BatchGetEventImportJobs(
        self, request: pb.BatchGetEventImportJobsRequest, work: Work
    ) -> pb.BatchGetEventImportJobsResponse:
        """Gets several imports."""
        found = await EVENT_IMPORT_JOBS.get_all(request.ids, work)
        return pb.BatchGetEventImportJobsResponse(event_import_jobs=found)

    async def ListEventImportJobs(
        self, request: pb.ListEventImportJobsRequest, work: Work
    ) -> pb.ListEventImportJobsResponse:
        """Lists the imports of an organization, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListEventImportJobsResponse)

    async def ListEventImportJobRows(
        self, request: pb.ListEventImportJobRowsRequest, work: Work
    ) -> pb.ListEventImportJobRowsResponse:
        """Lists the rows of an import, in the order of the file."""
        await EVENT_IMPORT_JOBS.get(request.event_import_job_id, work)
        answer = (await BY_LINE.page(request, work)).answer(pb.ListEventImportJobRowsResponse)
        for row in answer.event_import_job_rows:
            for reason in row.reasons:
                reason.message = said(reason.message)
        return answer

    async def ExecuteEventImportJob(
        self, request: pb.ExecuteEventImportJobRequest, work: Work
    ) -> pb.EventImportJob:
        """Begins the execution of an import."""
        job = await _lock(request.event_import_job_id, work)
        await check_organization(job.organization_id, work)
        job.execute(_actor(work))
        work.trigger(EXECUTE)
        await work.announce(job, "executing")
        return to_proto(job, pb.EventImportJob)

    async def UndoEventImportJob(
        self, request: pb.UndoEventImportJobRequest, work: Work
    ) -> pb.EventImportJob:
        """Begins to undo an import."""
        job = await _lock(request.event_import_job_id, work)
        in_effect = (
            col(EventImportJobRow.event_import_job_id) == job.id,
            col(EventImportJobRow.outcome).in_(APPLIED),
        )
        rows = await work.count(*in_effect)
        job.undo(_actor(work), rows)
        if job.state == EventImportState.UNDOING:
            await work.session.execute(
                update(EventImportJobRow).where(*in_effect).values(is_to_do=True)
            )
            work.trigger(UNDO)
        await work.announce(job, "undoing")
        return to_proto(job, pb.EventImportJob)

    async def DiscardEventImportJob(
        self, request: pb.DiscardEventImportJobRequest, work: Work
    ) -> pb.EventImportJob:
        """Discards an import."""
        job = await _lock(request.event_import_job_id, work)
        job.discard()
        await work.announce(job, "discarded")
        return to_proto(job, pb.EventImportJob)


def _actor(work: Work) -> UUID | None:
    """Returns by whose right an import is carried out; None if by that of an administrator or an app."""
    return None if work.caller.is_admin else work.caller.person_id


async def _lock(job_id: str, work: Work) -> EventImportJob:
    """Returns an import, locked, into events that the caller manages."""
    job = await work.lock(EventImportJob, job_id)
    await work.require("manage_events", job.organization_id)
    return job


async def _refuse_too_many(organization_id: UUID, work: Work) -> None:
    """Refuses one more import than may wait."""
    await refuse_beyond(
        MOST_READY,
        TOO_MANY,
        work,
        col(EventImportJob.organization_id) == organization_id,
        col(EventImportJob.state) == EventImportState.READY,
        name=f"event_import_job:{organization_id}",
    )
