"""Queries for closings that other subjects ask."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.group_closings.models import GroupClosing
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization


async def comes_from_ended(organization: Organization, person_id: UUID, work: Work) -> bool:
    """Returns whether a person is a member of a group that has ended, and that goes on in an organization which says so."""
    found = (
        select(col(GroupClosing.id))
        .join(Membership, col(Membership.organization_id) == col(GroupClosing.organization_id))
        .where(
            col(GroupClosing.successor_id) == organization.id,
            col(GroupClosing.approve_time).is_not(None),
            col(Membership.person_id) == person_id,
            col(Membership.state) == MembershipState.ACTIVE,
        )
        .limit(1)
    )
    return await work.session.scalar(found) is not None
