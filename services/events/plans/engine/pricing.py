"""What a plan costs, aim by aim, counted from its assignments. The model says the same; tests hold them together.

Every cost belongs to one person or to one shift, so what a change costs is found from those that it touches.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction

from services.events.plans.engine.draft import Draft
from services.events.plans.engine.problem import Assignment, Wish
from services.events.plans.engine.timetable import Timetable

# Hours above the fair share: up to how many minutes, at how many times the cost. The last has no end.
_BANDS = ((2 * 60, 1), (6 * 60, 2), (None, 3))
MIXED_FROM = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """What each aim contributes to the cost of a plan, in points."""

    needed: float = 0
    places: float = 0
    over: float = 0
    wishes: float = 0
    fairness: float = 0
    hours: float = 0
    continuity: float = 0
    mix: float = 0
    changes: float = 0

    @property
    def total(self) -> float:
        """The cost of the plan."""
        return float(sum(astuple(self)))

    @property
    def empty(self) -> float:
        """The cost of places that are empty."""
        return self.needed + self.places

    def __sub__(self, other: "Parts") -> "Parts":
        return Parts(
            *(mine - theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            *(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )


@dataclass(frozen=True, slots=True)
class Band:
    """Minutes of a person that cost the same.

    Attributes:
        minutes: How many; None for all further ones.
        times: How many times the cost of fairness an hour costs.
    """

    minutes: int | None
    times: int


def bands(table: Timetable) -> list[list[Band]]:
    """Returns what each person's minutes in the plan cost by fairness, the first ones first."""
    shares = fair_shares(table)
    return [
        list(_bands_above(person.past - share))
        for person, share in zip(table.problem.people, shares, strict=True)
    ]


def _bands_above(above: int) -> Iterator[Band]:
    if above < 0:
        yield Band(-above, 0)
    above = max(above, 0)
    for until, times in _BANDS:
        if until is None:
            yield Band(None, times)
        elif above < until:
            yield Band(until - above, times)
            above = until


def fair_shares(table: Timetable) -> list[int]:
    """Returns each person's part of the minutes of the last months and of the plan, to five minutes."""
    people = table.problem.people
    shifts = zip(table.problem.shifts, table.slots, strict=True)
    places = sum(slot.minutes * sum(role.places for role in shift.roles) for shift, slot in shifts)
    total = places + sum(person.past for person in people)
    wanted = [person.wanted for person in people if person.wanted is not None]
    if len(wanted) == len(people) and any(wanted):
        parts = [Fraction(each, sum(wanted)) for each in wanted]
    else:
        parts = [Fraction(1, len(people))] * len(people)
    return [round(total * part / 5) * 5 for part in parts]


def priced(of_person: Sequence[Band], minutes: int) -> int:
    """Returns what minutes cost, in minutes at the cost of fairness."""
    total = 0
    for band in of_person:
        part = minutes if band.minutes is None else min(minutes, band.minutes)
        total += part * band.times
        minutes -= part
    return total


class Prices:
    """What drafts of a problem cost."""

    def __init__(self, table: Timetable) -> None:
        """Sorts wishes and earlier assignments by person."""
        self._table = table
        self._bands = bands(table)
        self._wishes: dict[int, list[Wish]] = {}
        for wish in table.problem.wishes:
            self._wishes.setdefault(table.people[wish.person], []).append(wish)
        self._earlier: dict[int, set[Assignment]] = {}
        self._elsewhere = 0
        for assignment in table.problem.earlier or ():
            person = table.people.get(assignment.person)
            if person is None:
                self._elsewhere += 1
            else:
                self._earlier.setdefault(person, set()).add(assignment)

    def of(self, draft: Draft) -> Parts:
        """Returns what all assignments of a draft cost, whether or not they break rules."""
        gone = Parts(changes=self._table.problem.costs.change * self._elsewhere)
        return gone + self.of_some(draft, range(len(draft.of_person)), range(len(draft.of_shift)))

    def of_some(self, draft: Draft, people: Collection[int], shifts: Collection[int]) -> Parts:
        """Returns the part of the cost that belongs to some people and some shifts."""
        costs = self._table.problem.costs
        needed, places, over = _places(draft, shifts)
        return Parts(
            needed=costs.needed * needed,
            places=costs.place * places,
            over=costs.over * over,
            wishes=costs.wish * sum(self._unmet(draft, person) for person in people),
            fairness=costs.fairness * sum(self._unfair(draft, person) for person in people) / 60,
            hours=costs.hours * sum(_not_as_wanted(draft, person) for person in people) / 60,
            continuity=costs.continuity * sum(_new_series(draft, person) for person in people),
            mix=costs.mix * sum(is_unmixed(draft, shift) for shift in shifts),
            changes=costs.change * sum(self._changes(draft, person) for person in people),
        )

    def _unmet(self, draft: Draft, person: int) -> int:
        shifts = draft.of_person[person]
        return sum(
            abs(wish.weight)
            for wish in self._wishes.get(person, ())
            if (self._table.shifts[wish.shift] in shifts) != (wish.weight > 0)
        )

    def _unfair(self, draft: Draft, person: int) -> int:
        return priced(self._bands[person], draft.minutes(person))

    def _changes(self, draft: Draft, person: int) -> int:
        if self._table.problem.earlier is None:
            return 0
        return len(self._earlier.get(person, set()) ^ draft.assignments_of(person))


def _places(draft: Draft, shifts: Collection[int]) -> tuple[int, int, int]:
    needed = places = over = 0
    for number in shifts:
        shift = draft.table.problem.shifts[number]
        for position, role in enumerate(shift.roles):
            taken = draft.taken(number, position)
            missing = max(role.needed - taken, 0)
            needed += shift.need * missing
            places += shift.need * (max(role.places - taken, 0) - missing)
            over += max(taken - role.places, 0)
    return needed, places, over


def _not_as_wanted(draft: Draft, person: int) -> int:
    wanted = draft.table.problem.people[person].wanted
    return 0 if wanted is None else abs(draft.minutes(person) - wanted)


def _new_series(draft: Draft, person: int) -> int:
    problem = draft.table.problem
    name = problem.people[person].id
    series = {problem.shifts[shift].series for shift in draft.of_person[person]} - {""}
    return sum(name not in problem.known.get(each, ()) for each in series)


def is_unmixed(draft: Draft, shift: int) -> bool:
    """Whether a shift of two people or more has nobody new, or only new people."""
    problem = draft.table.problem
    if not problem.newcomers or len(draft.of_shift[shift]) < MIXED_FROM:
        return False
    new = sum(problem.people[person].id in problem.newcomers for person in draft.of_shift[shift])
    return new in (0, len(draft.of_shift[shift]))
