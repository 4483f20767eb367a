"""People and organizations as the tests of this service need them, made through its RPCs."""

from uuid import UUID

from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.message import Message

from services.kit.calls.client import Answer
from services.kit.process.ids import uuid7
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


_CURRENT = "state IN ('APPLIED', 'ACTIVE', 'SUSPENDED')"
_JOIN = f"""
    INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,
        sort_name, search_name, recorded_minutes, attested_minutes, application_message, state,
        reason, start_time)
    VALUES ($1, 1, now(), now(), $2, $3, '', '', 0, 0, '', 'ACTIVE', '', now())
    ON CONFLICT (organization_id, person_id) WHERE {_CURRENT} DO NOTHING
"""
_GRANT = f"""
    INSERT INTO membership_role (id, membership_id, role, start_time)
    SELECT $1, id, $4, now() FROM membership
    WHERE organization_id = $2 AND person_id = $3 AND {_CURRENT}
    ON CONFLICT DO NOTHING
"""


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

    def passport(self, person_id: UUID | str | None = None) -> str:
        """Returns the passport of a person, new unless given.

        It lists no roles: this service asks its own tables.
        """
        return self.platform.office.person(UUID(str(person_id or uuid7())))

    async def holding(
        self,
        person_id: UUID | str | None,
        organization: organization_pb2.Organization | str,
        *roles: str,
    ) -> str:
        """Returns the passport of a person who holds roles in an organization.

        The roles are written to the tables. The person becomes a member if they are none; "MEMBER" asks
        for that alone.
        """
        holder, sql = UUID(str(person_id or uuid7())), self.platform.site.sql
        key = UUID(_id(organization))
        if roles:
            await sql("organizations", _JOIN, uuid7(), key, holder)
        for role in set(roles) - {"MEMBER"}:
            await sql("organizations", _GRANT, uuid7(), key, holder, role)
        return self.passport(holder)

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
