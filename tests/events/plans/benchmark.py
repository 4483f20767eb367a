"""Reads instances of the Employee Shift Scheduling Benchmark (T. Curtois and R. Qu, 2014) as problems of the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from services.events.plans.engine.aims import Costs
from services.events.plans.engine.problem import Limits, Person, Problem, Role, Shift, Span, Wish

DIRECTORY = Path(__file__).parents[2] / "data/shift_scheduling"
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_START = timedelta(hours=8)  # the instances say how long shifts are, and not when


@dataclass(frozen=True)
class Staff:
    """A line of SECTION_STAFF, by the names that the file explains."""

    name: str
    most_of_shift: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_off_in_a_row: int
    weekends: int


@dataclass(frozen=True)
class Instance:
    """A file: what each section says."""

    days: int
    minutes: dict[str, int]
    cannot_follow: dict[str, tuple[str, ...]]
    staff: list[Staff]
    days_off: dict[str, list[int]]
    wanted: list[tuple[str, int, str, int]]
    unwanted: list[tuple[str, int, str, int]]
    cover: list[tuple[int, str, int, int, int]]


def read(number: int) -> Instance:
    """Reads an instance by its number."""
    sections: dict[str, list[list[str]]] = {}
    for line in (DIRECTORY / f"Instance{number}.txt").read_text().splitlines():
        if line.startswith("SECTION_"):
            lines = sections.setdefault(line.strip(), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line.strip().split(","))
    shifts = sections["SECTION_SHIFTS"]
    return Instance(
        days=int(sections["SECTION_HORIZON"][0][0]),
        minutes={name: int(minutes) for name, minutes, _ in shifts},
        cannot_follow={name: tuple(filter(None, after.split("|"))) for name, _, after in shifts},
        staff=list(_staff(sections["SECTION_STAFF"])),
        days_off={name: [int(day) for day in days] for name, *days in sections["SECTION_DAYS_OFF"]},
        wanted=_requests(sections["SECTION_SHIFT_ON_REQUESTS"]),
        unwanted=_requests(sections["SECTION_SHIFT_OFF_REQUESTS"]),
        cover=[
            (int(day), shift, int(need), int(under), int(over))
            for day, shift, need, under, over in sections["SECTION_COVER"]
        ],
    )


def _staff(lines: list[list[str]]) -> Iterator[Staff]:
    for name, most, *numbers in lines:
        counts = dict(part.split("=") for part in most.split("|"))
        yield Staff(
            name, {shift: int(count) for shift, count in counts.items()}, *map(int, numbers)
        )


def _requests(lines: list[list[str]]) -> list[tuple[str, int, str, int]]:
    return [(name, int(day), shift, int(weight)) for name, day, shift, weight in lines]


def problem_of(instance: Instance) -> Problem:
    """Returns an instance as a problem of the engine, with the same costs."""
    (over,) = {over for *_, over in instance.cover}
    return Problem(
        zone=ZoneInfo("UTC"),
        first_day=_MONDAY.date(),
        last_day=_last_day(instance),
        people=tuple(_person(staff, instance.days_off) for staff in instance.staff),
        shifts=tuple(_shifts(instance)),
        wishes=(
            *(Wish(name, _id(day, shift), cost) for name, day, shift, cost in instance.wanted),
            *(Wish(name, _id(day, shift), -cost) for name, day, shift, cost in instance.unwanted),
        ),
        not_next_day=frozenset(
            (first, second) for first, after in instance.cannot_follow.items() for second in after
        ),
        costs=Costs(
            needed=1, place=1, over=over, wish=1, fairness=0, hours=0, continuity=0, mix=0, change=0
        ),
    )


def _last_day(instance: Instance) -> date:
    return (_MONDAY + timedelta(days=instance.days - 1)).date()


def _person(staff: Staff, days_off: dict[str, list[int]]) -> Person:
    midnights = [_MONDAY + timedelta(days=day) for day in days_off.get(staff.name, [])]
    return Person(
        id=staff.name,
        away=tuple(Span(midnight, midnight + timedelta(days=1)) for midnight in midnights),
        limits=Limits(
            minutes=staff.most_minutes,
            least_minutes=staff.least_minutes,
            shifts_a_day=1,
            shifts_of_kind=staff.most_of_shift,
            days_in_a_row=staff.most_in_a_row,
            least_days_in_a_row=staff.least_in_a_row,
            least_days_off_in_a_row=staff.least_off_in_a_row,
            weekends=staff.weekends,
        ),
    )


def _shifts(instance: Instance) -> Iterator[Shift]:
    for day, shift, need, under, _ in instance.cover:
        start = _MONDAY + timedelta(days=day) + _START
        yield Shift(
            id=_id(day, shift),
            start=start,
            end=start + timedelta(minutes=instance.minutes[shift]),
            kind=shift,
            need=under,
            roles=(Role(needed=need, places=need, most=max(len(instance.staff), need)),),
        )


def _id(day: int, shift: str) -> str:
    return f"{day}{shift}"
