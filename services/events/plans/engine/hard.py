"""The rows that every plan keeps: the same rules as `rules.py`, as inequalities."""

from math import inf

from services.events.plans.engine.model import Model
from services.events.plans.engine.problem import Limits


def add_hard_rules(model: Model) -> None:
    """Adds the rows of all hard rules but places, which `soft.py` adds with what empty ones cost."""
    for person, described in enumerate(model.table.problem.people):
        if model.of_person[person]:
            _one_at_a_time(model, person, described.limits)
            _hours(model, person, described.limits)
            _kinds(model, person, described.limits)
            _rows_of_days(model, person, described.limits)
            _weekends(model, person, described.limits)
        else:
            _least_of_nothing(model, described.limits)
    _apart_and_together(model)


def _one_at_a_time(model: Model, person: int, limits: Limits) -> None:
    possible = model.of_person[person]
    seen: set[tuple[int, ...]] = set()
    settled: set[int] = set()
    for clique in model.conflicts.of(limits):
        shifts = tuple(shift for shift in clique if shift in possible)
        if len(shifts) > 1 and shifts not in seen:
            seen.add(shifts)
            settled.update(shifts)
            model.rows.total(model.working(person, shifts), most=1)
    for shift, columns in possible.items():
        if len(columns) > 1 and shift not in settled:
            model.rows.total(columns, most=1)
    if limits.shifts_a_day is not None and limits.shifts_a_day > 1:
        for shifts_of_day in _grouped(model, person, "day").values():
            columns_of_day = model.working(person, shifts_of_day)
            if len(columns_of_day) > limits.shifts_a_day:
                model.rows.total(columns_of_day, most=limits.shifts_a_day)


def _hours(model: Model, person: int, limits: Limits) -> None:
    if limits.minutes_a_day is not None:
        for shifts in _grouped(model, person, "day").values():
            _minutes(model, person, shifts, 0, limits.minutes_a_day)
    if limits.minutes_a_week is not None or limits.least_minutes_a_week:
        most = inf if limits.minutes_a_week is None else limits.minutes_a_week
        by_week, whole = _grouped(model, person, "week"), model.table.whole_weeks()
        for week in sorted({*by_week, *whole}):
            least = limits.least_minutes_a_week if week in whole else 0
            _minutes(model, person, by_week.get(week, []), least, most)
    if limits.minutes is not None or limits.least_minutes:
        most = inf if limits.minutes is None else limits.minutes
        _minutes(model, person, [*model.of_person[person]], limits.least_minutes, most)


def _minutes(model: Model, person: int, shifts: list[int], least: float, most: float) -> None:
    terms = [
        (column, float(model.table.slots[shift].minutes))
        for shift in shifts
        for column in model.of_person[person][shift]
    ]
    if least > 0 or sum(minutes for _, minutes in terms) > most:
        model.rows.row(terms, least if least > 0 else -inf, most)


def _least_of_nothing(model: Model, limits: Limits) -> None:
    """Somebody who can do nothing cannot have the least either: a row that says so has no solution."""
    if limits.least_minutes or (limits.least_minutes_a_week and model.table.whole_weeks()):
        model.rows.row([], least=1)


def _kinds(model: Model, person: int, limits: Limits) -> None:
    shifts = model.table.problem.shifts
    for kind, most in limits.shifts_of_kind.items():
        columns = model.working(
            person, (shift for shift in model.of_person[person] if shifts[shift].kind == kind)
        )
        if len(columns) > most:
            model.rows.total(columns, most=most)


def _rows_of_days(model: Model, person: int, limits: Limits) -> None:
    most, least, least_off = (
        limits.days_in_a_row,
        limits.least_days_in_a_row,
        limits.least_days_off_in_a_row,
    )
    if most is None and least <= 1 and least_off <= 1:
        return
    days, count = model.days(person), model.table.days
    if most is not None:
        for first in range(count - most):
            columns = [days[day] for day in range(first, first + most + 1) if day in days]
            if len(columns) > most:
                model.rows.total(columns, most=most)
    for length in range(1, max(least, least_off)):
        # A run from `first` on of this length, between two days that are in the plan too.
        for first in range(1, count - length):
            around = [days[day] for day in (first - 1, first + length) if day in days]
            inside = [days[day] for day in range(first, first + length) if day in days]
            if length < least and len(inside) == length:
                terms = [(day, 1.0) for day in around] + [(day, -1.0) for day in inside]
                model.rows.row(terms, least=1 - length)
            if length < least_off and len(around) > 1:
                terms = [(day, 1.0) for day in around] + [(day, -1.0) for day in inside]
                model.rows.row(terms, most=1)


def _weekends(model: Model, person: int, limits: Limits) -> None:
    if limits.weekends is None:
        return
    worked = []
    for weekend, shifts in _grouped(model, person, "weekend").items():
        if weekend is None:
            continue
        column = model.rows.choice()
        worked.append(column)
        days, slots = model.days(person), model.table.slots
        for day in sorted({slots[shift].day for shift in shifts}):
            model.rows.row([(column, 1.0), (days[day], -1.0)], least=0)
    if len(worked) > limits.weekends:
        model.rows.total(worked, most=limits.weekends)


def _grouped(model: Model, person: int, by: str) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for shift in model.of_person[person]:
        found.setdefault(getattr(model.table.slots[shift], by), []).append(shift)
    return found


def _apart_and_together(model: Model) -> None:
    people = model.table.people
    for there in model.of_shift:
        for group in model.table.problem.apart:
            columns = [each for name in sorted(group) for each in there.get(people[name], ())]
            if len(columns) > 1:
                model.rows.total(columns, most=1)
        for group in model.table.problem.together:
            first, *others = (there.get(people[name], ()) for name in sorted(group))
            for other in others:
                terms = [(each, 1.0) for each in first] + [(each, -1.0) for each in other]
                if terms:
                    model.rows.row(terms, 0, 0)
