"""Seasons of any size: as many people and shifts as asked for, and each shift open to 5 % to 60 % of the people."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.events.plans.engine.problem import Limits, Person, Problem, Role, Shift, Span, Wish

_MONDAY = datetime(2024, 9, 2, tzinfo=UTC)
_WEEKS = 4
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_STARTS = (8, 10, 13, 14, 17, 18)
_SHARES = (0.05, 0.6)


def season(people: int, shifts: int, seed: int = 1) -> Problem:
    """Returns a season of four weeks that depends on the arguments alone."""
    random = Random(seed)  # noqa: S311 - not for secrets
    names = [f"person {number}" for number in range(people)]
    return Problem(
        zone=ZoneInfo("Europe/Berlin"),
        people=tuple(_person(random, name) for name in names),
        shifts=tuple(_shifts(random, names, shifts)),
        wishes=tuple(
            Wish(name, f"shift {number}", random.choice((-2, -1, 1, 1)))
            for name in names
            for number in random.sample(range(shifts), min(3, shifts))
        ),
    )


def _person(random: Random, name: str) -> Person:
    away = _MONDAY + random.randrange(_WEEKS * 7) * _DAY
    return Person(
        id=name,
        past=random.choice((0, 0, 120, 240, 480)),
        away=(Span(away, away + random.choice((1, 2, 7)) * _DAY),),
        limits=Limits(
            minutes_a_week=random.choice((360, 480, 720)),
            minutes=random.choice((960, 1440)),
            rest=480,
        ),
    )


def _shifts(random: Random, names: list[str], count: int) -> Iterator[Shift]:
    for number in range(count):
        start = _MONDAY + (number * _WEEKS * 7 // count) * _DAY + random.choice(_STARTS) * _HOUR
        share, needed = random.uniform(*_SHARES), random.choice((1, 1, 2, 3))
        able = set(random.sample(names, max(round(share * len(names)), 1)))
        yield Shift(
            id=f"shift {number}",
            start=start,
            end=start + random.choice((2, 3, 4)) * _HOUR,
            roles=(Role(needed=needed, places=needed + random.choice((0, 1, 2))),),
            need=random.choice((1, 1, 1, 2)),
            against={name: ("SKILL_MISSING",) for name in names if name not in able},
        )
