"""Publishing plans: each assignment becomes a sign-up in a unit of work of its own.

Whether somebody can still take their shift is asked again, as for anybody whom a coordinator signs up. A refusal
stays on the assignment with its reasons, and the others go on.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility.ages import AgeAnswer
from services.events.eligibility.queries import OF_OTHERS, gather_facts
from services.events.eligibility.rules import Facts, reasons_against
from services.events.events.models import Event, day_of
from services.events.plans.models import (
    PlanAssignment,
    PlanAssignmentState,
    SchedulePlan,
    SchedulePlanState,
)
from services.events.shifts.models import Shift
from services.events.shifts.queries import as_sort
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import can_take
from services.events.sign_ups.models import new_sign_up
from services.events.sign_ups.states import SignUpState
from services.events.waitlist.jobs import queue_lock
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

PUBLISH = "publish_plans"
AT_ONCE = 100  # how many assignments become sign-ups before one looks again
INTERNAL = "INTERNAL"
_IS_PLANNED: ColumnElement[bool] = col(PlanAssignment.state) == PlanAssignmentState.PLANNED


class Planned(NamedTuple):
    """The key of an assignment."""

    plan_id: UUID
    shift_id: UUID
    person_id: UUID


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns what is done about plans by the clock."""
    del settings
    return (PerItemJob(PUBLISH, 5.0, find_planned, sign_up, refuse),)


async def find_planned(work: Work) -> Sequence[Planned]:
    """Returns the next assignments of published plans."""
    found = await work.session.execute(
        select(
            col(PlanAssignment.schedule_plan_id),
            col(PlanAssignment.shift_id),
            col(PlanAssignment.person_id),
        )
        .join(SchedulePlan, col(SchedulePlan.id) == col(PlanAssignment.schedule_plan_id))
        .where(
            col(SchedulePlan.sign_ups_to_make) > 0,
            col(SchedulePlan.state) == SchedulePlanState.PUBLISHED,
            _IS_PLANNED,
        )
        .order_by(col(SchedulePlan.id), col(PlanAssignment.start_time))
        .limit(AT_ONCE)
    )
    return [Planned(*row) for row in found]


async def sign_up(planned: Planned, work: Work) -> None:
    """Signs somebody up as planned, or says why that is not possible."""
    assignment = await lock_assignment(planned, work, _IS_PLANNED)
    if assignment is None:
        return
    await work.lock_name(f"person:{planned.person_id}", queue_lock(planned.shift_id))
    shift = await work.lock(Shift, planned.shift_id)
    plan = await work.lock(SchedulePlan, planned.plan_id)
    if not plan.is_published:  # discarded meanwhile
        return
    role_id, asks = assignment.role_id, plan.answer_by_time is not None
    is_reserved = bool(await reserved_for([shift], planned.person_id, work))
    facts = await facts_of_planned(
        shift, role_id, planned.person_id, work, is_reserved=is_reserved, is_asked=asks
    )
    as_member = facts.is_for_members and facts.is_member
    reasons = reasons_against(facts)
    if reasons:
        assignment.refuse([each.reason or "" for each in reasons])
    elif asks:
        shift.hold_place(role_id, is_reserved=is_reserved)
        await work.announce(shift, "offered")
        await propose(
            shift, plan, assignment, work, as_member=as_member, has_reserved_place=is_reserved
        )
    else:
        assignment.state = PlanAssignmentState.SIGNED_UP
        await take_planned(
            shift,
            role_id,
            plan.publisher_id,
            planned.person_id,
            work,
            as_member=as_member,
            is_reserved=is_reserved,
        )
    await _note(plan, work, refused=bool(reasons))


async def refuse(planned: Planned, work: Work) -> None:
    """Refuses an assignment that cannot become a sign-up because of a fault of ours."""
    assignment = await lock_assignment(planned, work, _IS_PLANNED)
    if assignment is not None:
        plan = await work.lock(SchedulePlan, planned.plan_id)
        assignment.refuse([INTERNAL])
        await _note(plan, work, refused=True)


