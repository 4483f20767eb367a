"""The yardstick: problems as anyone would write them down for HiGHS, without thought of speed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

import highspy

from services.events.plans.engine.problem import Person, Problem, Shift
from tests.events.plans.benchmark import Instance, Staff


@dataclass(frozen=True)
class Found:
    """How a search ended: the cost of the best plan, what every plan costs at least, and whether that proves it."""

    objective: float
    bound: float
    is_proven: bool


def solve_instance(instance: Instance, seconds: float) -> Found:
    """Solves an instance of the benchmark."""
    highs = _highs(seconds)
    return _found(highs, _model(highs, instance))


def solve_season(problem: Problem, seconds: float) -> Found:
    """Solves a season of `seasons.py`."""
    highs = _highs(seconds)
    return _found(highs, Season(highs, problem).cost())


def _highs(seconds: float) -> highspy.Highs:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    return highs


def _found(highs: highspy.Highs, cost: Any) -> Found:
    highs.minimize(cost)
    info = highs.getInfo()
    return Found(
        round(info.objective_function_value, 6),
        round(info.mip_dual_bound, 6),
        highs.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    )


class Season:
    """A season: a binary for each possible assignment, a row for each pair of shifts that exclude each other."""

    def __init__(self, highs: highspy.Highs, problem: Problem) -> None:
        self._highs = highs
        self._problem = problem
        self._works: dict[tuple[str, str], Any] = {}
        for person in problem.people:
            mine = [shift for shift in problem.shifts if _can(person, shift)]
            for shift in mine:
                self._works[person.id, shift.id] = highs.addBinary()
            self._add_limits(person, mine)

    def _add_limits(self, person: Person, shifts: list[Shift]) -> None:
        rest = timedelta(minutes=person.limits.rest)
        for one, other in combinations(shifts, 2):
            if one.start < other.end + rest and other.start < one.end + rest:
                self._add_most([(1, self._works[person.id, each.id]) for each in (one, other)], 1)
        weeks: dict[tuple[int, int], list[Shift]] = {}
        for shift in shifts:
            day = shift.start.astimezone(self._problem.zone)
            weeks.setdefault(day.isocalendar()[:2], []).append(shift)
        for week in weeks.values():
            self._add_most(self._minutes(person, week), person.limits.minutes_a_week)
        self._add_most(self._minutes(person, shifts), person.limits.minutes)

    def _minutes(self, person: Person, shifts: list[Shift]) -> list[tuple[int, Any]]:
        return [(_length(shift), self._works[person.id, shift.id]) for shift in shifts]

    def _add_most(self, terms: list[tuple[int, Any]], most: int | None) -> None:
        if terms and most is not None:
            self._highs.addConstr(
                self._highs.qsum(factor * column for factor, column in terms) <= most
            )

    def cost(self) -> Any:
        """Returns what a plan costs."""
        costs = [*self._places(), *self._wishes(), *self._fairness()]
        return self._highs.qsum(costs)

    def _places(self) -> Iterator[Any]:
        costs = self._problem.costs
        for shift in self._problem.shifts:
            (role,) = shift.roles
            needed = self._highs.addVariable(0, role.needed)
            other = self._highs.addVariable(0, role.places - role.needed)
            here = [
                self._works[person.id, shift.id]
                for person in self._problem.people
                if (person.id, shift.id) in self._works
            ]
            self._highs.addConstr(self._highs.qsum([*here, needed, other]) == role.places)
            yield shift.need * costs.needed * needed + shift.need * costs.place * other

    def _wishes(self) -> Iterator[Any]:
        for wish in self._problem.wishes:
            cost = wish.weight * self._problem.costs.wish
            column = self._works.get((wish.person, wish.shift))
            if wish.weight > 0:
                yield self._highs.expr(cost) if column is None else cost - cost * column
            elif column is not None:
                yield -cost * column

    def _fairness(self) -> Iterator[Any]:
        people, shifts = self._problem.people, self._problem.shifts
        total = sum(person.past for person in people)
        total += sum(_length(shift) * shift.roles[0].places for shift in shifts)
        share = round(total / len(people) / 5) * 5
        for person in people:
            sunk = person.past - share
            mine = [shift for shift in shifts if (person.id, shift.id) in self._works]
            for begin in (0, 120, 360):
                above = self._highs.addVariable(0)
                terms = [factor * column for factor, column in self._minutes(person, mine)]
                allowed = max(begin - sunk, 0)
                self._highs.addConstr(self._highs.qsum([*terms, -1 * above]) <= allowed)
                yield self._problem.costs.fairness / 60 * above


def _length(shift: Shift) -> int:
    return int((shift.end - shift.start).total_seconds()) // 60


def _can(person: Person, shift: Shift) -> bool:
    return person.id not in shift.against and not any(
        away.start < shift.end and shift.start < away.end for away in person.away
    )


def _model(highs: highspy.Highs, instance: Instance) -> Any:
    days, shifts = range(instance.days), list(instance.minutes)
    works = {
        (staff.name, day, shift): highs.addBinary()
        for staff in instance.staff
        for day in days
        for shift in shifts
    }
    for staff in instance.staff:
        name = staff.name
        on = [highs.qsum(works[name, day, shift] for shift in shifts) for day in days]
        for day in days:
            highs.addConstr(on[day] <= 1)
        for day in instance.days_off.get(name, []):
            highs.addConstr(on[day] == 0)
        for first, after in instance.cannot_follow.items():
            for second in after:
                for day in days[:-1]:
                    highs.addConstr(works[name, day, first] + works[name, day + 1, second] <= 1)
        for shift, most in staff.most_of_shift.items():
            highs.addConstr(highs.qsum(works[name, day, shift] for day in days) <= most)
        minutes = highs.qsum(
            instance.minutes[shift] * works[name, day, shift] for day in days for shift in shifts
        )
        highs.addConstr(minutes >= staff.least_minutes)
        highs.addConstr(minutes <= staff.most_minutes)
        _add_rows_of_days(highs, instance, staff, on)
    return _cost(highs, instance, works)


def _add_rows_of_days(
    highs: highspy.Highs, instance: Instance, staff: Staff, on: list[Any]
) -> None:
    for first in range(instance.days - staff.most_in_a_row):
        run = on[first : first + staff.most_in_a_row + 1]
        highs.addConstr(highs.qsum(run) <= staff.most_in_a_row)
    for length in range(1, staff.least_in_a_row):
        for first in range(1, instance.days - length):
            inside = highs.qsum(on[first : first + length])
            highs.addConstr(on[first - 1] + on[first + length] - inside >= 1 - length)
    for length in range(1, staff.least_off_in_a_row):
        for first in range(1, instance.days - length):
            inside = highs.qsum(on[first : first + length])
            highs.addConstr(on[first - 1] + on[first + length] - inside <= 1)
    weekends = []
    for saturday in range(5, instance.days, 7):
        worked = highs.addBinary()
        weekends.append(worked)
        highs.addConstr(on[saturday] <= worked)
        highs.addConstr(on[saturday + 1] <= worked)
    highs.addConstr(highs.qsum(weekends) <= staff.weekends)


def _cost(highs: highspy.Highs, instance: Instance, works: dict[tuple[str, int, str], Any]) -> Any:
    costs = [highs.expr(0)]
    for day, shift, need, under_cost, over_cost in instance.cover:
        under, over = highs.addVariable(0), highs.addVariable(0)
        here = highs.qsum(works[staff.name, day, shift] for staff in instance.staff)
        highs.addConstr(here + under - over == need)
        costs += [under_cost * under, over_cost * over]
    costs += [
        weight * (1 - works[name, day, shift]) for name, day, shift, weight in instance.wanted
    ]
    costs += [weight * works[name, day, shift] for name, day, shift, weight in instance.unwanted]
    return highs.qsum(costs)
