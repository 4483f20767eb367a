"""People who hold roles in an organization that one service, running alone, knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.process.ids import uuid7
from services.kit.work.roles import Role
from tests.services import Platform


@dataclass(frozen=True)
class Holders:
    """An organization, and somebody for each role in it.

    Attributes:
        organization_id: The organization.
        passports: For each role, the passport of a person who holds it and no other.
    """

    organization_id: UUID
    passports: Mapping[Role, str]

    @classmethod
    async def known_to(cls, platform: Platform, service: str) -> "Holders":
        """Returns holders of all roles that a service knows, as their owner or by notices."""
        people = {role: uuid7() for role in Role}
        if service == "organizations":
            return await cls._founded(platform, people)
        organization_id = uuid7()
        await platform.site.sql(
            service,
            "INSERT INTO organization (id, state, ancestor_ids, inherit_roles)"
            " VALUES ($1, 'ACTIVE', '{}', false)",
            organization_id,
        )
        for role, person_id in people.items():
            await platform.site.sql(
                service,
                "INSERT INTO membership (id, organization_id, person_id, state, roles)"
                " VALUES ($1, $2, $3, 'ACTIVE', $4)",
                *(uuid7(), organization_id, person_id),
                [] if role == Role.MEMBER else [role],
            )
        return cls(organization_id, _passports(platform, people, organization_id))

    @classmethod
    async def _founded(cls, platform: Platform, people: Mapping[Role, UUID]) -> "Holders":
        owner = platform.office.person(people[Role.OWNER])
        organization = await platform.call(
            organization_pb2.CreateOrganizationRequest(
                organization=organization_pb2.Organization(
                    name="槐柏树合唱团",
                    kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
                    membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
                )
            ),
            organization_pb2.Organization,
            owner,
        )
        for role, person_id in people.items():
            if role == Role.OWNER:
                continue
            membership = await platform.call(
                membership_pb2.ApplyForMembershipRequest(organization_id=organization.id),
                membership_pb2.Membership,
                platform.office.person(person_id),
            )
            if role != Role.MEMBER:
                await platform.call(
                    membership_pb2.GrantRoleRequest(
                        membership_id=membership.id, role=f"ROLE_{role}"
                    ),
                    membership_pb2.Membership,
                    owner,
                )
        organization_id = UUID(organization.id)
        return cls(organization_id, _passports(platform, people, organization_id))


def _passports(
    platform: Platform, people: Mapping[Role, UUID], organization_id: UUID
) -> dict[Role, str]:
    """Returns the passports, which list every role but MEMBER."""
    return {
        role: platform.office.person(
            person_id, roles={} if role == Role.MEMBER else {organization_id: [role]}
        )
        for role, person_id in people.items()
    }
