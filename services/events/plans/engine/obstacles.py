"""Why no plan can exist: what is fixed breaks a rule, or a person cannot have their least hours."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from services.events.plans.engine.aims import Costs
from services.events.plans.engine.draft import Broken, Draft
from services.events.plans.engine.problem import Person, Problem
from services.events.plans.engine.rules import Fault
from services.events.plans.engine.timetable import Timetable

# What more assignments can mend.
_TOO_LITTLE = (
    Fault.TOO_FEW_HOURS_OF_PLAN,
    Fault.TOO_FEW_HOURS_OF_WEEK,
    Fault.TOO_FEW_DAYS_IN_A_ROW,
    Fault.TOO_FEW_DAYS_OFF,
    Fault.TOGETHER,
    Fault.PRESENCE,
)
_FREE = Costs(needed=0, place=0, over=0, wish=0, fairness=0, hours=0, continuity=0, mix=0, change=0)


def contradictions(table: Timetable, has_plan: Callable[[Problem], bool]) -> tuple[Broken, ...]:
    """Returns what no plan can mend, as far as it shows in one person or in what is fixed.

    Args:
        table: The problem, which has no plan.
        has_plan: Tells whether a problem has a plan, as far as it can tell in time.
    """
    fixed = [
        each
        for each in Draft(table, table.problem.fixed).broken()
        if each.reason not in _TOO_LITTLE
    ]
    return tuple(fixed or _too_little_alone(table.problem, has_plan))


def _too_little_alone(problem: Problem, has_plan: Callable[[Problem], bool]) -> Iterator[Broken]:
    """Yields those who cannot have their least hours even if every place were theirs."""
    for person in problem.people:
        if not person.limits.least_minutes and not person.limits.least_minutes_a_week:
            continue
        if has_plan(_alone(problem, person)):
            continue
        of_plan = replace(person, limits=replace(person.limits, least_minutes_a_week=0))
        if person.limits.least_minutes and not has_plan(_alone(problem, of_plan)):
            yield Broken(Fault.TOO_FEW_HOURS_OF_PLAN, person.id)
        else:
            yield Broken(Fault.TOO_FEW_HOURS_OF_WEEK, person.id)


def _alone(problem: Problem, person: Person) -> Problem:
    """Returns the problem as if there were nobody else, and no need for anybody else."""
    return replace(
        problem,
        people=(person,),
        shifts=tuple(replace(shift, presences=()) for shift in problem.shifts),
        fixed=frozenset(each for each in problem.fixed if each.person == person.id),
        earlier=None,
        wishes=(),
        apart=(),
        together=(),
        costs=_FREE,
    )
