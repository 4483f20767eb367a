"""What leaders and members do to memberships, for the tests about them."""

from collections.abc import Callable
from typing import Any

import pytest
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.message import Message

from services.kit.errors import (
    PermissionDenied,
)
from tests.notices import published, spoken
from tests.organizations.community import Community

ACTIVE = pb.MEMBERSHIP_STATE_ACTIVE


OWNER, LEADER, COORDINATOR = pb.ROLE_OWNER, pb.ROLE_LEADER, pb.ROLE_COORDINATOR


SUPERVISOR = pb.ROLE_SUPERVISOR


Steps = tuple[Callable[[pb.Membership], Message], ...]


async def change(
    community: Community, request: Message, passport: str | None = None
) -> pb.Membership:
    return await community.call(request, pb.Membership, passport or community.admin)


async def last_notice(community: Community, count: int) -> tuple[str, pb.Membership]:
    notice = (await published(community.platform.site, "organizations", count))[-1]
    return spoken([notice])[0], pb.Membership.FromString(notice.payload)


async def role_history(
    community: Community, membership: pb.Membership, **values: Any
) -> pb.ListMembershipRolesResponse:
    request = pb.ListMembershipRolesRequest(membership_id=membership.id, **values)
    return await community.call(request, pb.ListMembershipRolesResponse, community.admin)


def roles_now(membership: pb.Membership) -> list[pb.Role]:
    assert not any(role.HasField("end_time") for role in membership.roles)
    return [role.role for role in membership.roles]


def accept(membership: pb.Membership) -> pb.AcceptMembershipRequest:
    return pb.AcceptMembershipRequest(membership_id=membership.id)


def decline(membership: pb.Membership) -> pb.DeclineMembershipRequest:
    return pb.DeclineMembershipRequest(membership_id=membership.id, reason="full")


def withdraw(membership: pb.Membership) -> pb.WithdrawMembershipRequest:
    return pb.WithdrawMembershipRequest(membership_id=membership.id)


def suspend(membership: pb.Membership) -> pb.SuspendMembershipRequest:
    return pb.SuspendMembershipRequest(membership_id=membership.id, reason="quarrel")


def end(membership: pb.Membership) -> pb.EndMembershipRequest:
    return pb.EndMembershipRequest(membership_id=membership.id, reason="moved away")


def end_role(membership: pb.Membership, role: pb.Role) -> pb.EndRoleRequest:
    return pb.EndRoleRequest(membership_id=membership.id, role=role)


async def refused_to(
    community: Community,
    request: Message,
    organization: organization_pb2.Organization,
    *roles: str,
) -> None:
    """Checks that each of these roles, and a stranger, is denied."""
    for held in [(role,) for role in roles] + [()]:
        with pytest.raises(PermissionDenied):
            await change(community, request, await community.holding(None, organization, *held))
