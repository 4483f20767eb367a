"""Two plans beside each other: what differs, what it costs, what it breaks, and what fairness costs."""

from dataclasses import replace

import pytest

from services.events.plans.engine.aims import Costs
from services.events.plans.engine.comparing import check_edit, compare
from services.events.plans.engine.draft import Broken
from services.events.plans.engine.problem import Assignment, Person, Wish
from services.events.plans.engine.rules import Fault
from services.events.plans.engine.solving import solve
from services.events.plans.engine.unfair import cost_of_fairness
from tests.events.plans.engine.test_explaining import PEOPLE, PLAN, PROBLEM


def test_an_edit_by_hand_says_what_it_breaks_costs_and_whom_to_tell() -> None:
    new = Assignment("ben", "lunch", "")
    edit = check_edit(PROBLEM, PLAN, add=[new])
    assert (edit.added, edit.removed, edit.told) == (
        frozenset({new}),
        frozenset(),
        frozenset({"ben"}),
    )
    assert edit.broken == (Broken(Fault.OVERLAP, "ben"),)
    assert edit.after.needed == edit.before.needed - PROBLEM.costs.needed
    back = check_edit(PROBLEM, [*PLAN, new], remove=[PLAN[1]])
    assert (back.broken, back.mended) == ((), (Broken(Fault.OVERLAP, "ben"),))


def test_what_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(ValueError, match="not in the plan"):
        check_edit(PROBLEM, PLAN, remove=[Assignment("gus", "park", "")])


def test_the_same_plan_differs_in_nothing() -> None:
    same = compare(PROBLEM, PLAN, PLAN)
    assert not any((same.added, same.removed, same.told, same.broken, same.mended))
    assert same.before == same.after


def test_fairness_costs_the_wishes_that_it_outweighs() -> None:
    people = (Person(id="ann", past=600), Person(id="ben"), *PEOPLE[2:4])
    problem = replace(
        PROBLEM,
        people=people,
        shifts=PROBLEM.shifts[1:],
        wishes=(Wish("ann", "park", 1),),
        costs=Costs(wish=12, fairness=36),
    )
    answer = solve(problem)
    assert Assignment("ann", "park", "") not in answer.assignments
    cost = cost_of_fairness(problem, answer)
    assert cost is not None
    assert (cost.places, cost.needed, cost.is_proven) == (0, 0, True)
    assert (cost.parts.wishes, cost.parts.fairness, cost.parts.total) == (12, 0, 12)
