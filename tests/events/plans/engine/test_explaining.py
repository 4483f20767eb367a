"""Explanations say how many people and which rules, and name nobody but the one who is asked about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.events.plans.engine.aims import Costs
from services.events.plans.engine.draft import Draft
from services.events.plans.engine.explaining import (
    COSTS_MORE,
    PLACES_FILLED,
    Count,
    Ground,
    Much,
    Remedy,
    share,
    unfilled,
    why,
)
from services.events.plans.engine.problem import (
    Assignment,
    Limits,
    Person,
    Presence,
    Problem,
    Role,
    Shift,
    Span,
    Wish,
)
from services.events.plans.engine.rules import Fault
from services.events.plans.engine.timetable import Timetable
from tests.events.plans.engine.test_draft import some_plan
from tests.events.plans.random_problems import random_problem

NOON = datetime(2024, 6, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LUNCH = Shift(
    id="lunch",
    start=NOON,
    end=NOON + 3 * HOUR,
    roles=(Role(needed=2, places=4),),
    against={"cara": ("SKILL_MISSING",), "dan": ("SKILL_MISSING", "TOO_YOUNG")},
)
PARK = Shift(id="park", start=NOON + HOUR, end=NOON + 2 * HOUR, roles=(Role(needed=1, places=1),))
PEOPLE = (
    Person(id="ann"),
    Person(id="ben"),
    Person(id="cara"),
    Person(id="dan"),
    Person(id="eve", away=(Span(NOON, NOON + HOUR),)),
    Person(id="finn", limits=Limits(minutes_a_week=120)),
    Person(id="gus", past=600),
)
PROBLEM = Problem(zone=ZoneInfo("UTC"), people=PEOPLE, shifts=(LUNCH, PARK))
PLAN = (Assignment("ann", "lunch", ""), Assignment("ben", "park", ""))


def test_an_empty_place_has_the_people_behind_each_reason_and_the_least_effort() -> None:
    (empty,) = unfilled(Draft(Timetable(PROBLEM), PLAN))
    assert (empty.shift, empty.missing, empty.needed) == ("lunch", 3, 1)
    assert empty.reasons == (
        Count("SKILL_MISSING", 2),
        Count(Fault.AWAY, 1),
        Count(COSTS_MORE, 1),
        Count(Fault.HOURS_OF_WEEK, 1),
        Count(Fault.OVERLAP, 1),
        Count("TOO_YOUNG", 1),
    )
    assert empty.elsewhere == (Count("park", 1),)
    assert empty.remedy == Remedy((COSTS_MORE,), 1)


def test_the_remedy_is_the_least_to_ask_for() -> None:
    without = tuple(person for person in PEOPLE if person.id != "gus")
    (empty,) = unfilled(Draft(Timetable(replace(PROBLEM, people=without)), PLAN))
    assert empty.remedy == Remedy((Fault.HOURS_OF_WEEK,), 1)
    without = tuple(person for person in PEOPLE if person.id not in ("gus", "finn"))
    (empty,) = unfilled(Draft(Timetable(replace(PROBLEM, people=without)), PLAN))
    assert empty.remedy == Remedy((Fault.AWAY,), 1)


def test_needy_places_come_first() -> None:
    empty = unfilled(Draft(Timetable(PROBLEM), ()))
    assert [each.shift for each in empty] == ["lunch", "park"]


def test_a_shift_without_its_first_aider_says_so() -> None:
    presence = Presence(name="first aid", people=frozenset({"cara"}))
    park = replace(PARK, presences=(presence,), against={"cara": ("TOO_YOUNG",)})
    problem = replace(PROBLEM, shifts=(park,))
    (empty,) = unfilled(Draft(Timetable(problem), ()))
    assert Count(Fault.PRESENCE, 6) in empty.reasons


def test_an_assignment_has_its_grounds() -> None:
    problem = replace(
        PROBLEM,
        shifts=(replace(LUNCH, series="lunches"), PARK),
        wishes=(Wish("ann", "lunch", 2),),
        known={"lunches": frozenset({"ann"})},
        earlier=frozenset(PLAN[:1]),
        fixed=frozenset(PLAN[1:]),
    )
    draft = Draft(Timetable(problem), PLAN)
    found = why(draft, PLAN[0])
    assert found.grounds == (
        Ground.TOLD_BEFORE,
        Ground.WISHED,
        Ground.KNOWS_THE_SERIES,
        Ground.HAD_LESS_THAN_OTHERS,
    )
    assert (found.able, found.free) == (3, 1)  # ben, finn and gus can; only gus is free
    assert why(draft, PLAN[1]).grounds == (Ground.FIXED,)


def test_who_is_the_only_one_is_told_so() -> None:
    against = {person.id: ("SKILL_MISSING",) for person in PEOPLE if person.id != "ann"}
    problem = replace(PROBLEM, shifts=(replace(LUNCH, against=against), PARK))
    assert why(Draft(Timetable(problem), PLAN), PLAN[0]).grounds == (Ground.NOBODY_ELSE_CAN,)


def test_a_person_reads_why_they_have_so_much_or_little() -> None:
    draft = Draft(Timetable(PROBLEM), PLAN)
    ann, gus, eve = share(draft, "ann"), share(draft, "gus"), share(draft, "eve")
    assert (ann.minutes, ann.much, ann.possible) == (180, Much.MORE, 2)
    assert (gus.much, gus.had_more_before, ann.had_more_before) == (Much.LESS, True, False)
    assert gus.kept == ((COSTS_MORE, 1), (PLACES_FILLED, 1))
    assert (eve.possible, eve.kept) == (1, ((Fault.AWAY, 1), (PLACES_FILLED, 1)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_nobody_is_named_and_counts_add_up(seed: int) -> None:
    problem = replace(random_problem(seed), costs=Costs())
    draft = Draft(Timetable(problem), some_plan(problem, seed))
    before = draft.assignments()
    for empty in unfilled(draft):
        assert not any(person.id in repr(empty) for person in problem.people)
        shift = draft.table.shifts[empty.shift]
        others = len(problem.people) - len(draft.of_shift[shift])
        assert max((count.people for count in empty.reasons), default=0) <= others
        assert sum(count.people for count in empty.reasons) >= others
    for assignment in before:
        found = why(draft, assignment)
        names = {person.id for person in problem.people} - {assignment.person}
        assert not any(name in repr(found) for name in names)
        assert found.free <= found.able
    assert draft.assignments() == before
