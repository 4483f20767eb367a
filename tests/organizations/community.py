"""People and organizations as the tests of this service need them, made through its RPCs."""

from uuid import UUID

from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.message import Message

from services.kit.client import Answer
from services.kit.ids import uuid7
from tests.services import Platform

OPEN = organization_pb2.MEMBERSHIP_POLICY_OPEN
APPLICATION = organization_pb2.MEMBERSHIP_POLICY_APPLICATION
INVITATION = organization_pb2.MEMBERSHIP_POLICY_INVITATION
GROUP = organization_pb2.ORGANIZATION_KIND_VOLUNTEER_GROUP


def choir(**values: object) -> organization_pb2.Organization:
    """Returns an organization as a caller would send it."""
    defaults: dict[str, object] = {
        "name": "梧桐合唱团",
        "kind": organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
        "membership_policy": OPEN,
    }
    return organization_pb2.Organization(**(defaults | values))  # type: ignore[arg-type] # by name


class Community:
    """Calls the service on behalf of people.

    Attributes:
        platform: The service.
        admin: The passport of an administrator, for what must be there before a test begins.
    """

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.admin = platform.office.person(admin=True)

    async def call(self, request: Message, answer_type: type[Answer], passport: str) -> Answer:
        """Calls an RPC."""
        return await self.platform.call(request, answer_type, passport)

    def passport(
        self,
        person_id: UUID | str | None = None,
        organization: organization_pb2.Organization | str | None = None,
        *roles: str,
    ) -> str:
        """Returns the passport of a person who holds roles in one organization."""
        held = {UUID(_id(organization)): roles} if organization is not None else {}
        return self.platform.office.person(UUID(str(person_id or uuid7())), roles=held)

    async def found(
        self, founder_id: UUID | None = None, **values: object
    ) -> organization_pb2.Organization:
        """Returns a new organization; under a parent, an administrator founds it."""
        passport = (
            self.platform.office.person(founder_id, admin=True)
            if "parent_id" in values
            else self.passport(founder_id)
        )
        return await self.call(
            organization_pb2.CreateOrganizationRequest(organization=choir(**values)),
            organization_pb2.Organization,
            passport,
        )

    async def apply(
        self,
        organization: organization_pb2.Organization | str,
        person_id: UUID | None = None,
        message: str = "",
    ) -> membership_pb2.Membership:
        """Returns the membership of a person who has applied."""
        return await self.call(
            membership_pb2.ApplyForMembershipRequest(
                organization_id=_id(organization), application_message=message
            ),
            membership_pb2.Membership,
            self.passport(person_id),
        )

    async def member(
        self,
        organization: organization_pb2.Organization,
        person_id: UUID | None = None,
        *roles: membership_pb2.Role,
        message: str = "",
    ) -> membership_pb2.Membership:
        """Returns the active membership of a person, with roles."""
        membership = await self.apply(organization, person_id, message)
        if membership.state == membership_pb2.MEMBERSHIP_STATE_APPLIED:
            membership = await self.call(
                membership_pb2.AcceptMembershipRequest(membership_id=membership.id),
                membership_pb2.Membership,
                self.admin,
            )
        for role in roles:
            membership = await self.call(
                membership_pb2.GrantRoleRequest(membership_id=membership.id, role=role),
                membership_pb2.Membership,
                self.admin,
            )
        return membership

    async def membership(
        self, organization: organization_pb2.Organization, person_id: UUID
    ) -> membership_pb2.Membership:
        """Returns the membership that a person has in an organization."""
        answer = await self.call(
            membership_pb2.ListMembershipsRequest(person_id=str(person_id)),
            membership_pb2.ListMembershipsResponse,
            self.admin,
        )
        found = [each for each in answer.memberships if each.organization_id == organization.id]
        return found[0]

    async def owners(self, organization: organization_pb2.Organization) -> list[UUID]:
        """Returns who owns an organization, read from the tables."""
        rows = await self.platform.site.sql(
            "organizations",
            "SELECT person_id FROM membership JOIN membership_role r ON membership_id = membership.id"
            " WHERE organization_id = $1 AND state = 'ACTIVE' AND role = 'OWNER'"
            " AND r.end_time IS NULL",
            UUID(organization.id),
        )
        return [row["person_id"] for row in rows]


def _id(organization: organization_pb2.Organization | str) -> str:
    return organization if isinstance(organization, str) else organization.id
