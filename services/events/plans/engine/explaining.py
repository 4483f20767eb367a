"""Why a plan is as it is: its empty places, its assignments, and how much each person has.

What is said about others is how many they are and the names of rules. No name, minute or date of a person is told but
of the one who is asked about.
"""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean

from services.events.plans.engine.draft import Draft
from services.events.plans.engine.problem import Assignment, PersonId, ShiftId
from services.events.plans.engine.rules import Fault

COSTS_MORE = "COSTS_MORE"
"""Nothing is against it, but by the weights of the plan it costs more than it is worth."""
PLACES_FILLED = "PLACES_FILLED"
"""Nothing is against it, but others have the places."""

# What lifting a rule for one person takes: nothing, asking them, asking another too, or teaching them. Other
# reasons are those of the evaluator of sign-ups, and take most.
_EFFORT: dict[str, int] = {COSTS_MORE: 0}
_EFFORT |= dict.fromkeys((Fault.HOURS_OF_DAY, Fault.HOURS_OF_WEEK, Fault.HOURS_OF_PLAN), 2)
_EFFORT |= dict.fromkeys((Fault.SHIFTS_OF_DAY, Fault.SHIFTS_OF_KIND, Fault.WEEKENDS), 2)
_EFFORT |= dict.fromkeys(
    (Fault.DAYS_IN_A_ROW, Fault.TOO_FEW_DAYS_IN_A_ROW, Fault.TOO_FEW_DAYS_OFF), 3
)
_EFFORT |= dict.fromkeys((Fault.REST, Fault.SEQUENCE, Fault.TRAVEL), 4)
_EFFORT |= dict.fromkeys((Fault.APART, Fault.TOGETHER, Fault.PRESENCE), 5)
_EFFORT |= {Fault.AWAY: 6, Fault.OVERLAP: 7}
_MOST_EFFORT = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many people something is true of.

    Attributes:
        name: A reason, or the ID of a shift.
        people: How many.
    """

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would fill a place: lifting these rules for one person.

    Attributes:
        reasons: The rules; one alone where one is enough.
        people: For how many people, any one of them, that is enough.
    """

    reasons: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Places that stay empty.

    Attributes:
        shift: The shift.
        role: The role in it.
        missing: How many places are empty.
        needed: How many of them the shift cannot do without.
        reasons: How many people each reason keeps away, the most frequent first. Somebody with several reasons
            counts for each; what they do elsewhere is looked at only if they could come otherwise.
        elsewhere: How many of these could come if they did not work in another shift, by that shift.
        remedy: What would fill a place with the least effort; None if there is nobody at all.
    """

    shift: ShiftId
    role: str
    missing: int
    needed: int
    reasons: tuple[Count, ...]
    elsewhere: tuple[Count, ...]
    remedy: Remedy | None


class Ground(StrEnum):
    """Why this person has this assignment."""

    FIXED = "FIXED"
    NOBODY_ELSE_CAN = "NOBODY_ELSE_CAN"
    NOBODY_ELSE_IS_FREE = "NOBODY_ELSE_IS_FREE"
    PRESENCE = "PRESENCE"
    TOLD_BEFORE = "TOLD_BEFORE"
    WISHED = "WISHED"
    KNOWS_THE_SERIES = "KNOWS_THE_SERIES"
    HAD_LESS_THAN_OTHERS = "HAD_LESS_THAN_OTHERS"
    MIX = "MIX"
    AS_GOOD_AS_ANOTHER = "AS_GOOD_AS_ANOTHER"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person has an assignment.

    Attributes:
        assignment: The assignment.
        grounds: What speaks for it.
        able: How many others can take it as far as it depends on them alone.
        free: How many of these could, with all that they do otherwise.
    """

    assignment: Assignment
    grounds: tuple[Ground, ...]
    able: int
    free: int


class Much(StrEnum):
    """How much a person has, compared with the others."""

    LESS = "LESS"
    ABOUT_AS_MUCH = "ABOUT_AS_MUCH"
    MORE = "MORE"


@dataclass(frozen=True, slots=True)
class Share:
    """Why a person has so much or so little.

    Attributes:
        person: The person.
        minutes: How many minutes they have in the plan.
        much: Whether that is less or more than people have on average, by more than a quarter.
        possible: How many shifts they could take as far as it depends on them alone.
        had_more_before: Whether they had more than others in the last months, which fairness takes into account.
        kept: From how many shifts each reason keeps them, the most frequent first; `PLACES_FILLED` and
            `COSTS_MORE` where nothing is against them.
    """

    person: PersonId
    minutes: int
    much: Much
    possible: int
    had_more_before: bool
    kept: tuple[tuple[str, int], ...]


def unfilled(draft: Draft) -> list[Unfilled]:
    """Returns what is to be said of each role with empty places, the neediest first."""
    found = []
    for number, shift in enumerate(draft.table.problem.shifts):
        for position, role in enumerate(shift.roles):
            taken = draft.taken(number, position)
            if taken < role.places:
                needed = max(role.needed - taken, 0)
                found.append((needed * shift.need, _empty(draft, number, position, needed)))
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])]


