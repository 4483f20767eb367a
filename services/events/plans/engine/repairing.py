"""Repair: somebody drops out, and the plan is mended with as little disturbance as possible, without a search.

A place is filled by somebody who is free, or else by somebody who leaves another shift: for good where that place is
worth less, or because a third person takes it. Longer chains are not tried: everybody in them must be told.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from services.events.plans.engine.draft import Broken, Draft
from services.events.plans.engine.pricing import Parts, Prices
from services.events.plans.engine.problem import Assignment
from services.events.plans.engine.timetable import Timetable

# Whether somebody is free is looked at so often for one place, and so many ways are weighed: half a second for each.
_MOST_LOOKS = 6_000
_MOST_WAYS = 500


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan without those who dropped out.

    Attributes:
        assignments: The mended plan.
        added: What is new in it.
        removed: What is gone beside what was lost.
        unfilled: What was lost and is not filled again.
        before: What the plan cost before the loss, aim by aim.
        after: What the mended one costs.
    """

    assignments: frozenset[Assignment]
    added: frozenset[Assignment]
    removed: frozenset[Assignment]
    unfilled: frozenset[Assignment]
    before: Parts
    after: Parts


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to fill a place: who comes, from where, and who comes there instead."""

    person: int
    leaves: int | None = None
    instead: int | None = None


def repair(table: Timetable, plan: Iterable[Assignment], lost: Iterable[Assignment]) -> Repair:
    """Returns a plan without what was lost, in which as little else as possible is different.

    Each place is filled in the way that leaves the least need, then that changes the fewest assignments, then
    that costs the least. Who drops out of a shift is not asked for it again; what is fixed stays. Needed places
    come first. What the plan broke before is not mended.

    Args:
        table: The problem, as it is now: who cannot come at all is away, or nobody who is in it.
        plan: Who works where.
        lost: Assignments of the plan that are no more.

    Raises:
        Unclear: If an assignment names somebody or something unknown.
        ValueError: If what is lost is not in the plan.
    """
    before, gone = frozenset(plan), frozenset(lost)
    if not gone <= before:
        raise ValueError("An assignment that was lost is not in the plan.")
    draft, prices = Draft(table, before), Prices(table)
    cost = prices.of(draft)
    places = []
    for assignment in sorted(gone):
        person, shift = table.people[assignment.person], table.shifts[assignment.shift]
        places.append((shift, draft.remove(person, shift), assignment))
    barred = {(table.people[each.person], table.shifts[each.shift]) for each in gone}
    unfilled = {
        assignment
        for shift, role, assignment in sorted(places, key=lambda place: _urgency(draft, *place))
        if not _fill(draft, prices, shift, role, barred)
    }
    after = draft.assignments()
    return Repair(
        assignments=after,
        added=after - before,
        removed=before - after - gone,
        unfilled=frozenset(unfilled),
        before=cost,
        after=prices.of(draft),
    )


def next_best(
    table: Timetable, plan: Iterable[Assignment], place: Assignment, barred: Container[str]
) -> str | None:
    """Returns who takes a place that is empty, where nobody leaves another shift for it; None if nobody can.

    Args:
        table: The problem.
        plan: Who works where.
        place: The place: a shift and its role. Its person does not matter.
        barred: Who is not asked.
    """
    if place.shift not in table.shifts:
        return None
    draft, prices = Draft(table, plan), Prices(table)
    shift = table.shifts[place.shift]
    names = [role.name for role in table.problem.shifts[shift].roles]
    if place.role not in names:
        return None
    role = names.index(place.role)
    ways = [
        (worth, table.problem.people[person].id)
        for person in _able(draft, shift, role, set())
        if table.problem.people[person].id not in barred and not any(draft.now(person, shift))
        if (worth := _worth(draft, prices, shift, role, _Way(person))) is not None
    ]
    return min(ways)[1] if ways else None


def _urgency(draft: Draft, shift: int, role: int, assignment: Assignment) -> tuple[float, ...]:
    described = draft.table.problem.shifts[shift]
    is_needed = draft.taken(shift, role) < described.roles[role].needed
    return (-is_needed, -described.need, draft.table.slots[shift].start, shift, role)


def _fill(
    draft: Draft, prices: Prices, shift: int, role: int, barred: set[tuple[int, int]]
) -> bool:
    """Fills a place in the best way, and returns whether it needs nobody any more."""
    if draft.taken(shift, role) >= draft.table.problem.shifts[shift].roles[role].places:
        return True
    able = _able(draft, shift, role, barred)
    ways = [_Way(person) for person in able if not any(draft.now(person, shift))]
    if not ways:
        ways = list(islice(_moves(draft, able, shift, role, barred), _MOST_WAYS))
    best = None
    for way in ways:
        worth = _worth(draft, prices, shift, role, way)
        if worth is not None and (best is None or worth < best[0]):
            best = worth, way
    if best is None:
        return False
    _take(draft, shift, role, best[1])
    return True


def _able(draft: Draft, shift: int, role: int, barred: set[tuple[int, int]]) -> list[int]:
    return [
        person
        for person in range(len(draft.of_person))
        if (person, shift) not in barred
        and shift not in draft.of_person[person]
        and not draft.never(person, shift, role)
    ]


def _moves(
    draft: Draft, able: list[int], shift: int, role: int, barred: set[tuple[int, int]]
) -> Iterator[_Way]:
    """Yields the ways in which somebody leaves another shift, first those in which nobody comes there instead."""
    looks = iter(range(_MOST_LOOKS))
    movers = [
        (person, other)
        for person in able
        for other in sorted(draft.of_person[person])
        if not draft.is_fixed(person, other)
        and next(looks, None) is not None
        and _is_free_without(draft, person, other, shift)
    ]
    yield from (_Way(person, other) for person, other in movers)
    able_there: dict[tuple[int, int], list[int]] = {}
    for person, other in movers:
        place = (other, draft.of_person[person][other])
        if place not in able_there:
            able_there[place] = _able(draft, *place, barred)
        _take(draft, shift, role, _Way(person, other))
        free = [
            instead
            for instead in able_there[place]
            if next(looks, None) is not None and not any(draft.now(instead, other))
        ]
        _give_back(draft, shift, _Way(person, other), place[1])
        yield from (_Way(person, other, instead) for instead in free if instead != person)


def _is_free_without(draft: Draft, person: int, other: int, shift: int) -> bool:
    had = draft.remove(person, other)
    is_free = not any(draft.now(person, shift))
    draft.add(person, other, had)
    return is_free


def _take(draft: Draft, shift: int, role: int, way: _Way) -> int:
    """Goes a way, and returns the role that the person had in the shift that they leave."""
    had = 0 if way.leaves is None else draft.remove(way.person, way.leaves)
    draft.add(way.person, shift, role)
    if way.leaves is not None and way.instead is not None:
        draft.add(way.instead, way.leaves, had)
    return had


def _give_back(draft: Draft, shift: int, way: _Way, had: int) -> None:
    """Goes a way back."""
    draft.remove(way.person, shift)
    if way.leaves is not None:
        if way.instead is not None:
            draft.remove(way.instead, way.leaves)
        draft.add(way.person, way.leaves, had)


def _worth(
    draft: Draft, prices: Prices, shift: int, role: int, way: _Way
) -> tuple[float, int, float] | None:
    """Returns what a way changes: the cost of empty places, how many assignments, and other costs.

    None if it breaks a rule, or fills the place by emptying one that is needed as much.
    """
    people = [person for person in (way.person, way.instead) if person is not None]
    shifts = [each for each in (shift, way.leaves) if each is not None]
    before, broken = prices.of_some(draft, people, shifts), _broken(draft, people, shifts)
    had = _take(draft, shift, role, way)
    after, breaks = prices.of_some(draft, people, shifts), _broken(draft, people, shifts)
    _give_back(draft, shift, way, had)
    empty = after.empty - before.empty
    if breaks - broken or (way.leaves is not None and empty >= 0):
        return None
    changed = len(people) + len(shifts) - 1
    return empty, changed, after.total - before.total - empty


def _broken(draft: Draft, people: list[int], shifts: list[int]) -> Counter[Broken]:
    return Counter([*draft.broken_by(people), *draft.broken_in(shifts)])
