"""What becomes of a proposal: its sign-up says whether the person has it, and the assignment of the plan follows.

A place that its person declines, or does not accept in time, stays taken on the shift until the next one is asked, or
nobody is left: the assignment keeps it. So nobody else can have it in between.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Update, bindparam, select, update
from sqlmodel import col

from services.events.plans.models import PlanAssignment, PlanAssignmentState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.kit.work.work import Work


def _becomes(*, keeps_place: bool = False) -> Update:
    """Returns the statement that says what has become of a proposal that was open."""
    return (
        update(PlanAssignment)
        .where(
            col(PlanAssignment.schedule_plan_id) == bindparam("of_plan"),
            col(PlanAssignment.shift_id) == bindparam("of_shift"),
            col(PlanAssignment.person_id) == bindparam("of_person"),
            col(PlanAssignment.state) == PlanAssignmentState.PROPOSED,
        )
        .values(state=bindparam("new_state"), keeps_place=keeps_place)
        .execution_options(synchronize_session=False)
    )


_ENDS, _KEEPS = _becomes(), _becomes(keeps_place=True)


async def note_accepted(sign_up: SignUp, work: Work) -> None:
    """Notes in the plan that the person takes the shift."""
    await _note(_ENDS, sign_up, PlanAssignmentState.SIGNED_UP, work)


async def note_withdrawn(sign_ups: Iterable[SignUp], work: Work) -> None:
    """Notes in their plans which proposals have ended, of sign-ups that were open."""
    for each in sign_ups:
        if each.proposed:
            await _note(_ENDS, each, PlanAssignmentState.WITHDRAWN, work)


async def keep_for_next(sign_up: SignUp, state: SignUpState, work: Work) -> bool:
    """Keeps the place of a proposal that has just ended for the next best, and returns whether there was one.

    Args:
        sign_up: The sign-up as it is now, locked, as its shift is.
        state: The state in which it was before.
        work: The work.
    """
    if state != SignUpState.OFFERED or not sign_up.proposed:
        return False
    is_late = sign_up.state == SignUpState.EXPIRED
    outcome = PlanAssignmentState.UNANSWERED if is_late else PlanAssignmentState.DECLINED
    return await _note(_KEEPS, sign_up, outcome, work)


async def had_reserved_place(plan_id: UUID, shift_id: UUID, person_id: UUID, work: Work) -> bool:
    """Returns whether the place that a plan proposed to somebody is one of those that the shift reserves."""
    found = await work.session.scalars(
        select(col(SignUp.has_reserved_place))
        .where(
            col(SignUp.schedule_plan_id) == plan_id,
            col(SignUp.shift_id) == shift_id,
            col(SignUp.person_id) == person_id,
        )
        .order_by(col(SignUp.create_time).desc())
        .limit(1)
    )
    return bool(found.first())


async def _note(
    statement: Update, sign_up: SignUp, outcome: PlanAssignmentState, work: Work
) -> bool:
    found: CursorResult[Any] = cast(
        "CursorResult[Any]",
        await work.session.execute(
            statement,
            {
                "of_plan": sign_up.schedule_plan_id,
                "of_shift": sign_up.shift_id,
                "of_person": sign_up.person_id,
                "new_state": outcome,
            },
        ),
    )
    return found.rowcount > 0
