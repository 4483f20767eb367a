"""ImportJobService: imports in two steps, a plan and its execution."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from services.kit.calls.passport import Caller
from services.kit.contract.values import enum_name
from services.kit.errors import Conflict, Violation
from services.kit.language import worded
from services.kit.service.steps import Preparation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.imports.jobs import EXECUTE
from services.organizations.imports.listing import BY_LINE, IMPORT_JOBS, NEWEST_FIRST
from services.organizations.imports.models import (
    ImportJob,
    ImportKind,
)
from services.organizations.imports.organizations.answers import (
    ID_OF_ANOTHER_NAME,
    SAME,
)
from services.organizations.imports.organizations.applying import new_organization
from services.organizations.imports.people.requests import (
    PlannedPeople,
    broken_consent,
    plan_file,
    store_plan,
)
from services.organizations.imports.plan import store
from services.organizations.imports.planner import Planned, Planner
from services.organizations.imports.resolving import Replanned, plan_anew, store_anew
from services.organizations.imports.rights import require_what_it_changes
from services.organizations.imports.undoing import (
    UNDO,
    last_batch_in_effect,
    targets_in_effect,
)
from services.organizations.memberships.models import Membership
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.access import leads
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.queries import refuse_too_many_imported

LONGEST_SOURCE = 100


class ImportJobServicer:
    """Manages imports: their plans and their execution."""

    service = pb.DESCRIPTOR.services_by_name["ImportJobService"]

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "ImportJobServicer":
        """Creates the servicer from the configuration."""
        return cls(Planner(settings))

    async def close(self) -> None:
        """Ends the processes that plan."""
        await self._planner.close()

    async def line_CreateOrganizationImportJob(
        self, _: pb.CreateOrganizationImportJobRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets a person plan one file at a time."""
        return self._planner.turn(preparation.work.person_id)

    async def prepare_CreateOrganizationImportJob(
        self, request: pb.CreateOrganizationImportJobRequest, preparation: Preparation
    ) -> Planned | None:
        """Reads and plans the file, unless the caller may not import there."""
        caller = preparation.caller
        if not await leads.holds(preparation.work, request.parent_id):
            return None
        rows = await self._planner.read_file(request.content, request.data, request.encoding)
        return await self._planner.plan(
            rows,
            UUID(request.parent_id),
            request.source or default_source(caller),
            _defaults(request),
            _answers(request),
            preparation,
        )

    async def CreateOrganizationImportJob(
        self, request: pb.CreateOrganizationImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Stores the plan of an import of organizations below a parent."""
        await work.require("manage_organization", request.parent_id)
        parent = await work.get(Organization, request.parent_id)
        new_organization(parent, name="")  # refused here once, and not row by row
        planned: Planned | None = work.prepared
        if planned is None:  # the caller has become a leader since
            raise Conflict("Your role has just changed. Try again.")
        job = ImportJob(
            organization_id=parent.id,
            kind=ImportKind.ORGANIZATIONS,
            file_name=request.file_name,
            source=planned.source,
            encoding=planned.encoding,
            columns=planned.columns,
            defaults=_defaults(request),
            answers=_answers(request),
            namesakes=planned.namesakes,
        )
        await store(work, job, planned.plan)
        await work.announce(job, "planned")
        return to_proto(job, pb.ImportJob)

    async def line_CreatePeopleImportJob(
        self, _: pb.CreatePeopleImportJobRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets a person, or an app, plan one file at a time."""
        return self._planner.turn(preparation.work.actor_id)

    async def prepare_CreatePeopleImportJob(
        self, request: pb.CreatePeopleImportJobRequest, preparation: Preparation
    ) -> PlannedPeople | None:
        """Reads and plans the file, unless the caller may not import there."""
        return await plan_file(request, self._planner, preparation)

    async def rules_CreatePeopleImportJob(
        self, request: pb.CreatePeopleImportJobRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the day of the consent."""
        return broken_consent(request, work.now)

    async def CreatePeopleImportJob(
        self, request: pb.CreatePeopleImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Stores the plan of an import of people into a roster."""
        return await store_plan(request, work)

    async def line_ResolveImportConflicts(
        self, _: pb.ResolveImportConflictsRequest, preparation: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets a person plan one file at a time."""
        return self._planner.turn(preparation.work.person_id)

    async def prepare_ResolveImportConflicts(
        self, request: pb.ResolveImportConflictsRequest, preparation: Preparation
    ) -> Replanned | None:
        """Plans an import anew."""
        return await plan_anew(request, self._planner, preparation)

    async def ResolveImportConflicts(
        self, request: pb.ResolveImportConflictsRequest, work: Work
    ) -> pb.ImportJob:
        """Answers conflicts, and stores the plan that was made anew."""
        return await store_anew(request, work)

    async def GetImportJob(self, request: pb.GetImportJobRequest, work: Work) -> pb.ImportJob:
        """Gets an import."""
        return await IMPORT_JOBS.get(request.import_job_id, work)

    async def BatchGetImportJobs(
        self, request: pb.BatchGetImportJobsRequest, work: Work
    ) -> pb.BatchGetImportJobsResponse:
        """Gets several imports."""
        found = await IMPORT_JOBS.get_all(request.ids, work)
        return pb.BatchGetImportJobsResponse(import_jobs=found)

    async def ListImportJobs(
        self, request: pb.ListImportJobsRequest, work: Work
    ) -> pb.ListImportJobsResponse:
        """Lists the imports of an organization, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListImportJobsResponse)

    async def ListImportJobRows(
        self, request: pb.ListImportJobRowsRequest, work: Work
    ) -> pb.ListImportJobRowsResponse:
        """Lists the rows of an import, by line."""
        await IMPORT_JOBS.get(request.import_job_id, work)
        answer = (await BY_LINE.page(request, work)).answer(pb.ListImportJobRowsResponse)
        for row in answer.import_job_rows:
            for reason in row.reasons:
                reason.message = worded(reason.message)
        return answer

    async def ExecuteImportJob(
        self, request: pb.ExecuteImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Begins the execution of an import."""
        job = await lock_to_act(request.import_job_id, work)
        if job.kind == ImportKind.PEOPLE:
            organization = await work.get(Organization, job.organization_id)
            await refuse_too_many_imported(organization, job.create_count, work)
        job.execute()
        work.trigger(EXECUTE)
        await work.announce(job, "executing")
        return to_proto(job, pb.ImportJob)

    async def UndoImportJob(self, request: pb.UndoImportJobRequest, work: Work) -> pb.ImportJob:
        """Begins to undo an import."""
        job = await lock_to_act(request.import_job_id, work)
        job.undo(await last_batch_in_effect(job, work))
        changed = Organization if job.kind == ImportKind.ORGANIZATIONS else Membership
        work.foresee(changed, await targets_in_effect(job, work))
        work.trigger(UNDO)
        await work.announce(job, "undoing")
        return to_proto(job, pb.ImportJob)

    async def DiscardImportJob(
        self, request: pb.DiscardImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Discards an import."""
        job = await work.get(ImportJob, request.import_job_id)
        await lock_to_change("manage_organization", job.organization_id, work)
        await work.lock(ImportJob, job.id)
        job.discard()
        await work.announce(job, "discarded")
        return to_proto(job, pb.ImportJob)


async def lock_to_act(job_id: str, work: Work) -> ImportJob:
    """Returns an import, locked, whose batches the caller may have carried out by their own right.

    Raises:
        PermissionDenied: They may not change all that it changes.
    """
    job = await work.get(ImportJob, job_id)
    await lock_to_change("manage_organization", job.organization_id, work)
    await work.lock(ImportJob, job_id)
    await require_what_it_changes(job, work)
    job.act_for(work.actor_id, by_administrator=work.caller.is_admin, by_app=work.caller.is_app)
    return job


def default_source(caller: Caller) -> str:
    """Returns the source of external ids where the importer names none: their app, or themselves."""
    # Organizations show the source to everyone, and need not show who imported them.
    person = hashlib.sha256(str(caller.person_id).encode()).hexdigest()[:16]
    return caller.client_id.strip()[:LONGEST_SOURCE].strip() or f"importer:{person}"


def _defaults(request: pb.CreateOrganizationImportJobRequest) -> dict[str, str]:
    kind, policy = organization_pb2.OrganizationKind, organization_pb2.MembershipPolicy
    return {
        "kind": enum_name(kind.DESCRIPTOR, request.kind),
        "membership_policy": enum_name(policy.DESCRIPTOR, request.membership_policy),
    }


def _answers(request: pb.CreateOrganizationImportJobRequest) -> list[dict[str, Any]]:
    if not request.allow_renames:
        return []
    return [{"reason": ID_OF_ANOTHER_NAME, "line": 0, "answer": SAME}]
