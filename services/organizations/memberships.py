"""MembershipService: who belongs to an organization, since when, and in which roles."""

from datetime import datetime
from uuid import UUID

from banyan.organizations.v1 import membership_pb2 as pb
from sqlalchemy import exists, select
from sqlmodel import col

from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.values import enum_name
from services.kit.work import Work
from services.organizations.models import Membership, MembershipRole, Organization
from services.organizations.rosters import hold_person, show


class MembershipServicer:
    """Keeps memberships and the roles that go with them.

    A change locks the organization first and then the membership, so that two changes of one roster
    take turns: of two owners who leave at once, the second finds that they are the last.
    """

    service = pb.DESCRIPTOR.services_by_name["MembershipService"]

    async def ApplyForMembership(
        self, request: pb.ApplyForMembershipRequest, work: Work
    ) -> pb.Membership:
        """Applies for the calling person."""
        applicant_id = work.person_id
        known = await hold_person(applicant_id, UUID(request.organization_id), work)
        organization = await work.lock(Organization, request.organization_id)
        membership = Membership.apply(
            organization,
            applicant_id,
            at=work.now,
            was_removed=await removed_at(organization, applicant_id, work) is not None,
            application_message=request.application_message,
            **known,
        )
        await work.add(membership)
        await work.announce(membership, "applied")
        return to_proto(membership, pb.Membership)

    async def GetMembership(self, request: pb.GetMembershipRequest, work: Work) -> pb.Membership:
        """Gets a membership."""
        membership = await work.find(Membership, request.membership_id, "view_membership")
        return (await show([membership], work))[0]

    async def BatchGetMemberships(
        self, request: pb.BatchGetMembershipsRequest, work: Work
    ) -> pb.BatchGetMembershipsResponse:
        """Gets several memberships."""
        found = await work.find_all(Membership, request.ids, "view_membership")
        return pb.BatchGetMembershipsResponse(memberships=await show(found, work))

    async def ListMemberships(
        self, request: pb.ListMembershipsRequest, work: Work
    ) -> pb.ListMembershipsResponse:
        """Lists the memberships of a person, newest first."""
        statement = select(Membership).where(
            col(Membership.person_id) == UUID(request.person_id), work.visible("view_membership")
        )
        keys = [col(Membership.create_time), col(Membership.id)]
        page = await paginate(work.session, statement, keys, request, descending=True)
        return page.answer(pb.ListMembershipsResponse, await show(page.rows, work))

    async def AcceptMembership(
        self, request: pb.AcceptMembershipRequest, work: Work
    ) -> pb.Membership:
        """Accepts an application."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_roster", membership.organization_id)
        membership.accept(await lock(membership, work), at=work.now)
        await work.announce(membership, "accepted")
        return to_proto(membership, pb.Membership)

    async def DeclineMembership(
        self, request: pb.DeclineMembershipRequest, work: Work
    ) -> pb.Membership:
        """Declines an application."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_roster", membership.organization_id)
        await lock(membership, work)
        membership.decline(request.reason)
        await work.announce(membership, "declined")
        return to_proto(membership, pb.Membership)

    async def WithdrawMembership(
        self, request: pb.WithdrawMembershipRequest, work: Work
    ) -> pb.Membership:
        """Withdraws an application."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("self", membership.person_id)
        await lock(membership, work)
        membership.withdraw()
        await work.announce(membership, "withdrawn")
        return to_proto(membership, pb.Membership)

    async def SuspendMembership(
        self, request: pb.SuspendMembershipRequest, work: Work
    ) -> pb.Membership:
        """Suspends an active membership."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_organization", membership.organization_id)
        await lock(membership, work)
        await leave_owners_to_owners(membership, work)
        membership.suspend(request.reason, other_owners=await has_other_owners(membership, work))
        await work.announce(membership, "suspended")
        return to_proto(membership, pb.Membership)

    async def ReinstateMembership(
        self, request: pb.ReinstateMembershipRequest, work: Work
    ) -> pb.Membership:
        """Reinstates a suspended membership."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_organization", membership.organization_id)
        await lock(membership, work)
        await leave_owners_to_owners(membership, work)
        membership.reinstate()
        await work.announce(membership, "reinstated")
        return to_proto(membership, pb.Membership)

    async def EndMembership(self, request: pb.EndMembershipRequest, work: Work) -> pb.Membership:
        """Ends an active or suspended membership and its roles."""
        membership = await work.get(Membership, request.membership_id)
        await work.require("end_membership", membership)
        await lock(membership, work)
        by_member = membership.person_id == work.caller.person_id
        if not by_member:
            await leave_owners_to_owners(membership, work)
        membership.end(
            request.reason,
            at=work.now,
            by_member=by_member,
            other_owners=await has_other_owners(membership, work),
        )
        await work.announce(membership, "ended")
        return to_proto(membership, pb.Membership)

    async def GrantRole(self, request: pb.GrantRoleRequest, work: Work) -> pb.Membership:
        """Grants a role to an active member."""
        role = enum_name(pb.Role.DESCRIPTOR, request.role)
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_organization", membership.organization_id)
        if role == "OWNER":
            await work.require("own_organization", membership.organization_id)
        await lock(membership, work)
        if membership.grant(role, at=work.now):
            await work.announce(membership, "role_granted")
        return to_proto(membership, pb.Membership)

    async def EndRole(self, request: pb.EndRoleRequest, work: Work) -> pb.Membership:
        """Ends a role as of now."""
        role = enum_name(pb.Role.DESCRIPTOR, request.role)
        membership = await work.get(Membership, request.membership_id)
        await work.require("manage_organization", membership.organization_id)
        if role == "OWNER":
            await work.require("own_organization", membership.organization_id)
        await lock(membership, work)
        other_owners = await has_other_owners(membership, work)
        if membership.end_role(role, at=work.now, other_owners=other_owners):
            await work.announce(membership, "role_ended")
        return to_proto(membership, pb.Membership)


async def removed_at(organization: Organization, person_id: UUID, work: Work) -> datetime | None:
    """Returns when a person was removed; None if they have been a member since, left, or never came.

    Args:
        organization: The organization, locked.
        person_id: The person.
        work: The unit of work.
    """
    last = (
        select(Membership)
        .where(
            col(Membership.organization_id) == organization.id,
            col(Membership.person_id) == person_id,
            col(Membership.state) == "ENDED",
        )
        .order_by(col(Membership.create_time).desc(), col(Membership.id).desc())
        .limit(1)
    )
    membership = await work.session.scalar(last)
    return membership.end_time if membership is not None and membership.is_removed else None


async def lock(membership: Membership, work: Work) -> Organization:
    """Locks the organization and then the membership, brought up to date; returns the former."""
    organization = await work.lock(Organization, membership.organization_id)
    await work.lock(Membership, membership.id)
    return organization


async def leave_owners_to_owners(membership: Membership, work: Work) -> None:
    """Lets only owners decide about owners.

    Raises:
        PermissionDenied: The member is an owner and the caller is not.
    """
    if membership.holds("OWNER"):
        await work.require("own_organization", membership.organization_id)


async def has_other_owners(membership: Membership, work: Work) -> bool:
    """Tells whether somebody else is an owner of the organization.

    Where the member is no owner somebody else must be; a large roster is not searched for them.
    """
    if not membership.is_owner:
        return True
    other = exists().where(
        col(Membership.organization_id) == membership.organization_id,
        col(Membership.id) != membership.id,
        col(Membership.state) == "ACTIVE",
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.role) == "OWNER",
        col(MembershipRole.end_time).is_(None),
    )
    return bool(await work.session.scalar(select(other)))
