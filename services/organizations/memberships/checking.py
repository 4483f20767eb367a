"""Who is a member now, for services whose copy of that may be late."""

from uuid import UUID

from banyan.organizations.v1 import membership_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.contract.values import timestamp
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState

_MEMBERS = Query(
    select(
        col(Membership.person_id), col(Membership.organization_id), col(Membership.create_time)
    ).where(
        col(Membership.person_id) == any_(given("person_ids", IDS)),
        col(Membership.organization_id) == any_(given("organization_ids", IDS)),
        col(Membership.state) == MembershipState.ACTIVE,
    ),
    relation="view_checked_membership",
)


async def find_members(
    request: pb.CheckMembershipsRequest, work: Work
) -> list[pb.CheckMembershipsResponse.Member]:
    """Returns which people are active members of organizations that the caller manages."""
    rows = await work.fetch(
        _MEMBERS,
        person_ids=list(map(UUID, request.person_ids)),
        organization_ids=list(map(UUID, request.organization_ids)),
    )
    return [
        pb.CheckMembershipsResponse.Member(
            person_id=str(person_id),
            organization_id=str(organization_id),
            create_time=timestamp(created),
        )
        for person_id, organization_id, created in rows
    ]
