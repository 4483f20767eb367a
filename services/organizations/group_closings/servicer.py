"""GroupClosingService: ending groups well, and the record that stays of them."""

from uuid import UUID

from banyan.organizations.v1 import group_closing_pb2 as pb
from google.protobuf.json_format import MessageToDict
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.enrolments.ending import end_of_group
from services.organizations.group_closings.models import FULFILLED, ClosingCause, GroupClosing
from services.organizations.group_closings.unfinished import (
    refuse_unfinished,
    refuse_unreceived,
    unfinished,
)
from services.organizations.group_closings.work_done import work_done
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.access import manages
from services.organizations.organizations.closing import end_waiting, shut
from services.organizations.organizations.hierarchy import lock_trees
from services.organizations.organizations.models import Organization

CLOSINGS = Resources[pb.GroupClosing](GroupClosing, "view_group_closing")
_CREATION = (col(GroupClosing.id),)  # IDs increase with time
LATEST_FIRST = CLOSINGS.listing(
    *_CREATION,
    where=[col(GroupClosing.organization_id) == given("organization_id")],
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


class GroupClosingServicer:
    """Ends groups. Locks come in this order: the trees, the organization, its enrolments, and what waits there."""

    service = pb.DESCRIPTOR.services_by_name["GroupClosingService"]

    async def FindUnfinishedBusiness(
        self, request: pb.FindUnfinishedBusinessRequest, work: Work
    ) -> pb.UnfinishedBusiness:
        """Lists what is unfinished in an organization that is to end."""
        await work.require("manage_organization", request.organization_id)
        return await unfinished(UUID(request.organization_id), work)

    async def EndGroup(self, request: pb.EndGroupRequest, work: Work) -> pb.GroupClosing:
        """Ends a group, and keeps a record of it."""
        await work.require("own_organization", request.organization_id)
        cause = ClosingCause(enum_name(pb.ClosingCause.DESCRIPTOR, request.cause))
        refuse_unreceived(request.handovers)
        await lock_trees([request.organization_id], work)
        organization = await lock_to_change("own_organization", request.organization_id, work)
        successor_id = await _successor(request, cause, organization, work)
        organization.successor_id = successor_id  # before the notice that it is closed
        await shut(organization, work)
        await refuse_unfinished(organization.id, request.handovers, work)
        closing = GroupClosing(
            organization_id=organization.id,
            cause=cause,
            text=request.text,
            successor_id=successor_id,
            handovers=[
                MessageToDict(each, preserving_proto_field_name=True) for each in request.handovers
            ],
            closer_id=work.person_id,
            **await work_done(organization, work),
        )
        if successor_id is not None and await manages.holds(work, successor_id):
            closing.approve(at=work.now)
        await work.add(closing)
        await work.announce(closing, "recorded")
        await end_of_group(organization, request.text, cause in FULFILLED, work)
        await end_waiting(organization, work)
        return to_proto(closing, pb.GroupClosing)

    async def ApproveSuccession(
        self, request: pb.ApproveSuccessionRequest, work: Work
    ) -> pb.GroupClosing:
        """Lets the members of a group that has ended join its successor."""
        known = await work.get(GroupClosing, request.group_closing_id)
        await work.require("approve_succession", known)
        await lock_to_change("approve_succession", str(known.successor_id), work, subject=known)
        closing = await work.lock(GroupClosing, known.id)
        closing.approve(at=work.now)
        work.follows(closing, because="an organization says whom it welcomes")
        await work.announce(closing, "approved")
        return to_proto(closing, pb.GroupClosing)

    async def GetGroupClosing(
        self, request: pb.GetGroupClosingRequest, work: Work
    ) -> pb.GroupClosing:
        """Gets a closing."""
        return await CLOSINGS.get(request.group_closing_id, work)

    async def BatchGetGroupClosings(
        self, request: pb.BatchGetGroupClosingsRequest, work: Work
    ) -> pb.BatchGetGroupClosingsResponse:
        """Gets several closings."""
        found = await CLOSINGS.get_all(request.ids, work)
        return pb.BatchGetGroupClosingsResponse(group_closings=found)

    async def ListGroupClosings(
        self, request: pb.ListGroupClosingsRequest, work: Work
    ) -> pb.ListGroupClosingsResponse:
        """Lists the closings of a group, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListGroupClosingsResponse)


async def _successor(
    request: pb.EndGroupRequest, cause: ClosingCause, organization: Organization, work: Work
) -> UUID | None:
    """Returns the organization to which the members of a group are invited, if there is one.

    Raises:
        NotFound: It does not exist.
        Refused: It is closed or the group itself, or there must be one and is none.
    """
    if not request.HasField("successor_id"):
        if cause == ClosingCause.MERGED:
            raise Refused(
                "Say in which organization the group goes on: name the successor, or give another cause.",
                reason="SUCCESSOR_NEEDED",
            )
        return None
    successor = await work.get(Organization, request.successor_id)
    if successor.id == organization.id:
        raise Refused(
            "A group does not go on in itself. Choose another organization.",
            reason="SUCCEEDS_ITSELF",
        )
    successor.refuse_if_closed()
    return successor.id