def _empty(draft: Draft, shift: int, role: int, needed: int) -> Unfilled:
    described = draft.table.problem.shifts[shift]
    reasons: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    remedies: Counter[tuple[str, ...]] = Counter()
    for person in range(len(draft.of_person)):
        if person in draft.of_shift[shift]:
            continue
        against = draft.never(person, shift, role) or tuple(draft.now(person, shift))
        against = against or (COSTS_MORE,)
        reasons.update(set(against))
        remedies[tuple(sorted(set(against)))] += 1
        elsewhere.update(_needed_elsewhere(draft, person, shift, role))
    remedy = min(
        remedies, key=lambda rules: (_effort(rules), -remedies[rules], rules), default=None
    )
    return Unfilled(
        shift=described.id,
        role=described.roles[role].name,
        missing=described.roles[role].places - draft.taken(shift, role),
        needed=needed,
        reasons=_counts(reasons),
        elsewhere=_counts(elsewhere),
        remedy=None if remedy is None else Remedy(remedy, remedies[remedy]),
    )


def _needed_elsewhere(draft: Draft, person: int, shift: int, role: int) -> Iterator[str]:
    """Yields the shifts of a person, each of which alone keeps them from one more."""
    if draft.never(person, shift, role) or not any(draft.now(person, shift)):
        return
    for other in list(draft.of_person[person]):
        had = draft.remove(person, other)
        if not any(draft.now(person, shift)):
            yield draft.table.problem.shifts[other].id
        draft.add(person, other, had)


def _effort(rules: tuple[str, ...]) -> int:
    return sum(_EFFORT.get(rule, _MOST_EFFORT) for rule in rules)


def _counts(counter: Counter[str]) -> tuple[Count, ...]:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(str(name), people) for name, people in ordered)


def why(draft: Draft, assignment: Assignment) -> Why:
    """Returns why a person has an assignment of the draft.

    Raises:
        Unclear: If the assignment names somebody or something unknown.
    """
    table = draft.table
    role = table.role(assignment)
    person, shift = table.people[assignment.person], table.shifts[assignment.shift]
    others = [each for each in range(len(draft.of_person)) if each not in draft.of_shift[shift]]
    able = [each for each in others if not draft.never(each, shift, role)]
    draft.remove(person, shift)
    free = [each for each in able if not any(draft.now(each, shift))]
    draft.add(person, shift, role)
    if draft.is_fixed(person, shift):
        grounds: tuple[Ground, ...] = (Ground.FIXED,)
    else:
        grounds = tuple(_grounds(draft, person, shift, assignment, able, free))
    return Why(assignment, grounds or (Ground.AS_GOOD_AS_ANOTHER,), len(able), len(free))


def _grounds(
    draft: Draft, person: int, shift: int, assignment: Assignment, able: list[int], free: list[int]
) -> Iterator[Ground]:
    problem = draft.table.problem
    described, name = problem.shifts[shift], assignment.person
    there = {problem.people[each].id for each in draft.of_shift[shift]}
    if not able:
        yield Ground.NOBODY_ELSE_CAN
    elif not free:
        yield Ground.NOBODY_ELSE_IS_FREE
    if any(
        name in each.people and len(each.people & there) <= each.least
        for each in described.presences
    ):
        yield Ground.PRESENCE
    if assignment in (problem.earlier or ()):
        yield Ground.TOLD_BEFORE
    if any(
        wish.weight > 0
        for wish in problem.wishes
        if (wish.person, wish.shift) == (name, described.id)
    ):
        yield Ground.WISHED
    if described.series and name in problem.known.get(described.series, ()):
        yield Ground.KNOWS_THE_SERIES
    if free and _total(draft, person) < mean(_total(draft, each) for each in free):
        yield Ground.HAD_LESS_THAN_OTHERS
    alike = {each for each in there if (each in problem.newcomers) == (name in problem.newcomers)}
    if problem.newcomers and alike == {name} and len(there) > 1:
        yield Ground.MIX


def _total(draft: Draft, person: int) -> int:
    return draft.table.problem.people[person].past + draft.minutes(person)


def share(draft: Draft, person: PersonId, asked: Container[ShiftId] | None = None) -> Share:
    """Returns why a person has so much or so little.

    Args:
        draft: Who works where.
        person: The person.
        asked: The shifts that the person could be assigned to, if that is not all of them. The others, such as those
            of other plans, count for the person's minutes alone.

    Raises:
        KeyError: If the person is not in the problem.
    """
    number = draft.table.people[person]
    people = draft.table.problem.people
    average = mean(draft.minutes(each) for each in range(len(people)))
    minutes, possible = draft.minutes(number), 0
    kept: Counter[str] = Counter()
    for shift, described in enumerate(draft.table.problem.shifts):
        if asked is not None and described.id not in asked:
            continue
        roles = range(len(described.roles))
        never = min((draft.never(number, shift, role) for role in roles), key=len)
        possible += not never
        if shift not in draft.of_person[number]:
            kept.update(set(never or _now(draft, number, shift)))
    much = Much.ABOUT_AS_MUCH
    if abs(minutes - average) * 4 > average:
        much = Much.LESS if minutes < average else Much.MORE
    return Share(
        person=person,
        minutes=minutes,
        much=much,
        possible=possible,
        had_more_before=people[number].past > mean(each.past for each in people),
        kept=tuple((count.name, count.people) for count in _counts(kept)),
    )


def _now(draft: Draft, person: int, shift: int) -> tuple[str, ...]:
    if found := tuple(draft.now(person, shift)):
        return found
    roles = enumerate(draft.table.problem.shifts[shift].roles)
    has_room = any(
        draft.taken(shift, position) < role.places
        for position, role in roles
        if not draft.never(person, shift, position)
    )
    return (COSTS_MORE,) if has_room else (PLACES_FILLED,)
