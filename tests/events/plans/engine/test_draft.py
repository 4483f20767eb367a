"""What a draft says about a plan is what the rules say: compared with the oracle on plans at random."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.events.plans.engine.draft import Broken, Draft
from services.events.plans.engine.pricing import Prices
from services.events.plans.engine.problem import Assignment, Problem
from services.events.plans.engine.rules import Fault
from services.events.plans.engine.timetable import Timetable
from tests.events.plans import oracle
from tests.events.plans.random_problems import random_problem

SEEDS = st.integers(0, 2**32)


def some_plan(problem: Problem, seed: int) -> frozenset[Assignment]:
    """Returns what is fixed, and other assignments at random, most of them possible."""
    random = Random(seed)  # noqa: S311 - not for secrets
    taken = {(each.person, each.shift) for each in problem.fixed}
    others = [
        Assignment(person.id, shift.id, random.choice(shift.roles).name)
        for person in problem.people
        for shift in problem.shifts
        if (person.id, shift.id) not in taken and person.id not in shift.against
    ]
    return problem.fixed | set(random.sample(others, min(len(others), random.randint(0, 3))))


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_a_plan_breaks_nothing_if_it_is_allowed_and_costs_what_it_costs(seed: int) -> None:
    problem = random_problem(seed, dense=bool(seed % 2))
    plan = some_plan(problem, seed)
    draft = Draft(Timetable(problem), plan)
    assert (not draft.broken()) == oracle.is_allowed(problem, plan), draft.broken()
    assert (
        abs(
            Prices(draft.table).of(draft).total
            - oracle.price(problem, oracle.plan_of(problem, plan))
        )
        < 1e-6
    )


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_what_is_against_an_assignment_is_what_it_would_break(seed: int) -> None:
    problem = random_problem(seed, dense=bool(seed % 2))
    table = Timetable(problem)
    draft = Draft(table, some_plan(problem, seed))
    random = Random(seed)  # noqa: S311 - not for secrets
    person, shift = random.randrange(len(table.people)), random.randrange(len(table.shifts))
    if shift in draft.of_person[person]:
        return
    before, against = draft.broken(), draft.against(person, shift, 0)
    draft.add(person, shift, 0)
    after = draft.broken()
    assert {*against} <= {each.reason for each in after}
    new = set(after) - set(before)
    names = (problem.people[person].id, problem.shifts[shift].id)
    mine = {each.reason for each in new if each.person == names[0] and each.shift in (names[1], "")}
    mine |= {Fault.PRESENCE} & {each.reason for each in new if each.shift == names[1]}
    assert mine <= {*against}
    draft.remove(person, shift)
    assert draft.broken() == before


def test_what_a_draft_breaks_has_the_names_of_rule_person_and_shift() -> None:
    problem = random_problem(1)
    person, shift = problem.people[0].id, problem.shifts[0]
    table = Timetable(problem)
    everybody = {Assignment(each.id, shift.id, shift.roles[0].name) for each in problem.people}
    broken = Draft(table, everybody).broken()
    assert all(each.person in {"", *table.people} for each in broken)
    assert Broken(Fault.PLACES, "", shift.id) in broken or shift.roles[0].limit >= len(everybody)
    assert person in table.people
