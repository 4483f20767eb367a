"""No plan is better than the engine's: compared with every plan there is, and with what others have proven."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.events.plans.engine import fairness, narrowing
from services.events.plans.engine.answer import Effort, Status
from services.events.plans.engine.solving import solve
from tests.events.plans import oracle
from tests.events.plans.benchmark import problem_of, read
from tests.events.plans.random_problems import random_problem

SEEDS = st.integers(0, 2**32)


def _compare(seed: int, *, dense: bool) -> None:
    problem = random_problem(seed, dense=dense)
    cost, plans = oracle.best(problem)
    answer = solve(problem)
    if cost is None:
        assert answer.status == Status.INFEASIBLE
        return
    assert answer.status == Status.OPTIMAL
    assert answer.assignments in plans
    assert answer.objective is not None
    assert abs(answer.objective - cost) < 1e-6


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_it_is_the_best_of_all_plans(seed: int) -> None:
    _compare(seed, dense=False)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_it_is_the_best_of_all_plans_where_shifts_are_close(seed: int) -> None:
    _compare(seed, dense=True)


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_it_is_the_best_where_minutes_are_counted_and_not_shifts(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fairness, "_MOST_COMBINATIONS", 1)
        _compare(seed, dense=bool(seed % 2))


@settings(max_examples=12, deadline=None)
@given(SEEDS)
@example(235451299)  # HiGHS returns the plan that it was given, with the cost of a better one
def test_it_is_the_best_where_the_search_begins_with_a_narrowed_problem(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(narrowing, "_MANY", 0)
        patch.setattr(narrowing, "_FOR_EACH_PLACE", 1)
        patch.setattr(narrowing, "_BESIDES", 0)
        _compare(seed, dense=bool(seed % 2))


def test_it_proves_the_published_optimum_of_a_public_instance() -> None:
    problem = problem_of(read(1))
    answer = solve(problem, Effort(seconds=250))
    assert (answer.status, answer.objective, answer.bound) == (Status.OPTIMAL, 607, 607)
    assert oracle.is_allowed(problem, answer.assignments)
    assert oracle.price(problem, oracle.plan_of(problem, answer.assignments)) == 607
