"""What owners do to organizations, for the tests about them."""

from banyan.organizations.v1 import organization_pb2 as pb

from tests.organizations.community import Community


async def get(community: Community, organization_id: str) -> pb.Organization:
    return await community.call(
        pb.GetOrganizationRequest(organization_id=organization_id),
        pb.Organization,
        community.platform.office.anonymous(),
    )


async def close(
    community: Community, organization: pb.Organization, passport: str | None = None
) -> pb.Organization:
    return await community.call(
        pb.CloseOrganizationRequest(organization_id=organization.id),
        pb.Organization,
        passport or community.admin,
    )


async def tower(community: Community, levels: int) -> list[pb.Organization]:
    """Returns organizations of which each lies below the one before."""
    floors = [await community.found(name="1")]
    for level in range(2, levels + 1):
        floors.append(await community.found(name=str(level), parent_id=floors[-1].id))
    return floors
