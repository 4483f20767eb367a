"""What is done about memberships by the clock: they end, and say so before."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import col

from services.kit.work.jobs import BatchedJob, Job
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.changing import AGE, revoke_if_powerless
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization

AT_ONCE = 100


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of memberships."""
    notice = timedelta(days=settings.membership_notice_days)
    return (BatchedJob(AGE, 60.0, partial(age, notice=notice)),)


async def age(work: Work, *, notice: timedelta) -> bool:
    """Ends memberships of one organization whose time is over, and notes those whose end is near.

    Other replicas take other organizations meanwhile. Returns whether there may be more.

    Args:
        work: The unit of work.
        notice: How long before the end it is near.
    """
    due = _due(work, notice)
    waiting = select(col(Membership.organization_id)).where(due)
    waiting = waiting.order_by(col(Membership.expire_time)).limit(AT_ONCE)
    for organization_id in dict.fromkeys(await work.session.scalars(waiting)):
        organization = await work.lock_free(Organization, organization_id)
        if organization is not None:
            await _age_in(organization, due, work)
            return True
    return False


async def _age_in(organization: Organization, due: ColumnElement[bool], work: Work) -> None:
    of_organization = col(Membership.organization_id) == organization.id
    ids: Sequence[UUID] = (
        await work.session.scalars(
            select(col(Membership.id)).where(of_organization, due).limit(AT_ONCE)
        )
    ).all()
    for membership in await work.lock_all(Membership, ids):
        had_roles = bool(membership.roles)
        if verb := membership.age(work.now):
            await work.announce(membership, verb)
        if verb == "expired" and had_roles:
            await revoke_if_powerless(membership, organization, work)


def _due(work: Work, notice: timedelta) -> ColumnElement[bool]:
    """Returns the condition that a membership ends now, or that its end becomes near."""
    owns = exists().where(
        col(MembershipRole.membership_id) == col(Membership.id),
        col(MembershipRole.role) == Role.OWNER,
        col(MembershipRole.end_time).is_(None),
    )
    expire_time = col(Membership.expire_time)
    return and_(
        col(Membership.state).in_((MembershipState.ACTIVE, MembershipState.SUSPENDED)),
        or_(
            expire_time <= work.now,
            and_(expire_time <= work.now + notice, ~col(Membership.is_expiring)),
        ),
        ~owns,
    )
