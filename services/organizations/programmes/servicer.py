"""ProgrammeService: by which stages organizations cultivate groups."""

from collections.abc import Iterator
from itertools import chain

from banyan.organizations.v1 import programme_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import Violation
from services.kit.process.ids import uuid7
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.organizations.models import Organization
from services.organizations.programmes.checking import broken_categories, broken_stages
from services.organizations.programmes.default import default_programme
from services.organizations.programmes.models import Programme
from services.organizations.programmes.queries import (
    lock_published,
    lock_to_add,
    lock_version,
    next_number,
)

PROGRAMMES = Resources[pb.Programme](Programme, "view_programme")
OLDEST_FIRST = PROGRAMMES.listing(
    col(Programme.id),
    where=[col(Programme.organization_id) == given("organization_id")],
    filters={
        "states": col(Programme.state) == any_(given("states", TEXTS)),
        "first_version_id": col(Programme.first_version_id) == given("first_version_id"),
    },
    orders={"CREATE_TIME": [col(Programme.id)]},  # IDs increase with time
)


class ProgrammeServicer:
    """Manages the versions of programmes.

    Each change holds the organization, so that numbers of versions follow each other.
    """

    service = pb.DESCRIPTOR.services_by_name["ProgrammeService"]

    async def CreateProgramme(self, request: pb.CreateProgrammeRequest, work: Work) -> pb.Programme:
        """Creates the first version of a programme."""
        organization = await lock_to_add(request.programme.organization_id, work)
        refuse_violations(list(await self.rules_CreateProgramme(request, work)))
        return await _add_first(request.programme, work, organization_id=organization.id)

    async def rules_CreateProgramme(
        self, request: pb.CreateProgrammeRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the stages and the categories."""
        await work.require("manage_programmes", request.programme.organization_id)
        categories = await broken_categories(request.programme.category_ids, (), work)
        return chain(broken_stages(request.programme), categories)

    async def CreateDefaultProgramme(
        self, request: pb.CreateDefaultProgrammeRequest, work: Work
    ) -> pb.Programme:
        """Creates the ready-made programme."""
        organization = await lock_to_add(request.organization_id, work)
        return await _add_first(default_programme(), work, organization_id=organization.id)

    async def GetProgramme(self, request: pb.GetProgrammeRequest, work: Work) -> pb.Programme:
        """Gets a version."""
        return await PROGRAMMES.get(request.programme_id, work)

    async def BatchGetProgrammes(
        self, request: pb.BatchGetProgrammesRequest, work: Work
    ) -> pb.BatchGetProgrammesResponse:
        """Gets several versions."""
        found = await PROGRAMMES.get_all(request.ids, work)
        return pb.BatchGetProgrammesResponse(programmes=found)

    async def ListProgrammes(
        self, request: pb.ListProgrammesRequest, work: Work
    ) -> pb.ListProgrammesResponse:
        """Lists the versions of an organization, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListProgrammesResponse)

    async def UpdateProgramme(self, request: pb.UpdateProgrammeRequest, work: Work) -> pb.Programme:
        """Updates the masked fields of a draft."""
        programme = await lock_version(request.programme_id, work)
        programme.refuse_unless_draft()
        categories = (
            await broken_categories(request.programme.category_ids, programme.category_ids, work)
            if "category_ids" in request.update_mask.paths
            else []
        )
        update(
            programme,
            request.programme,
            request.update_mask,
            "programme",
            rules=lambda merged: chain(broken_stages(merged), categories),
        )
        await work.announce(programme, "updated")
        return to_proto(programme, pb.Programme)

    async def ReviseProgramme(self, request: pb.ReviseProgrammeRequest, work: Work) -> pb.Programme:
        """Creates the next version as a draft."""
        programme = await work.get(Programme, request.programme_id)
        await lock_to_add(programme.organization_id, work)
        programme = await work.lock(Programme, programme.id)
        draft = programme.revise(await next_number(programme.first_version_id, work))
        await work.add(draft)
        await work.announce(draft, "created")
        return to_proto(draft, pb.Programme)

    async def PublishProgramme(
        self, request: pb.PublishProgrammeRequest, work: Work
    ) -> pb.Programme:
        """Publishes a draft, and retires the version before it."""
        programme = await lock_version(request.programme_id, work)
        (await work.get(Organization, programme.organization_id)).refuse_if_closed()
        before = await lock_published(programme.first_version_id, work)
        programme.publish(at=work.now)
        if before is not None:
            before.give_way()
            await work.announce(before, "retired")
        await work.announce(programme, "published")
        return to_proto(programme, pb.Programme)

    async def RetireProgramme(self, request: pb.RetireProgrammeRequest, work: Work) -> pb.Programme:
        """Retires a version."""
        programme = await lock_version(request.programme_id, work)
        programme.retire()
        await work.announce(programme, "retired")
        return to_proto(programme, pb.Programme)


async def _add_first(message: pb.Programme, work: Work, **values: object) -> pb.Programme:
    id_ = uuid7()
    programme = create(Programme, message, "programme", id=id_, first_version_id=id_, **values)
    await work.add(programme)
    await work.announce(programme, "created")
    return to_proto(programme, pb.Programme)
