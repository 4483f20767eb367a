"""Watching groups for signs of life: whoever looks for the signs of a group has its history at hand."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, func, select
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.dormancies.models import CURRENT, Dormancy, DormancyState
from services.organizations.dormancies.rules import (
    Rules,
    is_quiet,
    planned_until,
    quiet_since,
    steps,
)
from services.organizations.enrolments.models import Enrolment, EnrolmentState
from services.organizations.indicators.history import History
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme

AT_ONCE = 25
_GROUP = given("group_id", Uuid())
_SET = func.coalesce(col(Programme.dormancy_rules), col(Organization.dormancy_rules))
_RULES = Query(
    select(_SET)
    .select_from(Enrolment)
    .join(Programme, col(Programme.id) == col(Enrolment.programme_id))
    .join(Organization, col(Organization.id) == col(Enrolment.cultivator_id))
    .where(
        col(Enrolment.organization_id) == _GROUP,
        col(Enrolment.state) == EnrolmentState.ENROLLED,
        _SET.is_not(None),
    )
)
_LATEST = Query(
    select(col(Dormancy.id), col(Dormancy.state), col(Dormancy.end_time), col(Dormancy.waker_id))
    .where(col(Dormancy.organization_id) == _GROUP)
    .order_by(col(Dormancy.id).desc())
    .limit(1)
)


async def watch(group_id: UUID, history: History, work: Work) -> None:
    """Warns the leaders of a group that has been quiet for too long, or finds that it woke up."""
    rules = Rules.most_patient(row[0] for row in await work.fetch(_RULES, group_id=group_id))
    latest = await work.fetch(_LATEST, group_id=group_id)
    if latest and latest[0][1] in CURRENT:
        await _look_again(latest[0][0], rules, history, work)
    elif rules is not None:
        answered = [row[2].date() for row in latest if row[3] is not None]
        since = quiet_since(history, answered[0] if answered else None, work.now.date())
        planned = planned_until(history, work.now.date())
        if is_quiet(since, rules, work.now.date()) and planned is None:
            share_time, dormant_time = steps(rules, work.now)
            warned = Dormancy(
                organization_id=group_id,
                quiet_since=since,
                share_time=share_time,
                dormant_time=dormant_time,
            )
            await work.add(warned)
            await work.announce(warned, "warned")


async def _look_again(dormancy_id: UUID, rules: Rules | None, history: History, work: Work) -> None:
    """Looks whether a group that was warned or is dormant gave a sign of life."""
    (dormancy,) = await work.lock_all(Dormancy, [dormancy_id])
    if dormancy.state not in CURRENT:
        return  # its leaders have said something meanwhile
    today = work.now.date()
    since = quiet_since(history, None, today)
    gave_sign = since > dormancy.quiet_since
    planned = planned_until(history, today)
    if gave_sign and (rules is None or not is_quiet(since, rules, today)):
        dormancy.wake(at=work.now)
        await work.announce(dormancy, "woken")
    elif dormancy.state == DormancyState.WARNED and rules is None:
        dormancy.end(at=work.now)
        await work.announce(dormancy, "ended")
    elif planned is not None and _can_be_put_off(dormancy, planned):
        dormancy.put_off(planned)
        await work.announce(dormancy, "put_off")


def _can_be_put_off(dormancy: Dormancy, planned: datetime) -> bool:
    return dormancy.state == DormancyState.WARNED and dormancy.dormant_time < planned


async def leave(group_id: UUID, work: Work) -> None:
    """Watches a group no more."""
    current = select(col(Dormancy.id)).where(
        col(Dormancy.organization_id) == group_id, col(Dormancy.state).in_(CURRENT)
    )
    left = await work.lock_all(Dormancy, (await work.session.scalars(current)).all())
    for dormancy in left:
        dormancy.end(at=work.now)
    await work.announce_all(left, "ended")


async def share_next(work: Work) -> bool:
    """Tells those who help the next groups of their warnings. Returns whether there may be more."""
    found = await _take(work, ~col(Dormancy.is_shared), col(Dormancy.share_time) <= work.now)
    for dormancy in found:
        dormancy.is_shared = True
    await work.announce_all(found, "shared")
    return len(found) == AT_ONCE


async def begin_next(work: Work) -> bool:
    """Makes the next groups dormant that were warned in vain. Returns whether there may be more."""
    found = await _take(
        work, col(Dormancy.is_shared).is_(True), col(Dormancy.dormant_time) <= work.now
    )
    for dormancy in found:
        dormancy.begin(at=work.now)
    await work.announce_all(found, "dormant")
    return len(found) == AT_ONCE


async def _take(work: Work, *conditions: ColumnElement[bool]) -> list[Dormancy]:
    """Returns the next warnings that meet conditions, locked, without those that others hold."""
    ids = await work.session.scalars(
        select(col(Dormancy.id))
        .where(col(Dormancy.state) == DormancyState.WARNED, *conditions)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return await work.lock_all(Dormancy, ids.all())
