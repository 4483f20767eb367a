"""What an answer consists of, for those who store it and those who forget it.

Nothing here loads the solver, which takes tens of megabytes and belongs to workers alone.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_
from sqlmodel import col

from services.events.plans.models import (
    PlanAssignment,
    PlanAssignmentState,
    PlanGap,
    PlanShare,
    SchedulePlan,
)
from services.kit.work.work import Work

# The jobs of proposals, in `proposals/jobs.py`: one asks the next, the other ends what a discarded plan has asked.
PASS_ON, WITHDRAW = "pass_on_proposals", "withdraw_proposals"
ANSWERS: Sequence[type[Any]] = (PlanAssignment, PlanGap, PlanShare)


async def is_asking(plan: SchedulePlan, work: Work) -> bool:
    """Returns whether a plan still asks somebody, or is about to."""
    if plan.answer_by_time is None:
        return False
    awaited = (PlanAssignmentState.PLANNED, PlanAssignmentState.PROPOSED)
    open_ones = await work.count(
        col(PlanAssignment.schedule_plan_id) == plan.id,
        or_(col(PlanAssignment.state).in_(awaited), col(PlanAssignment.keeps_place)),
    )
    return open_ones > 0


async def forget_answer(plan: SchedulePlan, work: Work) -> None:
    """Deletes what a plan says, past the audit trail: the people in it were never signed up."""
    for row_type in ANSWERS:
        await work.session.execute(delete(row_type).where(row_type.schedule_plan_id == plan.id))
