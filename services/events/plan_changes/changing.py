"""Changing plans by hand: one that is ready, in what it says; a published one, in who is signed up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.events.eligibility.rules import SHIFT_FULL, reasons_against
from services.events.plans.engine.problem import Assignment
from services.events.plans.gathering import assignments_of
from services.events.plans.jobs import facts_of_planned, take_planned
from services.events.plans.models import (
    HAVING,
    PlanAssignment,
    PlanAssignmentState,
    PlanGap,
    PlanShare,
    SchedulePlan,
    role_gap,
)
from services.events.plans.possible import role_name
from services.events.proposals.queries import had_reserved_place
from services.events.shifts.models import Shift
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import Sort, places_to_take
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ENGAGED, SignUpState
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock, release_place
from services.kit.errors import Refused
from services.kit.work.work import Work


async def change(
    plan: SchedulePlan,
    added: Sequence[Assignment],
    removed: Sequence[Assignment],
    reason: str,
    work: Work,
) -> None:
    """Changes a plan by hand.

    Args:
        plan: The plan, locked.
        added: Who takes a shift.
        removed: Who leaves one.
        reason: Why sign-ups are cancelled.
        work: The work.

    Raises:
        Refused: A place is not free, or something stands against a sign-up.
    """
    both = [*added, *removed]
    people = sorted({f"person:{each.person}" for each in both})
    ids = sorted({UUID(each.shift) for each in both})
    await work.lock_name(*people, *map(queue_lock, ids))
    shifts = {each.id: each for each in await work.lock_all(Shift, ids)}
    await _forget(plan, added, shifts, work)  # such as what was refused before
    if plan.is_published:
        await _forget(plan, removed, shifts, work)  # so that what was proposed is kept for nobody
        await _cancel(removed, shifts, reason, work)
        for each in added:
            await _sign_up(each, shifts[UUID(each.shift)], work)
    else:
        await _forget(plan, removed, shifts, work)
        await _count(plan, added, removed, shifts, work)
    await _note(plan, added, shifts, work)


async def _cancel(
    removed: Sequence[Assignment], shifts: dict[UUID, Shift], reason: str, work: Work
) -> None:
    """Cancels the sign-ups of people who leave a shift, if they have not done so themselves."""
    if not removed:
        return
    keys = [(UUID(each.shift), UUID(each.person)) for each in removed]
    found = await work.session.scalars(
        select(col(SignUp.id)).where(
            tuple_(col(SignUp.shift_id), col(SignUp.person_id)).in_(keys),
            col(SignUp.state).in_(ENGAGED),
        )
    )
    for sign_up in await work.lock_all(SignUp, found.all()):
        state = sign_up.state
        sign_up.cancel(reason, at=work.now)
        await release_place(sign_up, shifts[sign_up.shift_id], "cancelled", state, work)


async def _sign_up(added: Assignment, shift: Shift, work: Work) -> None:
    """Signs somebody up, as for anybody whom a coordinator signs up.

    Raises:
        Refused: Something stands against it.
    """
    role_id, person_id = _role_of(added), UUID(added.person)
    is_reserved = bool(await reserved_for([shift], person_id, work))
    facts = await facts_of_planned(shift, role_id, person_id, work, is_reserved=is_reserved)
    if reasons := reasons_against(facts):
        raise Refused.of(reasons)
    as_member = facts.is_for_members and facts.is_member
    await take_planned(
        shift,
        role_id,
        work.person_id,
        person_id,
        work,
        as_member=as_member,
        is_reserved=is_reserved,
    )


def _role_of(assignment: Assignment) -> UUID | None:
    return UUID(assignment.role) if assignment.role else None


async def _count(
    plan: SchedulePlan,
    added: Sequence[Assignment],
    removed: Sequence[Assignment],
    shifts: dict[UUID, Shift],
    work: Work,
) -> None:
    """Says anew how many places stay empty, and how much people have.

    Raises:
        Refused: A shift would have more people than there are places.
    """
    fresh = Counter((UUID(each.shift), _role_of(each)) for each in added)
    for shift in shifts.values():
        of_shift = col(PlanAssignment.shift_id) == shift.id
        planned = Counter(each.role for each in await assignments_of(plan, work, of_shift))
        missing: dict[Sort, int] = {}
        for sort, free in places_to_take(shift, plan.organization_id).items():
            left = free - planned[role_name(sort)] - fresh[shift.id, sort]
            if fresh[shift.id, sort] and left < 0:
                raise Refused.of([SHIFT_FULL])
            missing[sort] = max(left, 0)
        await _set_gap(plan, shift, missing, work)
    minutes: Counter[UUID] = Counter()
    for each, sign in [*((each, 1) for each in added), *((each, -1) for each in removed)]:
        shift = shifts[UUID(each.shift)]
        length = int((shift.end_time - shift.start_time).total_seconds()) // 60
        minutes[UUID(each.person)] += sign * length
    for person_id, more in minutes.items():
        await work.session.execute(
            update(PlanShare)
            .where(
                col(PlanShare.schedule_plan_id) == plan.id, col(PlanShare.person_id) == person_id
            )
            .values(minutes=col(PlanShare.minutes) + more)
        )


async def _set_gap(
    plan: SchedulePlan, shift: Shift, missing: Mapping[Sort, int], work: Work
) -> None:
    if not any(missing.values()):
        await work.session.execute(
            delete(PlanGap).where(
                col(PlanGap.schedule_plan_id) == plan.id, col(PlanGap.shift_id) == shift.id
            )
        )
        return
    numbers = {
        "missing": sum(missing.values()),
        "roles": [role_gap(sort, number) for sort, number in missing.items() if number]
        if shift.roles
        else [],
    }
    await work.session.execute(
        upsert(PlanGap)
        .values(
            schedule_plan_id=plan.id,
            shift_id=shift.id,
            start_time=shift.start_time,
            reasons=[],
            **numbers,
        )
        .on_conflict_do_update(index_elements=["schedule_plan_id", "shift_id"], set_=numbers)
    )


async def _forget(
    plan: SchedulePlan, removed: Sequence[Assignment], shifts: dict[UUID, Shift], work: Work
) -> None:
    """Deletes what the plan says of people who leave a shift, and frees what was kept for others."""
    if not removed:
        return
    keys = [(UUID(each.shift), UUID(each.person)) for each in removed]
    gone = await work.session.execute(
        delete(PlanAssignment)
        .where(
            col(PlanAssignment.schedule_plan_id) == plan.id,
            tuple_(col(PlanAssignment.shift_id), col(PlanAssignment.person_id)).in_(keys),
        )
        .returning(
            col(PlanAssignment.keeps_place),
            col(PlanAssignment.shift_id),
            col(PlanAssignment.person_id),
            col(PlanAssignment.role_id),
        )
    )
    for keeps_place, shift_id, person_id, role_id in gone.all():
        if keeps_place:
            is_reserved = await had_reserved_place(plan.id, shift_id, person_id, work)
            shifts[shift_id].release(SignUpState.OFFERED, role_id, is_reserved=is_reserved)
            await work.announce(shifts[shift_id], "freed")
            work.trigger(OFFER_PLACES)


async def _note(
    plan: SchedulePlan, added: Sequence[Assignment], shifts: dict[UUID, Shift], work: Work
) -> None:
    """Notes in the plan who takes a shift, and how many places are filled now."""
    state = PlanAssignmentState.SIGNED_UP if plan.is_published else PlanAssignmentState.PLANNED
    rows = [
        {
            "schedule_plan_id": plan.id,
            "shift_id": UUID(each.shift),
            "person_id": UUID(each.person),
            "role_id": _role_of(each),
            "start_time": shifts[UUID(each.shift)].start_time,
            "state": state,
            "grounds": ["FIXED"],
            "able_count": 0,
            "free_count": 0,
            "refused_reasons": [],
        }
        for each in added
    ]
    if rows:
        await work.session.execute(insert(PlanAssignment), rows)
    filled = await work.count(
        col(PlanAssignment.schedule_plan_id) == plan.id,
        col(PlanAssignment.state).in_(HAVING),
    )
    plan.note_change(filled)
