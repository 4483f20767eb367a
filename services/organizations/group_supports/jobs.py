"""What is done about support by the clock: what is late is overdue, and what nobody can give any more is withdrawn."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from services.kit.work.jobs import BatchedJob, Job
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.group_supports.models import GroupSupport, GroupSupportState
from services.organizations.organizations.models import Organization, OrganizationState

AT_ONCE = 100
_ENROLMENT_ENDED = "The enrolment has ended."
_CLOSED = "The organization was closed."


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of support."""
    del settings
    return (
        BatchedJob("remind_of_support", 60.0, remind),
        BatchedJob("withdraw_support", 60.0, withdraw),
    )


async def remind(work: Work) -> bool:
    """Says of support that it was not delivered, accounted for or returned in time. Returns whether there may be more."""
    late = or_(
        and_(
            col(GroupSupport.state) == GroupSupportState.PROMISED,
            col(GroupSupport.due_time) <= work.now,
        ),
        and_(
            col(GroupSupport.state) == GroupSupportState.DELIVERED,
            col(GroupSupport.settle_due_time) <= work.now,
        ),
    )
    found = await _take(work, ~col(GroupSupport.is_overdue), late)
    for each in found:
        each.is_overdue = True
    await work.announce_all(found, "overdue")
    return len(found) == AT_ONCE


async def withdraw(work: Work) -> bool:
    """Withdraws what groups asked for whose enrolment has ended, and what closed organizations promised or were promised.

    A promise to a group that goes on by itself stands. Returns whether there may be more.
    """
    asked_in_vain = and_(
        col(GroupSupport.state) == GroupSupportState.REQUESTED,
        select(col(Enrolment.id))
        .where(
            col(Enrolment.id) == col(GroupSupport.enrolment_id),
            col(Enrolment.state).not_in(AT_A_STAGE),
        )
        .exists(),
    )
    promised_in_vain = and_(
        col(GroupSupport.state) == GroupSupportState.PROMISED,
        or_(_is_closed(GroupSupport.organization_id), _is_closed(GroupSupport.cultivator_id)),
    )
    found = await _take(work, or_(asked_in_vain, promised_in_vain))
    for each in found:
        was_asked = each.state == GroupSupportState.REQUESTED
        each.withdraw(_ENROLMENT_ENDED if was_asked else _CLOSED)
    await work.announce_all(found, "withdrawn")
    return len(found) == AT_ONCE


def _is_closed(organization_id: Any) -> ColumnElement[bool]:
    closed = select(col(Organization.id)).where(
        col(Organization.id) == col(organization_id),
        col(Organization.state) == OrganizationState.CLOSED,
    )
    return closed.exists()


async def _take(work: Work, *conditions: ColumnElement[bool]) -> list[GroupSupport]:
    """Returns the next support that meets conditions, locked, without what others hold."""
    ids = await work.session.scalars(
        select(col(GroupSupport.id))
        .where(*conditions)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return await work.lock_all(GroupSupport, ids.all())
