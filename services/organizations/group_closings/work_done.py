"""What a group had done until it ended."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.activities.models import GroupDay, GroupVisit
from services.organizations.hours.models import HoursBalance
from services.organizations.indicators.history import months_between
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization


async def work_done(organization: Organization, work: Work) -> dict[str, Any]:
    """Returns the counts of a record: members, events, people who came, minutes, and months."""
    id_ = organization.id
    members = select(func.count()).where(
        col(Membership.organization_id) == id_, col(Membership.state) == MembershipState.ACTIVE
    )
    events = select(func.coalesce(func.sum(col(GroupDay.events_held)), 0)).where(
        col(GroupDay.organization_id) == id_
    )
    participants = select(func.count(col(GroupVisit.person_id).distinct())).where(
        col(GroupVisit.organization_id) == id_
    )
    counted = select(
        members.scalar_subquery(),
        events.scalar_subquery(),
        participants.scalar_subquery(),
        _minutes(organization, HoursBalance.recorded_minutes),
        _minutes(organization, HoursBalance.attested_minutes),
    )
    row = (await work.session.execute(counted)).one()
    names = (
        "members_count",
        "events_count",
        "participants_count",
        "recorded_minutes",
        "attested_minutes",
    )
    done = dict(zip(names, map(int, row), strict=True))
    return done | {"months": months_between(organization.create_time.date(), work.now.date())}


def _minutes(organization: Organization, column: Any) -> Any:
    return (
        select(func.coalesce(func.sum(col(column)), 0))
        .where(col(HoursBalance.organization_id) == organization.id)
        .scalar_subquery()
    )
