"""ImportJobService: imports in two steps, a plan and its execution."""

import asyncio
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from sqlalchemy import select
from sqlmodel import col

from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.tabular import read_table
from services.kit.values import enum_name
from services.kit.work import Work
from services.organizations.access import leads
from services.organizations.imports.execution import EXECUTE
from services.organizations.imports.organizations import KIND
from services.organizations.imports.organizations.applying import new_organization
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import OrganizationRow, read_organizations
from services.organizations.imports.plan import store
from services.organizations.models import ImportJob, ImportJobRow, Organization

MOST_ROWS = 5000


class ImportJobServicer:
    """Keeps imports: what was planned, and how far its execution has come."""

    service = pb.DESCRIPTOR.services_by_name["ImportJobService"]

    async def CreateOrganizationImportJob(
        self, request: pb.CreateOrganizationImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Plans the import of organizations below a parent."""
        await work.require("manage_organization", request.parent_id)
        parent = await work.get(Organization, request.parent_id)
        new_organization(parent, name="")  # refused here once, and not row by row
        # Other requests are answered meanwhile.
        rows = await asyncio.to_thread(_read, request.content)
        known = await Known.read(
            work, parent.id, [row.match_name for row in rows], [row.external_id for row in rows]
        )
        await known.note_foreign(work, leads)
        defaults = Defaults(
            enum_name(organization_pb2.OrganizationKind.DESCRIPTOR, request.kind),
            enum_name(organization_pb2.MembershipPolicy.DESCRIPTOR, request.membership_policy),
        )
        groups = await asyncio.to_thread(plan_organizations, rows, known, defaults)
        job = ImportJob(organization_id=parent.id, kind=KIND, file_name=request.file_name)
        await store(work, job, groups)
        await work.announce(job, "planned")
        return to_proto(job, pb.ImportJob)

    async def GetImportJob(self, request: pb.GetImportJobRequest, work: Work) -> pb.ImportJob:
        """Gets an import."""
        job = await work.find(ImportJob, request.import_job_id, "view_import_job")
        return to_proto(job, pb.ImportJob)

    async def BatchGetImportJobs(
        self, request: pb.BatchGetImportJobsRequest, work: Work
    ) -> pb.BatchGetImportJobsResponse:
        """Gets several imports."""
        found = await work.find_all(ImportJob, request.ids, "view_import_job")
        return pb.BatchGetImportJobsResponse(
            import_jobs=[to_proto(job, pb.ImportJob) for job in found]
        )

    async def ListImportJobs(
        self, request: pb.ListImportJobsRequest, work: Work
    ) -> pb.ListImportJobsResponse:
        """Lists the imports of an organization, newest first."""
        statement = select(ImportJob).where(
            col(ImportJob.organization_id) == UUID(request.organization_id),
            work.visible("view_import_job"),
        )
        keys = [col(ImportJob.create_time), col(ImportJob.id)]
        page = await paginate(work.session, statement, keys, request, descending=True)
        return page.answer(pb.ListImportJobsResponse)

    async def ListImportJobRows(
        self, request: pb.ListImportJobRowsRequest, work: Work
    ) -> pb.ListImportJobRowsResponse:
        """Lists the rows of an import, by line."""
        job = await work.find(ImportJob, request.import_job_id, "view_import_job")
        statement = select(ImportJobRow).where(col(ImportJobRow.import_job_id) == job.id)
        if request.outcome:
            outcome = enum_name(pb.ImportOutcome.DESCRIPTOR, request.outcome)
            statement = statement.where(col(ImportJobRow.outcome) == outcome)
        page = await paginate(work.session, statement, [col(ImportJobRow.line)], request)
        return page.answer(pb.ListImportJobRowsResponse)

    async def ExecuteImportJob(
        self, request: pb.ExecuteImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Begins the execution of an import."""
        job = await lock(request.import_job_id, work)
        await require_what_it_changes(job, work)
        job.execute()
        work.hasten(EXECUTE)
        await work.announce(job, "executing")
        return to_proto(job, pb.ImportJob)

    async def DiscardImportJob(
        self, request: pb.DiscardImportJobRequest, work: Work
    ) -> pb.ImportJob:
        """Discards an import."""
        job = await lock(request.import_job_id, work)
        job.discard()
        await work.announce(job, "discarded")
        return to_proto(job, pb.ImportJob)


async def lock(job_id: str, work: Work) -> ImportJob:
    """Returns an import, locked, of an organization that the caller manages."""
    job = await work.get(ImportJob, job_id)
    await work.require("manage_organization", job.organization_id)
    return await work.lock(ImportJob, job_id)


async def require_what_it_changes(job: ImportJob, work: Work) -> None:
    """Checks that the caller, who need not be whoever planned it, may change what an import changes.

    Raises:
        PermissionDenied: They may not change all of it.
    """
    changed = select(Organization).where(
        col(Organization.id).in_(
            select(col(ImportJobRow.target_id)).where(
                col(ImportJobRow.import_job_id) == job.id, col(ImportJobRow.outcome) == "UPDATE"
            )
        )
    )
    for organization in (await work.session.scalars(changed)).all():
        await work.require("manage_organization", organization.id)


def _read(content: str) -> list[OrganizationRow]:
    return read_organizations(read_table(content, "content", most_rows=MOST_ROWS))
