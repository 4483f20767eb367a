"""MembershipService: who belongs to an organization, since when, and in which roles."""

from uuid import UUID

from banyan.organizations.v1 import membership_pb2 as pb
from sqlmodel import col

from services.kit.contract.values import enum_name, moment_of
from services.kit.work.batches import Batch
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources, Shown
from services.kit.work.roles import Role
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.agreements.joining import accept_to_join
from services.organizations.group_closings.queries import comes_from_ended
from services.organizations.memberships import changing, joining
from services.organizations.memberships.checking import find_members
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.queries import (
    MEMBERSHIPS,
    find_application,
    lock_person,
    refuse_too_often,
    removed_at,
)
from services.organizations.memberships.rights import lock_to_change
from services.organizations.memberships.states import CURRENT
from services.organizations.memberships.viewer_roles import VIEWER_ROLES, shown
from services.organizations.organizations.models import Organization
from services.organizations.rosters.annotating import filled_in, write_values

_CREATION = (col(Membership.create_time), col(Membership.id))
_START = (col(MembershipRole.start_time), col(MembershipRole.id))
NEWEST_FIRST = MEMBERSHIPS.listing(
    *_CREATION,
    where=[col(Membership.person_id) == given("person_id")],
    filters={
        "organization_id": col(Membership.organization_id) == given("organization_id"),
        "only_current": col(Membership.state).in_(CURRENT),
    },
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
IN_ORGANIZATIONS = Batch(NEWEST_FIRST, "organization_id")
LATEST_FIRST = Resources(
    MembershipRole, None, shown=Shown(pb.MembershipRole, MembershipRole)
).listing(
    *_START,
    where=[col(MembershipRole.membership_id) == given("membership_id")],
    descending=True,
    orders={"START_TIME": _START},
)


class MembershipServicer:
    """Manages memberships and their roles.

    A change locks the organization first and then the membership, so that two changes of one roster
    take turns: of two owners who leave at once, the second finds that they are the last.
    """

    service = pb.DESCRIPTOR.services_by_name["MembershipService"]

    async def ApplyForMembership(
        self, request: pb.ApplyForMembershipRequest, work: Work
    ) -> pb.Membership:
        """Applies for the calling person."""
        applicant_id = work.person_id
        known = await lock_person(applicant_id, UUID(request.organization_id), work)
        organization = await work.lock(Organization, request.organization_id)
        was_removed = await removed_at(organization, applicant_id, work) is not None
        is_welcome = await comes_from_ended(organization, applicant_id, work)
        waiting = await find_application(organization, applicant_id, work)
        await accept_to_join(organization, applicant_id, request.accepted_agreement_ids, work)
        if waiting is not None and organization.admits(
            was_removed=was_removed, is_welcome=is_welcome
        ):
            waiting.accept(organization, at=work.now)
            await work.announce(waiting, "accepted")
            return to_proto(waiting, pb.Membership)
        await refuse_too_often(organization, applicant_id, work)
        values = await filled_in(organization.id, request.values, work)
        membership = joining.apply(
            organization,
            applicant_id,
            at=work.now,
            was_removed=was_removed,
            is_welcome=is_welcome,
            application_message=request.application_message,
            **known,
        )
        await work.add(membership)
        await write_values(membership, values, work)
        await work.announce(membership, "applied")
        return to_proto(membership, pb.Membership)

    async def GetMembership(self, request: pb.GetMembershipRequest, work: Work) -> pb.Membership:
        """Gets a membership."""
        return await MEMBERSHIPS.get(request.membership_id, work)

    async def BatchGetMemberships(
        self, request: pb.BatchGetMembershipsRequest, work: Work
    ) -> pb.BatchGetMembershipsResponse:
        """Gets several memberships."""
        found = await MEMBERSHIPS.get_all(request.ids, work)
        return pb.BatchGetMembershipsResponse(memberships=found)

    async def ListMemberships(
        self, request: pb.ListMembershipsRequest, work: Work
    ) -> pb.ListMembershipsResponse:
        """Lists the memberships of a person, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListMembershipsResponse)

    async def BatchListMemberships(
        self, request: pb.BatchListMembershipsRequest, work: Work
    ) -> pb.BatchListMembershipsResponse:
        """Lists the memberships in several organizations."""
        pages = await IN_ORGANIZATIONS.pages(request.requests, work)
        return pb.BatchListMembershipsResponse(
            responses=[page.answer(pb.ListMembershipsResponse) for page in pages]
        )

    async def BatchGetViewerRoles(
        self, request: pb.BatchGetViewerRolesRequest, work: Work
    ) -> pb.BatchGetViewerRolesResponse:
        """Gets the roles of the caller that count in several organizations."""
        ids = list(dict.fromkeys(map(UUID, request.ids)))
        found = {row[0]: row for row in await work.fetch(VIEWER_ROLES, ids=ids)}
        roles = [shown(found[id_]) for id_ in ids if id_ in found]
        return pb.BatchGetViewerRolesResponse(viewer_roles=[each for each in roles if each.roles])

    async def ListMembershipRoles(
        self, request: pb.ListMembershipRolesRequest, work: Work
    ) -> pb.ListMembershipRolesResponse:
        """Lists the roles that a member holds or has held, latest first."""
        await MEMBERSHIPS.get(request.membership_id, work)
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListMembershipRolesResponse)

    async def CheckMemberships(
        self, request: pb.CheckMembershipsRequest, work: Work
    ) -> pb.CheckMembershipsResponse:
        """Lists which people are active members of organizations that the caller manages."""
        return pb.CheckMembershipsResponse(members=await find_members(request, work))

    async def AcceptMembership(
        self, request: pb.AcceptMembershipRequest, work: Work
    ) -> pb.Membership:
        """Accepts an application."""
        membership = await work.get(Membership, request.membership_id)
        organization = await lock("manage_roster", membership, work)
        membership.accept(organization, at=work.now)
        await work.announce(membership, "accepted")
        return to_proto(membership, pb.Membership)

    async def DeclineMembership(
        self, request: pb.DeclineMembershipRequest, work: Work
    ) -> pb.Membership:
        """Declines an application."""
        membership = await work.get(Membership, request.membership_id)
        await lock("manage_roster", membership, work)
        membership.decline(request.reason)
        await work.announce(membership, "declined")
        return to_proto(membership, pb.Membership)

    async def WithdrawMembership(
        self, request: pb.WithdrawMembershipRequest, work: Work
    ) -> pb.Membership:
        """Withdraws an application."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("self", membership.person_id)
        await work.lock(Organization, membership.organization_id)
        await work.lock(Membership, membership.id)
        membership.withdraw()
        await work.announce(membership, "withdrawn")
        return to_proto(membership, pb.Membership)

    async def CorrectApplication(
        self, request: pb.CorrectApplicationRequest, work: Work
    ) -> pb.Membership:
        """Changes what the calling person has answered in their application."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("self", membership.person_id)
        await work.lock(Organization, membership.organization_id)
        await work.lock(Membership, membership.id)
        membership.correct(
            request.application_message if request.HasField("application_message") else None
        )
        answers = await filled_in(
            membership.organization_id, request.values, work, before=membership
        )
        if await write_values(membership, answers, work):
            membership.annotations += 1
        await work.announce(membership, "corrected")
        return to_proto(membership, pb.Membership)

    async def SuspendMembership(
        self, request: pb.SuspendMembershipRequest, work: Work
    ) -> pb.Membership:
        """Suspends an active membership."""
        membership = await work.get(Membership, request.membership_id)
        organization = await lock("manage_organization", membership, work)
        await changing.suspend(membership, organization, request.reason, work)
        return to_proto(membership, pb.Membership)

    async def ReinstateMembership(
        self, request: pb.ReinstateMembershipRequest, work: Work
    ) -> pb.Membership:
        """Reinstates a suspended membership."""
        membership = await work.get(Membership, request.membership_id)
        await lock("manage_organization", membership, work)
        await changing.reinstate(membership, work)
        return to_proto(membership, pb.Membership)

    async def EndMembership(self, request: pb.EndMembershipRequest, work: Work) -> pb.Membership:
        """Ends an active or suspended membership and its roles."""
        membership = await work.get(Membership, request.membership_id)
        organization = await lock("end_membership", membership, work, subject=membership)
        await changing.end(membership, organization, request.reason, work)
        return to_proto(membership, pb.Membership)

    async def RenewMembership(
        self, request: pb.RenewMembershipRequest, work: Work
    ) -> pb.Membership:
        """Says until when a membership lasts."""
        membership = await work.get(Membership, request.membership_id)
        await lock("manage_organization", membership, work)
        await changing.renew(membership, moment_of(request, "expire_time"), work)
        return to_proto(membership, pb.Membership)

    async def GrantRole(self, request: pb.GrantRoleRequest, work: Work) -> pb.Membership:
        """Grants a role to an active member."""
        role = Role(enum_name(pb.Role.DESCRIPTOR, request.role))
        membership = await work.get(Membership, request.membership_id)
        await lock("manage_organization", membership, work)
        await changing.grant(membership, role, work)
        return to_proto(membership, pb.Membership)

    async def HandOverOwnership(
        self, request: pb.HandOverOwnershipRequest, work: Work
    ) -> pb.Membership:
        """Makes a member an owner in the place of the caller."""
        membership = await work.get(Membership, request.membership_id)
        await lock("own_organization", membership, work)
        await changing.hand_over(membership, work)
        return to_proto(membership, pb.Membership)

    async def EndRole(self, request: pb.EndRoleRequest, work: Work) -> pb.Membership:
        """Ends a role as of now."""
        role = Role(enum_name(pb.Role.DESCRIPTOR, request.role))
        membership = await work.get(Membership, request.membership_id)
        organization = await lock("manage_organization", membership, work)
        await changing.end_role(membership, organization, role, work)
        return to_proto(membership, pb.Membership)


async def lock(
    relation: str, membership: Membership, work: Work, *, subject: Membership | None = None
) -> Organization:
    """Locks the organization and then the membership, brought up to date; returns the former.

    Args:
        relation: The relation that lets the caller change the membership.
        membership: The membership.
        work: The unit of work.
        subject: What the relation is asked of; by default the organization.

    Raises:
        PermissionDenied: The caller may not change it, or may no longer.
    """
    organization = await lock_to_change(relation, membership.organization_id, work, subject=subject)
    await work.lock(Membership, membership.id)
    return organization
