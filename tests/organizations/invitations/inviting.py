"""Invitations, for the tests about them."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2

from tests.organizations.community import Community

ACTIVE, REVOKED = pb.INVITATION_STATE_ACTIVE, pb.INVITATION_STATE_REVOKED


EXHAUSTED, EXPIRED = pb.INVITATION_STATE_EXHAUSTED, pb.INVITATION_STATE_EXPIRED


async def invite(
    community: Community,
    organization: organization_pb2.Organization,
    passport: str | None = None,
    **values: Any,
) -> pb.InvitationLink:
    """Creates an invitation, by default as somebody who then coordinates the organization."""
    request = pb.CreateInvitationRequest(organization_id=organization.id, **values)
    inviter = passport or await community.holding(None, organization, "COORDINATOR")
    return await community.call(request, pb.InvitationLink, inviter)


async def accept(
    community: Community, token: str, person_id: UUID | None = None
) -> membership_pb2.Membership:
    return await community.call(
        pb.AcceptInvitationRequest(token=token),
        membership_pb2.Membership,
        community.passport(person_id),
    )


async def look_up(community: Community, token: str) -> pb.InvitationPreview:
    return await community.call(
        pb.LookUpInvitationRequest(token=token),
        pb.InvitationPreview,
        community.platform.office.anonymous(),
    )


async def revoke(community: Community, invitation_id: str) -> pb.Invitation:
    return await community.call(
        pb.RevokeInvitationRequest(invitation_id=invitation_id), pb.Invitation, community.admin
    )


async def close(community: Community, organization: organization_pb2.Organization) -> None:
    await community.call(
        organization_pb2.CloseOrganizationRequest(organization_id=organization.id),
        organization_pb2.Organization,
        community.admin,
    )
