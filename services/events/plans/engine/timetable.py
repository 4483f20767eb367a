"""A problem in numbers: people and shifts by their position, times in minutes, days counted from the first."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from math import gcd

from services.events.plans.engine.problem import Assignment, Problem

DAYS_OF_WEEK = 7
_SATURDAY = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unclear(ValueError):
    """A problem that contradicts itself, such as a wish of somebody who is not in it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift in numbers.

    Attributes:
        number: Its position in the problem.
        start: Minutes since 1970.
        end: Likewise.
        day: The day of the plan on which it starts, from 0.
        week: The week of that day, from 0.
        weekend: The week whose weekend it is in; None on other days.
    """

    number: int
    start: int
    end: int
    day: int
    week: int
    weekend: int | None

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


class Timetable:
    """A problem, made ready for rules and model: names resolved, times as numbers, contradictions refused.

    Attributes:
        problem: The problem.
        people: The position of each person, by ID.
        shifts: The position of each shift, by ID.
        slots: The times of each shift.
        days: How many days the plan has.
        weekday: The day of the week of the first day; 0 is Monday.
    """

    def __init__(self, problem: Problem) -> None:
        """Reads a problem.

        Raises:
            Unclear: If an ID comes twice or is unknown, or a number cannot be.
        """
        self.problem = problem
        self.people = _positions("person", (person.id for person in problem.people))
        self.shifts = _positions("shift", (shift.id for shift in problem.shifts))
        local = [shift.start.astimezone(problem.zone).date() for shift in problem.shifts]
        first = problem.first_day or min(local, default=date(1970, 1, 1))
        last = problem.last_day or max(local, default=first)
        self.days = (last - first).days + 1
        self.weekday = first.weekday()
        self.slots = [self._slot(number, (day - first).days) for number, day in enumerate(local)]
        self._ordered = sorted(self.slots, key=lambda slot: slot.start)
        self._longest = max((slot.minutes for slot in self.slots), default=0)
        self._role_numbers = [
            {role.name: number for number, role in enumerate(shift.roles)}
            for shift in problem.shifts
        ]
        self._check()

    def _slot(self, number: int, day: int) -> Slot:
        shift = self.problem.shifts[number]
        if not 0 <= day < self.days:
            raise Unclear(f"Shift {shift.id} is not within the days of the plan.")
        start, end = minutes_of(shift.start), minutes_of(shift.end)
        if end <= start:
            raise Unclear(f"Shift {shift.id} ends before it has begun.")
        week, of_week = divmod(self.weekday + day, DAYS_OF_WEEK)
        return Slot(number, start, end, day, week, week if of_week >= _SATURDAY else None)

    def _check(self) -> None:
        problem = self.problem
        if problem.costs.needed < problem.costs.place or min(astuple(problem.costs)) < 0:
            raise Unclear("Costs are at least 0, and a needed place costs no less than another.")
        for shift, names in zip(problem.shifts, self._role_numbers, strict=True):
            if not shift.roles or len(names) != len(shift.roles):
                raise Unclear(f"Shift {shift.id} has no role, or two of one name.")
            for role in shift.roles:
                if not 0 <= role.needed <= role.places <= role.limit:
                    raise Unclear(f"Shift {shift.id} needs more people than it has places for.")
            for presence in shift.presences:
                if presence.least < 1:
                    raise Unclear(f"Shift {shift.id} asks for the presence of nobody.")
        for wish in problem.wishes:
            if wish.person not in self.people or wish.shift not in self.shifts:
                raise Unclear(
                    f"A wish is about {wish.person} and {wish.shift}, one of them unknown."
                )
        for assignment in problem.fixed:
            self.role(assignment)
        taken = Counter((person, shift) for person, shift, _ in problem.fixed)
        if taken and max(taken.values()) > 1:
            raise Unclear("Somebody is fixed in two roles of one shift.")
        for group in (*problem.apart, *problem.together):
            if not group <= self.people.keys():
                raise Unclear("People who are to be apart or together are not all in the problem.")

    def role(self, assignment: Assignment) -> int:
        """Returns the position of the role in its shift.

        Raises:
            Unclear: If person, shift or role is unknown.
        """
        shift = self.shifts.get(assignment.shift)
        role = None if shift is None else self._role_numbers[shift].get(assignment.role)
        if assignment.person not in self.people or role is None:
            raise Unclear(f"{assignment} is about somebody or something unknown.")
        return role

    def whole_weeks(self) -> range:
        """Returns the weeks of which all days are in the plan."""
        first = 0 if self.weekday == 0 else 1
        return range(first, (self.weekday + self.days) // DAYS_OF_WEEK)

    def absences(self, person: int) -> set[int]:
        """Returns the shifts during which a person is away."""
        ordered = self._ordered
        missed: set[int] = set()
        for span in self.problem.people[person].away:
            start, end = minutes_of(span.start), minutes_of(span.end)
            until = bisect_left(ordered, end, key=lambda slot: slot.start)
            since = bisect_left(ordered, start - self._longest, key=lambda slot: slot.start)
            missed.update(slot.number for slot in ordered[since:until] if slot.end > start)
        return missed

    def travel(self, one: int, other: int) -> int:
        """Returns the minutes between the places of two shifts."""
        here, there = self.problem.shifts[one].place, self.problem.shifts[other].place
        if here == there or not self.problem.travel:
            return 0
        travel = self.problem.travel
        return travel.get((here, there), travel.get((there, here), 0))

    def grain(self) -> int:
        """Returns the points of which every cost is a multiple; 0 if costs can be any number."""
        costs, problem = self.problem.costs, self.problem
        by_hour = [cost for cost in (costs.fairness, costs.hours) if cost]
        lengths = [slot.minutes for slot in self.slots]
        lengths += [person.wanted or 0 for person in problem.people]
        if costs.fairness:  # counts from a share that is rounded to five minutes
            lengths += [5, *(person.past for person in problem.people)]
        step = gcd(*lengths)
        hourly = [cost * step / 60 for cost in by_hour]
        if not all(cost.is_integer() for cost in hourly):
            return 0
        return gcd(
            *map(int, hourly),
            *(cost for cost in (costs.needed, costs.place, costs.over)),
            *(costs.continuity, costs.mix, costs.change),
            *{costs.wish * wish.weight for wish in problem.wishes},
        )


def minutes_of(time: datetime) -> int:
    """Returns whole minutes since 1970.

    Raises:
        Unclear: If the time has no zone.
    """
    if time.tzinfo is None:
        raise Unclear(f"The time {time} has no zone.")
    return int((time - _EPOCH).total_seconds()) // 60


def _positions(what: str, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, each in enumerate(ids):
        if found.setdefault(each, number) != number:
            raise Unclear(f"The {what} {each} comes twice.")
    return found


def runs(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yields the first and the last day of each run of days in a row."""
    first = last = None
    for day in sorted(set(days)):
        if last is not None and first is not None and day != last + 1:
            yield first, last
            first = day
        first, last = day if first is None else first, day
    if first is not None and last is not None:
        yield first, last
