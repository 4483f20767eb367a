"""QualificationKindService: the catalogue of kinds."""

from banyan.volunteers.v1 import qualification_kind_pb2 as pb
from sqlmodel import col

from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.work import Work
from services.volunteers.qualification_kinds.models import QualificationKind

QUALIFICATION_KINDS = Resources[pb.QualificationKind](QualificationKind, None)
_POSITION = (col(QualificationKind.position), col(QualificationKind.key), col(QualificationKind.id))
BY_POSITION = QUALIFICATION_KINDS.listing(
    *_POSITION,
    filters={"open": ~col(QualificationKind.retired)},
    orders={"POSITION": _POSITION},
)


class QualificationKindServicer:
    """Handles the RPCs of kinds."""

    service = pb.DESCRIPTOR.services_by_name["QualificationKindService"]

    async def CreateQualificationKind(
        self, request: pb.CreateQualificationKindRequest, work: Work
    ) -> pb.QualificationKind:
        """Creates a kind."""
        await work.require("administer")
        kind = create(QualificationKind, request.qualification_kind, "qualification_kind")
        await work.add(kind)
        await work.announce(kind, "created")
        return to_proto(kind, pb.QualificationKind)

    async def GetQualificationKind(
        self, request: pb.GetQualificationKindRequest, work: Work
    ) -> pb.QualificationKind:
        """Gets a kind."""
        return await QUALIFICATION_KINDS.get(request.qualification_kind_id, work)

    async def BatchGetQualificationKinds(
        self, request: pb.BatchGetQualificationKindsRequest, work: Work
    ) -> pb.BatchGetQualificationKindsResponse:
        """Gets several kinds."""
        found = await QUALIFICATION_KINDS.get_all(request.ids, work)
        return pb.BatchGetQualificationKindsResponse(qualification_kinds=found)

    async def ListQualificationKinds(
        self, request: pb.ListQualificationKindsRequest, work: Work
    ) -> pb.ListQualificationKindsResponse:
        """Lists the kinds by position."""
        page = await BY_POSITION.page(request, work, open=None if request.include_retired else True)
        return page.answer(pb.ListQualificationKindsResponse)

    async def UpdateQualificationKind(
        self, request: pb.UpdateQualificationKindRequest, work: Work
    ) -> pb.QualificationKind:
        """Updates the masked fields of a kind."""
        await work.require("administer")
        kind = await work.lock(QualificationKind, request.qualification_kind_id)
        update(kind, request.qualification_kind, request.update_mask, "qualification_kind")
        await work.announce(kind, "updated")
        return to_proto(kind, pb.QualificationKind)
