"""What the handler of answers to conflicts does: it plans an import anew, and stores that plan."""

from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2 as pb

from services.kit.contract.values import enum_name
from services.kit.errors import Conflict, Refused
from services.kit.service.steps import Preparation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work
from services.organizations.imports.answering import refuse_unknown_lines
from services.organizations.imports.models import ImportJob, ImportKind, ImportState, newest
from services.organizations.imports.plan import store, stored_rows
from services.organizations.imports.planner import Planned, Planner
from services.organizations.organizations.access import leads


class Replanned(NamedTuple):
    """A plan that was made anew.

    Attributes:
        version: The version that the import had.
        planned: The plan; None if an earlier version of the service planned the import, and kept no rows for that.
    """

    version: int
    planned: Planned | None


async def plan_anew(
    request: pb.ResolveImportConflictsRequest, planner: Planner, preparation: Preparation
) -> Replanned | None:
    """Plans an import anew; returns None if there is nothing to plan, or the caller may not.

    Nothing is refused here: a repeated request gets its first answer, whatever has become of the import.
    """
    async with preparation.reading() as work:
        job = await work.session.get(ImportJob, UUID(request.import_job_id))
        if job is None or job.state != ImportState.READY or job.kind == ImportKind.PEOPLE:
            return None
        if not await leads.holds(work, job.organization_id):
            return None
        stored = await work.session.scalar(stored_rows(job.id))
    rows = await planner.read_stored(stored or "[]")
    if rows is None:
        return Replanned(job.version, None)
    answers = newest(job.answers, _resolutions(request))
    planned = await planner.plan(
        rows, job.organization_id, job.source, job.defaults, answers, preparation
    )
    return Replanned(job.version, planned)


async def store_anew(request: pb.ResolveImportConflictsRequest, work: Work) -> pb.ImportJob:
    """Notes the answers, and stores the plan that was made anew.

    Raises:
        Refused: Nothing can be answered, or the import cannot be planned again.
        Conflict: The import has changed since it was planned anew.
    """
    job = await _lock(request.import_job_id, work)
    version = job.version
    if job.kind == ImportKind.PEOPLE:
        raise Refused(
            "Nothing can be answered for an import of people. Correct the file, and create a new import.",
            reason="NOTHING_TO_ANSWER",
        )
    await refuse_unknown_lines(job, request, work)
    job.resolve(_resolutions(request))
    before, planned = work.prepared or Replanned(0, None)
    if before != version:
        raise Conflict("The import has just changed. Read it again and repeat your answers.")
    if planned is None:
        raise Refused(
            "An earlier version planned this import. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )
    job.namesakes = planned.namesakes
    await store(work, job, planned.plan)
    await work.announce(job, "planned")
    return to_proto(job, pb.ImportJob)


async def _lock(job_id: str, work: Work) -> ImportJob:
    """Returns an import, locked, of an organization that the caller manages."""
    job = await work.get(ImportJob, job_id)
    await work.require("manage_organization", job.organization_id)
    return await work.lock(ImportJob, job_id)


def _resolutions(request: pb.ResolveImportConflictsRequest) -> list[dict[str, Any]]:
    return [
        {
            "reason": each.reason,
            "line": each.line,
            "answer": enum_name(pb.ImportAnswer.DESCRIPTOR, each.answer),
            "organization_id": each.organization_id,
        }
        for each in request.resolutions
    ]
