"""A search tells how far it is, ends when it is told to, and finds the same plan again."""

from dataclasses import replace

import pytest

from services.events.plans.engine import narrowing
from services.events.plans.engine.aims import Aims, Costs, HowMuch
from services.events.plans.engine.answer import Effort, Progress, Status
from services.events.plans.engine.draft import Broken, Draft
from services.events.plans.engine.problem import Assignment, Limits, Problem, Wish
from services.events.plans.engine.rules import Fault
from services.events.plans.engine.solving import solve
from services.events.plans.engine.timetable import Timetable, Unclear
from tests.events.plans.benchmark import problem_of, read
from tests.events.plans.random_problems import random_problem
from tests.events.plans.seasons import season


def test_it_tells_of_plans_and_bounds_and_ends_early_with_the_best_plan_so_far() -> None:
    problem, told = problem_of(read(1)), list[Progress]()
    answer = solve(
        problem,
        Effort(seconds=250),
        progress=told.append,
        is_cancelled=lambda: any(None not in (each.objective, each.bound) for each in told),
    )
    assert answer.status == Status.FEASIBLE
    assert answer.objective is not None
    assert answer.bound is not None
    assert answer.bound < 607 < answer.objective
    assert Draft(Timetable(problem), answer.assignments).broken() == []


def test_the_plan_of_a_narrowed_problem_is_there_before_anything_is_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(narrowing, "_MANY", 0)
    problem, told = season(20, 12), list[Progress]()
    answer = solve(
        problem, progress=told.append, is_cancelled=lambda: any(each.bound for each in told)
    )
    first = [each.objective for each in told if each.bound is None and each.objective is not None]
    assert answer.objective is not None
    assert answer.objective <= min(first)
    assert Draft(Timetable(problem), answer.assignments).broken() == []


def test_it_ends_without_a_plan_when_it_is_cancelled_at_once() -> None:
    answer = solve(problem_of(read(4)), is_cancelled=lambda: True)
    assert (answer.status, answer.assignments, answer.objective) == (
        Status.UNKNOWN,
        frozenset(),
        None,
    )


def test_it_ends_when_time_is_up() -> None:
    answer = solve(problem_of(read(4)), Effort(seconds=0.2))
    assert answer.status in (Status.FEASIBLE, Status.UNKNOWN)


def test_the_same_problem_has_the_same_answer() -> None:
    problem = random_problem(12, people=8, shifts=12)
    first, again = solve(problem), solve(problem)
    assert first.status == Status.OPTIMAL
    assert first.assignments == again.assignments


def test_without_a_plan_it_says_which_fixed_assignments_contradict_each_other() -> None:
    problem = random_problem(7)
    person, one, other = problem.people[0], problem.shifts[0], problem.shifts[1]
    other = replace(other, start=one.start, end=one.end)
    fixed = frozenset(
        Assignment(person.id, shift.id, shift.roles[0].name) for shift in (one, other)
    )
    answer = solve(replace(problem, shifts=(one, other), fixed=fixed, wishes=(), earlier=None))
    assert answer.status == Status.INFEASIBLE
    assert Broken(Fault.OVERLAP, person.id) in answer.obstacles


def test_more_is_worth_more() -> None:
    costs = [Aims(places=much).costs() for much in HowMuch]
    assert [each.needed for each in costs] == sorted({each.needed for each in costs})
    assert Aims().costs() == Costs()
    assert Aims(wishes=HowMuch.NOT).costs().wish == 0


def _with_unknown_wish(problem: Problem) -> Problem:
    return replace(problem, wishes=(Wish("nobody", problem.shifts[0].id, 1),))


def _with_a_shift_twice(problem: Problem) -> Problem:
    return replace(problem, shifts=(problem.shifts[0], *problem.shifts))


def _with_a_shift_that_ends_first(problem: Problem) -> Problem:
    shift = problem.shifts[0]
    return replace(problem, shifts=(replace(shift, end=shift.start),), wishes=(), earlier=None)


def _with_a_time_without_zone(problem: Problem) -> Problem:
    shift = problem.shifts[0]
    naive = replace(shift, end=shift.end.replace(tzinfo=None))
    return replace(problem, shifts=(naive,), wishes=(), earlier=None)


def _with_more_needed_than_places(problem: Problem) -> Problem:
    shift = problem.shifts[0]
    role = replace(shift.roles[0], needed=shift.roles[0].places + 1)
    return replace(problem, shifts=(replace(shift, roles=(role,)), *problem.shifts[1:]))


def _with_a_needed_place_that_costs_less(problem: Problem) -> Problem:
    return replace(problem, costs=Costs(needed=1, place=2))


@pytest.mark.parametrize(
    "spoilt",
    [
        _with_unknown_wish,
        _with_a_shift_twice,
        _with_a_shift_that_ends_first,
        _with_a_time_without_zone,
        _with_more_needed_than_places,
        _with_a_needed_place_that_costs_less,
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(spoilt) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Unclear):
        solve(spoilt(random_problem(3)))


def test_who_can_do_nothing_cannot_have_their_least_hours() -> None:
    problem = random_problem(3)
    shifts = tuple(
        replace(shift, against={problem.people[0].id: ("SKILL_MISSING",)})
        for shift in problem.shifts
    )
    idle = replace(problem.people[0], limits=Limits(least_minutes=60))
    answer = solve(
        replace(
            problem,
            people=(idle, *problem.people[1:]),
            shifts=shifts,
            fixed=frozenset(),
            together=(),
        )
    )
    assert answer.status == Status.INFEASIBLE
    assert answer.obstacles == (Broken(Fault.TOO_FEW_HOURS_OF_PLAN, idle.id),)


def test_costs_are_whole_points_only_if_minutes_allow_it() -> None:
    problem = season(5, 4)
    assert Timetable(problem).grain() > 0
    odd = (replace(problem.people[0], past=7), *problem.people[1:])
    assert Timetable(replace(problem, people=odd)).grain() == 0
