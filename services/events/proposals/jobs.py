"""Passing proposals on: a place that somebody does not take is proposed to the next best, or becomes free.

    find places that are kept → claim one → the next best of the plan → locks → the evaluator → a proposal

Whoever cannot take it when it comes to that is refused, with the reasons on the assignment, and the next one is looked for.
Nobody is asked twice for one shift, so it ends.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility.rules import reasons_against
from services.events.plan_changes.questions import ask
from services.events.plans.engine.problem import Assignment
from services.events.plans.engine.repairing import next_best
from services.events.plans.engine.timetable import Timetable
from services.events.plans.jobs import Planned, facts_of_planned, lock_assignment, propose
from services.events.plans.models import (
    PlanAssignment,
    PlanGap,
    SchedulePlan,
    SchedulePlanState,
    role_gap,
)
from services.events.plans.possible import role_name
from services.events.plans.queries import PASS_ON, WITHDRAW
from services.events.proposals.queries import had_reserved_place, note_withdrawn
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock
from services.kit.errors import Refused
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

AT_ONCE = 100
DISCARDED = "The organizers have discarded the plan that this proposal was part of."


_IS_KEPT: Any = col(PlanAssignment.keeps_place)


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of proposals."""
    del settings
    return (
        PerItemJob(PASS_ON, 5.0, find_kept, pass_on, free),
        PerItemJob(WITHDRAW, 5.0, find_discarded, withdraw),
    )


async def find_kept(work: Work) -> Sequence[Planned]:
    """Returns the assignments whose places are kept for somebody else, the shifts that start first."""
    found = await work.session.execute(
        select(
            col(PlanAssignment.schedule_plan_id),
            col(PlanAssignment.shift_id),
            col(PlanAssignment.person_id),
        )
        .where(_IS_KEPT)
        .order_by(col(PlanAssignment.start_time), col(PlanAssignment.person_id))
        .limit(AT_ONCE)
    )
    return [Planned(*row) for row in found]


async def pass_on(kept: Planned, work: Work) -> None:
    """Proposes a place to the next best, or frees it if nobody is left."""
    assignment = await lock_assignment(kept, work, _IS_KEPT)
    if assignment is None:
        return
    plan = await work.get(SchedulePlan, kept.plan_id)
    person_id = await _next(plan, assignment, work) if plan.is_published else None
    if person_id is None:
        await _free(assignment, work)
        return
    await work.lock_name(f"person:{person_id}", queue_lock(kept.shift_id))
    shift = await work.lock(Shift, kept.shift_id)
    if shift.start_time <= work.now:
        await _free(assignment, work)
        return
    role_id = assignment.role_id
    facts = await facts_of_planned(shift, role_id, person_id, work, has_place=True, is_asked=True)
    asked = PlanAssignment(
        schedule_plan_id=plan.id,
        shift_id=shift.id,
        person_id=person_id,
        role_id=role_id,
        start_time=shift.start_time,
    )
    work.session.add(asked)
    if reasons := reasons_against(facts):
        asked.refuse([each.reason or "" for each in reasons])
        work.trigger(PASS_ON)
        return
    assignment.keeps_place = False
    await propose(
        shift,
        plan,
        asked,
        work,
        as_member=facts.is_for_members and facts.is_member,
        has_reserved_place=await had_reserved_place(plan.id, shift.id, kept.person_id, work),
    )


async def free(kept: Planned, work: Work) -> None:
    """Frees a place that cannot be proposed to anybody because of a fault of ours."""
    assignment = await lock_assignment(kept, work, _IS_KEPT)
    if assignment is not None:
        await _free(assignment, work)


async def find_discarded(work: Work) -> Sequence[UUID]:
    """Returns the proposals of plans that were discarded since."""
    found = await work.session.scalars(
        select(col(SignUp.id))
        .join(SchedulePlan, col(SchedulePlan.id) == col(SignUp.schedule_plan_id))
        .where(
            col(SignUp.state) == SignUpState.OFFERED,
            col(SignUp.schedule_plan_id).is_not(None),
            col(SchedulePlan.state) == SchedulePlanState.DISCARDED,
        )
        .order_by(col(SignUp.id))
        .limit(AT_ONCE)
    )
    return found.all()


async def withdraw(sign_up_id: UUID, work: Work) -> None:
    """Ends a proposal of a discarded plan, unless the person or another replica was faster."""
    shift_id = (await work.get(SignUp, sign_up_id)).shift_id
    await work.lock_name(queue_lock(shift_id))
    shift = await work.lock(Shift, shift_id)
    sign_up = await work.lock(SignUp, sign_up_id)
    if sign_up.state != SignUpState.OFFERED:
        return
    sign_up.end_with(DISCARDED)
    await note_withdrawn([sign_up], work)
    shift.release(SignUpState.OFFERED, sign_up.role_id, is_reserved=sign_up.has_reserved_place)
    await work.announce(shift, "freed")
    await work.announce(sign_up, "cancelled")
    work.trigger(OFFER_PLACES)
    work.trigger(WITHDRAW)


async def _next(plan: SchedulePlan, assignment: PlanAssignment, work: Work) -> UUID | None:
    """Returns who is to be asked next for a place; None if nobody is left."""
    shift_id, role_id = assignment.shift_id, assignment.role_id
    asked = await work.session.scalars(
        select(col(PlanAssignment.person_id)).where(
            col(PlanAssignment.schedule_plan_id) == plan.id,
            col(PlanAssignment.shift_id) == shift_id,
        )
    )
    barred = frozenset(map(str, asked))
    try:
        question = await ask(plan, work, kept=(shift_id, role_id))
    except Refused:  # nothing of the plan is still to come
        return None
    place = Assignment("", str(shift_id), role_name(role_id))
    table = Timetable(question.problem)
    found = await asyncio.to_thread(next_best, table, question.now, place, barred)
    return UUID(found) if found else None


async def _free(assignment: PlanAssignment, work: Work) -> None:
    """Frees a place for which nobody is left, and says in the plan that it is empty."""
    await work.lock_name(queue_lock(assignment.shift_id))
    shift = await work.lock(Shift, assignment.shift_id)
    assignment.keeps_place = False
    plan_id, person_id = assignment.schedule_plan_id, assignment.person_id
    is_reserved = await had_reserved_place(plan_id, shift.id, person_id, work)
    shift.release(SignUpState.OFFERED, assignment.role_id, is_reserved=is_reserved)
    await _note_gap(assignment, shift, work)
    await work.announce(shift, "freed")
    work.trigger(OFFER_PLACES)


async def _note_gap(assignment: PlanAssignment, shift: Shift, work: Work) -> None:
    """Says in the plan that one more place of a shift is empty. The shift is locked, so nobody else does at once."""
    plan_id = assignment.schedule_plan_id
    gap = await work.session.get(PlanGap, (plan_id, shift.id), populate_existing=True)
    if gap is None:
        gap = PlanGap(
            schedule_plan_id=plan_id, shift_id=shift.id, start_time=shift.start_time, missing=0
        )
        work.session.add(gap)
    gap.missing += 1
    if not shift.roles:
        return
    sort = role_gap(assignment.role_id, 1)
    same = [each for each in gap.roles if each.get("role_id") == sort.get("role_id")]
    others = [each for each in gap.roles if each not in same]
    gap.roles = [*others, {**same[0], "missing": same[0]["missing"] + 1} if same else sort]
