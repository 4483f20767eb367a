"""A repair is the best there is of those that disturb few: compared with every one of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from services.events.plans.engine.draft import Draft
from services.events.plans.engine.pricing import Prices
from services.events.plans.engine.problem import Assignment, Problem
from services.events.plans.engine.repairing import repair
from services.events.plans.engine.solving import solve
from services.events.plans.engine.timetable import Timetable
from tests.events.plans import oracle
from tests.events.plans.random_problems import random_problem

Plan = frozenset[Assignment]


def _repairs(problem: Problem, plan: Plan, lost: Assignment) -> Iterator[tuple[Plan, int]]:
    """Yields every plan with at most two people disturbed, and how many assignments are other than before."""
    for person in problem.people:
        new = Assignment(person.id, lost.shift, lost.role)
        if any((each.person, each.shift) == new[:2] for each in plan | {lost}):
            continue
        yield plan | {new}, 1
        for gone in [each for each in plan if each.person == person.id]:
            yield plan - {gone} | {new}, 2
            for other in problem.people:
                if not any((each.person, each.shift) == (other.id, gone.shift) for each in plan):
                    instead = Assignment(other.id, gone.shift, gone.role)
                    yield plan - {gone} | {new, instead}, 3


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
@example(20981)  # leaving an overfull shift costs nothing, and changes more
def test_it_fills_most_then_disturbs_least_then_costs_least(seed: int) -> None:
    problem = random_problem(seed, people=4)
    answer = solve(problem)
    lost = min(answer.assignments - problem.fixed, default=None)
    assume(lost is not None)
    assert lost is not None
    left = answer.assignments - {lost}
    table = Timetable(problem)
    mended = repair(table, answer.assignments, [lost])
    broken = Counter(Draft(table, mended.assignments).broken())
    assert broken <= Counter(Draft(table, left).broken())
    assert mended.unfilled <= {lost}
    assert lost not in mended.assignments
    assert mended.assignments == (left | mended.added) - mended.removed
    if oracle.is_allowed(problem, left):
        _expect_best(problem, table, left, lost, mended.assignments)


def _expect_best(
    problem: Problem, table: Timetable, left: Plan, lost: Assignment, mended: Plan
) -> None:
    prices = Prices(table)

    def worth(plan: Plan, changed: int) -> tuple[float, int, float]:
        parts = prices.of(Draft(table, plan))
        return round(parts.empty, 6), changed, round(parts.total, 6)

    nothing = worth(left, 0)
    ways = [
        worth(plan, changed)
        for plan, changed in _repairs(problem, left, lost)
        if oracle.is_allowed(problem, plan)
    ]
    fillings = [way for way in ways if way[0] < nothing[0]]
    if fillings:
        assert worth(mended, len(mended ^ left)) == min(fillings)
    else:
        assert worth(mended, 0)[0] == nothing[0]


def test_several_losses_are_mended_one_after_the_other_and_nobody_is_asked_again() -> None:
    problem = replace(random_problem(12, people=8, shifts=12), fixed=frozenset())
    plan = solve(problem).assignments
    lost = frozenset(sorted(plan)[:3])
    mended = repair(Timetable(problem), plan, lost)
    assert not mended.assignments & lost
    assert mended.after.total >= mended.before.total - mended.before.changes
    broken = Counter(Draft(Timetable(problem), mended.assignments).broken())
    assert broken <= Counter(Draft(Timetable(problem), plan - lost).broken())


def test_what_is_not_in_the_plan_cannot_be_lost() -> None:
    problem = random_problem(12, people=8, shifts=12)
    lost = Assignment(problem.people[0].id, problem.shifts[0].id, problem.shifts[0].roles[0].name)
    with pytest.raises(ValueError, match="not in the plan"):
        repair(Timetable(problem), frozenset(), [lost])
