"""The hard rules, as a plain check of who works in what. The model says the same in rows; tests hold them together.

A rule that is broken has a name from `Fault`. Eligibility has the names that the evaluator of sign-ups gives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from services.events.plans.engine.problem import Limits
from services.events.plans.engine.timetable import Slot, Timetable, runs


class Fault(StrEnum):
    """The rules that keep a person from a shift, or that a plan breaks."""

    NOT_ABLE = "NOT_ABLE"
    AWAY = "AWAY"
    OVERLAP = "OVERLAP"
    TRAVEL = "TRAVEL"
    REST = "REST"
    SEQUENCE = "SEQUENCE"
    HOURS_OF_DAY = "HOURS_OF_DAY"
    HOURS_OF_WEEK = "HOURS_OF_WEEK"
    HOURS_OF_PLAN = "HOURS_OF_PLAN"
    TOO_FEW_HOURS_OF_WEEK = "TOO_FEW_HOURS_OF_WEEK"
    TOO_FEW_HOURS_OF_PLAN = "TOO_FEW_HOURS_OF_PLAN"
    SHIFTS_OF_DAY = "SHIFTS_OF_DAY"
    SHIFTS_OF_KIND = "SHIFTS_OF_KIND"
    DAYS_IN_A_ROW = "DAYS_IN_A_ROW"
    TOO_FEW_DAYS_IN_A_ROW = "TOO_FEW_DAYS_IN_A_ROW"
    TOO_FEW_DAYS_OFF = "TOO_FEW_DAYS_OFF"
    WEEKENDS = "WEEKENDS"
    APART = "APART"
    TOGETHER = "TOGETHER"
    PRESENCE = "PRESENCE"
    PLACES = "PLACES"


def clash(table: Timetable, limits: Limits, earlier: Slot, later: Slot) -> Fault | None:
    """Returns why one person cannot work in both of two shifts; None if they can.

    Args:
        table: The problem.
        limits: Those of the person.
        earlier: The shift that starts first; in any order if they start together.
        later: The other one.
    """
    travel = table.travel(earlier.number, later.number)
    gap = later.start - earlier.end
    if gap < 0:
        return Fault.OVERLAP
    if gap < travel:
        return Fault.TRAVEL
    if gap < limits.rest:
        return Fault.REST
    shifts = table.problem.shifts
    kinds = (shifts[earlier.number].kind, shifts[later.number].kind)
    if later.day == earlier.day + 1 and kinds in table.problem.not_next_day:
        return Fault.SEQUENCE
    return None


def faults_of_person(table: Timetable, limits: Limits, shifts: Sequence[int]) -> Counter[Fault]:
    """Returns how often each rule of a person's time is broken by their shifts, minimum hours left out."""
    slots = sorted((table.slots[shift] for shift in shifts), key=lambda slot: slot.start)
    found: Counter[Fault] = Counter(_clashes(table, limits, slots))
    found.update(_too_much(table, limits, slots))
    found.update(_rhythm(table, limits, slots))
    return found


def _clashes(table: Timetable, limits: Limits, slots: Sequence[Slot]) -> Iterator[Fault]:
    for position, earlier in enumerate(slots):
        for later in slots[position + 1 :]:
            if fault := clash(table, limits, earlier, later):
                yield fault


def _too_much(table: Timetable, limits: Limits, slots: Sequence[Slot]) -> Iterator[Fault]:
    of_day: dict[int, int] = defaultdict(int)
    of_week: dict[int, int] = defaultdict(int)
    for slot in slots:
        of_day[slot.day] += slot.minutes
        of_week[slot.week] += slot.minutes
    if limits.minutes_a_day is not None:
        yield from (
            Fault.HOURS_OF_DAY for minutes in of_day.values() if minutes > limits.minutes_a_day
        )
    if limits.minutes_a_week is not None:
        yield from (
            Fault.HOURS_OF_WEEK for minutes in of_week.values() if minutes > limits.minutes_a_week
        )
    if limits.minutes is not None and sum(of_day.values()) > limits.minutes:
        yield Fault.HOURS_OF_PLAN
    if limits.shifts_a_day is not None:
        counts = Counter(slot.day for slot in slots)
        yield from (Fault.SHIFTS_OF_DAY for count in counts.values() if count > limits.shifts_a_day)
    if limits.shifts_of_kind:
        kinds = Counter(table.problem.shifts[slot.number].kind for slot in slots)
        yield from (
            Fault.SHIFTS_OF_KIND
            for kind, most in limits.shifts_of_kind.items()
            if kinds[kind] > most
        )


def _rhythm(table: Timetable, limits: Limits, slots: Sequence[Slot]) -> Iterator[Fault]:
    on = list(runs(slot.day for slot in slots))
    last_day = table.days - 1
    for first, last in on:
        length = last - first + 1
        if limits.days_in_a_row is not None and length > limits.days_in_a_row:
            yield Fault.DAYS_IN_A_ROW
        if length < limits.least_days_in_a_row and first > 0 and last < last_day:
            yield Fault.TOO_FEW_DAYS_IN_A_ROW
    for (_, before), (after, _) in pairwise(on):
        if after - before - 1 < limits.least_days_off_in_a_row:
            yield Fault.TOO_FEW_DAYS_OFF
    if limits.weekends is not None:
        weekends = {slot.weekend for slot in slots if slot.weekend is not None}
        if len(weekends) > limits.weekends:
            yield Fault.WEEKENDS


def too_little(table: Timetable, limits: Limits, shifts: Sequence[int]) -> Counter[Fault]:
    """Returns how often a person has fewer hours than the least; a plan in the making often has."""
    found: Counter[Fault] = Counter()
    slots = [table.slots[shift] for shift in shifts]
    if sum(slot.minutes for slot in slots) < limits.least_minutes:
        found[Fault.TOO_FEW_HOURS_OF_PLAN] += 1
    if limits.least_minutes_a_week:
        of_week = Counter[int]()
        for slot in slots:
            of_week[slot.week] += slot.minutes
        found[Fault.TOO_FEW_HOURS_OF_WEEK] = sum(
            of_week[week] < limits.least_minutes_a_week for week in table.whole_weeks()
        )
    return +found
