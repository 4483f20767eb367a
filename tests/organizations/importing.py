"""Imports of organizations as the tests of this service make them, through its RPCs."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from tests.organizations.community import APPLICATION, Community
from tests.waiting import eventually

# A real file; see tests/data/README.md.
DIRECTORY = Path(__file__).parents[1] / "data" / "community_directory.csv"


class Imports:
    """Imports below one parent, as one caller makes them."""

    def __init__(
        self,
        community: Community,
        parent: organization_pb2.Organization,
        passport: str | None = None,
    ) -> None:
        self.community = community
        self.parent = parent
        self.passport = passport or community.admin

    async def plan(
        self, content: str | bytes, request_id: str | None = None, **values: object
    ) -> pb.ImportJob:
        values = {"data" if isinstance(content, bytes) else "content": content} | values
        request = pb.CreateOrganizationImportJobRequest(
            parent_id=self.parent.id,
            file_name="directory.csv",
            kind=organization_pb2.ORGANIZATION_KIND_SOCIAL_ORGANIZATION,
            membership_policy=APPLICATION,
            request_id=request_id,
            **values,  # type: ignore[arg-type] # by name
        )
        return await self.community.call(request, pb.ImportJob, self.passport)

    async def resolve(
        self,
        job: pb.ImportJob,
        answer: pb.ImportAnswer,
        reason: str = "SAME_NAME",
        line: int = 0,
        request_id: str | None = None,
        organization_id: str | None = None,
    ) -> pb.ImportJob:
        """Answers a conflict for one line, or for all with 0."""
        resolution = pb.ImportResolution(
            reason=reason, line=line, answer=answer, organization_id=organization_id
        )
        request = pb.ResolveImportConflictsRequest(
            import_job_id=job.id, resolutions=[resolution], request_id=request_id
        )
        return await self.community.call(request, pb.ImportJob, self.passport)

    async def undo(self, job: pb.ImportJob, request_id: str | None = None) -> pb.ImportJob:
        """Begins to undo an import."""
        request = pb.UndoImportJobRequest(import_job_id=job.id, request_id=request_id)
        return await self.community.call(request, pb.ImportJob, self.passport)

    async def undone(self, job: pb.ImportJob) -> pb.ImportJob:
        """Undoes an import to the end."""
        await self.undo(job)
        return await self.in_state(job, pb.IMPORT_STATE_UNDONE)

    async def get(self, job: pb.ImportJob) -> pb.ImportJob:
        return await self.community.call(
            pb.GetImportJobRequest(import_job_id=job.id), pb.ImportJob, self.passport
        )

    async def start(self, job: pb.ImportJob, request_id: str | None = None) -> pb.ImportJob:
        return await self.community.call(
            pb.ExecuteImportJobRequest(import_job_id=job.id, request_id=request_id),
            pb.ImportJob,
            self.passport,
        )

    async def discard(self, job: pb.ImportJob) -> pb.ImportJob:
        return await self.community.call(
            pb.DiscardImportJobRequest(import_job_id=job.id), pb.ImportJob, self.passport
        )

    async def completed(self, job: pb.ImportJob) -> pb.ImportJob:
        return await self.in_state(job, pb.IMPORT_STATE_COMPLETED)

    async def in_state(
        self, job: pb.ImportJob, state: pb.ImportState, bell: asyncio.Event | None = None
    ) -> pb.ImportJob:
        """Waits until an import is in a state, but with the bell of its job not for the next attempt."""

        async def done() -> pb.ImportJob | None:
            if bell is not None:
                bell.set()
            now = await self.get(job)
            return now if now.state == state else None

        found = await eventually(done)
        assert found is not None
        return found

    async def execute(self, job: pb.ImportJob) -> pb.ImportJob:
        await self.start(job)
        return await self.completed(job)

    async def rows(
        self,
        job: pb.ImportJob,
        outcome: pb.ImportOutcome = pb.IMPORT_OUTCOME_UNSPECIFIED,
        reasons: Sequence[str] = (),
    ) -> list[pb.ImportJobRow]:
        rows: list[pb.ImportJobRow] = []
        token = ""
        while True:
            page = await self.community.call(
                pb.ListImportJobRowsRequest(
                    import_job_id=job.id,
                    outcomes=[outcome] if outcome else [],
                    reasons=reasons,
                    page_size=100,
                    page_token=token,
                ),
                pb.ListImportJobRowsResponse,
                self.passport,
            )
            rows += page.import_job_rows
            token = page.next_page_token
            if not token:
                return rows

    async def children(self) -> dict[str, organization_pb2.Organization]:
        children: dict[str, organization_pb2.Organization] = {}
        token = ""
        while True:
            page = await self.community.call(
                organization_pb2.ListOrganizationsRequest(
                    parent_id=self.parent.id, page_size=100, page_token=token
                ),
                organization_pb2.ListOrganizationsResponse,
                self.passport,
            )
            for each in page.organizations:
                assert each.name not in children
                children[each.name] = each
            token = page.next_page_token
            if not token:
                return children

    async def update(self, name: str, **values: object) -> None:
        organization = (await self.children())[name]
        await self.community.call(
            organization_pb2.UpdateOrganizationRequest(
                organization_id=organization.id,
                organization=organization_pb2.Organization(**values),  # type: ignore[arg-type]
                update_mask=FieldMask(paths=list(values)),
            ),
            organization_pb2.Organization,
            self.community.admin,
        )


async def below(community: Community) -> Imports:
    return Imports(community, await community.found(name="Service station"))


def outcomes(rows: list[pb.ImportJobRow]) -> list[str]:
    return [pb.ImportOutcome.Name(row.outcome).removeprefix("IMPORT_OUTCOME_") for row in rows]
