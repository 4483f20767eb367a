"""What an answer consists of, for those who store it and those who forget it.

Nothing here loads the solver, which takes tens of megabytes and belongs to workers alone.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from services.events.plans.models import PlanAssignment, PlanGap, PlanShare, SchedulePlan
from services.kit.work.work import Work

ANSWERS: Sequence[type[Any]] = (PlanAssignment, PlanGap, PlanShare)


async def forget_answer(plan: SchedulePlan, work: Work) -> None:
    """Deletes what a plan says, past the audit trail: the people in it were never signed up."""
    for row_type in ANSWERS:
        await work.session.execute(delete(row_type).where(row_type.schedule_plan_id == plan.id))
