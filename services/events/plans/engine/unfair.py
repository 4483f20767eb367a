"""What fairness costs: the best plan beside the best one without it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.events.plans.engine.answer import Answer, Effort, Status
from services.events.plans.engine.pricing import Parts
from services.events.plans.engine.problem import Assignment, Problem
from services.events.plans.engine.solving import solve


@dataclass(frozen=True, slots=True)
class FairnessCost:
    """What a plan would save if load need not be fair.

    Attributes:
        places: How many more places would be filled.
        needed: How many of these a shift cannot do without.
        parts: What each other aim costs because of fairness, in points; that of fairness itself is left out.
        is_proven: Whether both plans are the best of their kind.
    """

    places: int
    needed: int
    parts: Parts
    is_proven: bool


def cost_of_fairness(
    problem: Problem, answer: Answer, effort: Effort | None = None
) -> FairnessCost | None:
    """Solves the problem again without fairness, and returns what fairness costs; None if no plan is found.

    Raises:
        Unclear: If the problem contradicts itself.
    """
    unfair = solve(replace(problem, costs=replace(problem.costs, fairness=0)), effort)
    if unfair.status not in (Status.OPTIMAL, Status.FEASIBLE) or answer.objective is None:
        return None
    empty = [_empty(problem, plan.assignments) for plan in (answer, unfair)]
    saved = answer.parts - unfair.parts
    return FairnessCost(
        places=empty[0][0] - empty[1][0],
        needed=empty[0][1] - empty[1][1],
        parts=replace(saved, fairness=0),
        is_proven=answer.status == unfair.status == Status.OPTIMAL,
    )


def _empty(problem: Problem, assignments: Iterable[Assignment]) -> tuple[int, int]:
    """Returns how many places are empty, and how many needed ones."""
    taken = Counter((assignment.shift, assignment.role) for assignment in assignments)
    roles = [(role, taken[shift.id, role.name]) for shift in problem.shifts for role in shift.roles]
    return (
        sum(max(role.places - count, 0) for role, count in roles),
        sum(max(role.needed - count, 0) for role, count in roles),
    )
