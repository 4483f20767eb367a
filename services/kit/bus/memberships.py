"""Consumers that keep a service's tables of organizations and memberships equal to their notices."""

from collections.abc import Awaitable, Callable

from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.bus.consumers import Consumer
from services.kit.contract.values import enum_name
from services.kit.work.memberships import MembershipProjection, OrganizationProjection
from services.kit.work.projection import project
from services.kit.work.work import Work

_ROLE = membership_pb2.Role.DESCRIPTOR
OnOrganization = Callable[[organization_pb2.Organization, Work], Awaitable[None]]
OnMembership = Callable[[membership_pb2.Membership, Work], Awaitable[None]]


def organization_consumer(
    service: str, row_type: type[OrganizationProjection], then: OnOrganization | None = None
) -> Consumer:
    """Returns the consumer that repeats organizations.

    Args:
        service: The service that consumes.
        row_type: Its table of organizations.
        then: What else it does about an organization, in the same transaction.
    """

    async def repeat(organization: organization_pb2.Organization, work: Work) -> None:
        await project(work, row_type, organization)
        if then is not None:
            await then(organization, work)

    return Consumer(
        f"{service}-organization",
        "organizations",
        "organization",
        organization_pb2.Organization,
        repeat,
    )


def membership_consumer(
    service: str, row_type: type[MembershipProjection], then: OnMembership | None = None
) -> Consumer:
    """Returns the consumer that repeats memberships with the roles that are held now.

    Args:
        service: The service that consumes.
        row_type: Its table of memberships.
        then: What else it does about a membership, in the same transaction.
    """

    async def repeat(membership: membership_pb2.Membership, work: Work) -> None:
        held = [role.role for role in membership.roles if not role.HasField("end_time")]
        await project(work, row_type, membership, roles=[enum_name(_ROLE, role) for role in held])
        if then is not None:
            await then(membership, work)

    return Consumer(
        f"{service}-membership", "organizations", "membership", membership_pb2.Membership, repeat
    )