async def lock_assignment(
    planned: Planned, work: Work, is_due: ColumnElement[bool]
) -> PlanAssignment | None:
    """Returns an assignment, locked, unless another replica has it or has done it.

    Args:
        planned: The assignment.
        work: The work.
        is_due: What holds until it is done.
    """
    found = await work.session.scalars(
        select(PlanAssignment)
        .where(
            col(PlanAssignment.schedule_plan_id) == planned.plan_id,
            col(PlanAssignment.shift_id) == planned.shift_id,
            col(PlanAssignment.person_id) == planned.person_id,
            is_due,
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found.one_or_none()


async def facts_of_planned(
    shift: Shift,
    role_id: UUID | None,
    person_id: UUID,
    work: Work,
    *,
    has_place: bool = False,
    is_reserved: bool = False,
    is_asked: bool = False,
) -> Facts:
    """Returns what decides about a sign-up; while the shift is locked nobody else takes the place.

    Args:
        shift: The shift, locked.
        role_id: The role of the place; none of an open one.
        person_id: The person.
        work: The work.
        has_place: Whether a place is kept for them.
        is_reserved: Whether they may have one that is reserved.
        is_asked: Whether they are asked, so that their age is looked at when they accept.
    """
    zone = (await work.get(Event, shift.event_id)).time_zone
    age = AgeAnswer(shift.minimum_age, day_of(shift.start_time, zone), None)
    is_full = not (has_place or can_take(shift, role_id, is_reserved=is_reserved))
    return await gather_facts(
        as_sort(shift, role_id),
        person_id,
        work,
        is_full=is_full,
        age=age,
        asked_age=not is_asked,
        is_planned=True,
        query=OF_OTHERS,
    )


async def take_planned(
    shift: Shift,
    role_id: UUID | None,
    creator_id: UUID | None,
    person_id: UUID,
    work: Work,
    *,
    as_member: bool,
    is_reserved: bool = False,
) -> None:
    """Signs a person up for a shift.

    Args:
        shift: The shift, locked, with a free place.
        role_id: The role of the place; none of an open one.
        creator_id: Who signs them up.
        person_id: The person.
        work: The work.
        as_member: Whether they take the place as a member.
        is_reserved: Whether it is one of those that are reserved.
    """
    shift.take_place(role_id, is_reserved=is_reserved)
    sign_up = new_sign_up(
        shift,
        person_id,
        SignUpState.CONFIRMED,
        role_id=role_id,
        as_member=as_member,
        has_reserved_place=is_reserved,
        creator_id=creator_id,
    )
    await work.add_many([sign_up])
    await work.announce(shift, "filled" if shift.is_full else "taken")
    await work.announce(sign_up, "confirmed")


async def propose(
    shift: Shift,
    plan: SchedulePlan,
    assignment: PlanAssignment,
    work: Work,
    *,
    as_member: bool,
    has_reserved_place: bool,
) -> None:
    """Asks the person of an assignment whether they take a place that is held for them.

    Args:
        shift: The shift, locked.
        plan: The plan.
        assignment: The assignment.
        work: The work.
        as_member: Whether they would take the place as a member.
        has_reserved_place: Whether it is one of those that are reserved.
    """
    until = plan.answer_until(shift.start_time, at=work.now)
    assignment.propose(until)
    sign_up = new_sign_up(
        shift,
        assignment.person_id,
        SignUpState.OFFERED,
        role_id=assignment.role_id,
        as_member=as_member,
        has_reserved_place=has_reserved_place,
        creator_id=plan.publisher_id,
        schedule_plan_id=plan.id,
        offer_expire_time=until,
    )
    await work.add_many([sign_up])
    await work.announce(sign_up, "offered")


async def _note(plan: SchedulePlan, work: Work, *, refused: bool) -> None:
    plan.note_sign_up(refused=refused)
    await work.announce(plan, "progressed")
    if plan.sign_ups_to_make:
        work.trigger(PUBLISH)
