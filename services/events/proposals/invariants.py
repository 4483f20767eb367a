"""What must hold between the proposals of plans and the sign-ups of the people who are asked."""

from sqlalchemy import exists, select
from sqlmodel import col

from services.events.plans.models import PlanAssignment, PlanAssignmentState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.kit.work.invariants import Invariant

_IS_ASKED = exists().where(
    col(SignUp.shift_id) == col(PlanAssignment.shift_id),
    col(SignUp.person_id) == col(PlanAssignment.person_id),
    col(SignUp.schedule_plan_id) == col(PlanAssignment.schedule_plan_id),
    col(SignUp.state) == SignUpState.OFFERED,
)
INVARIANTS = (
    Invariant(
        "proposals of a plan are offers",
        select(col(PlanAssignment.schedule_plan_id)).where(
            col(PlanAssignment.state) == PlanAssignmentState.PROPOSED, ~_IS_ASKED
        ),
        "Report it with the IDs: a person who was asked by the plan has no sign-up to answer.",
    ),
)
