"""Small problems at random, with every rule and aim now and then."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.events.plans.engine.aims import Costs
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

# A Thursday evening before the clocks change in Berlin on Sunday.
_START = datetime(2024, 3, 28, 18, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_KINDS = ("early", "late")
_PLACES = ("hall", "park")


def random_problem(seed: int, *, people: int = 3, shifts: int = 4, dense: bool = False) -> Problem:
    """Returns a problem that depends on the seed alone.

    Args:
        seed: Which problem.
        people: How many people.
        shifts: How many shifts.
        dense: Whether shifts follow each other closely, so that rules about days matter.
    """
    random = Random(seed)  # noqa: S311 - not for secrets
    names = [f"person {number}" for number in range(people)]
    start = _START
    made = []
    for number in range(shifts):
        start += random.choice((1, 4, 9, 16, 24) if dense else (0, 3, 8, 24, 30, 75)) * _HOUR
        made.append(_shift(random, number, start, names))
    fixed = _some_assignments(random, names, made, 0.06)
    return Problem(
        zone=ZoneInfo("Europe/Berlin"),
        people=tuple(_person(random, name, made) for name in names),
        shifts=tuple(made),
        first_day=random.choice((None, _START.date() - timedelta(days=3))),
        last_day=random.choice((None, (start + 4 * 24 * _HOUR).date())),
        fixed=fixed,
        earlier=random.choice((None, fixed | _some_assignments(random, names, made, 0.3, fixed))),
        wishes=tuple(
            Wish(random.choice(names), shift.id, random.choice((-3, -1, 1, 2)))
            for shift in made
            if random.random() < 0.5
        ),
        apart=_group(random, names, 0.2),
        together=_group(random, names, 0.15),
        travel={("hall", "park"): random.choice((0, 60, 200))},
        not_next_day=frozenset({("late", "early")} if random.random() < 0.4 else ()),
        known={"lunch": frozenset(random.sample(names, 1))},
        newcomers=frozenset(random.sample(names, random.choice((0, 1, 2)))),
        costs=_costs(random),
    )


def _costs(random: Random) -> Costs:
    def some(*values: int) -> int:
        return random.choice((0, *values))

    place = some(40, 120)
    return Costs(
        needed=place + some(90, 400),
        place=place,
        over=some(5, 60),
        wish=some(12, 30),
        fairness=some(12, 36),
        hours=some(12, 24),
        continuity=some(12, 40),
        mix=some(12, 50),
        change=some(12, 25),
    )


def _shift(random: Random, number: int, start: datetime, names: list[str]) -> Shift:
    roles = [_role(random, "", names)]
    if random.random() < 0.25:
        roles = [_role(random, "cook", names), _role(random, "driver", names)]
    presence = Presence(name="first aid", people=frozenset(random.sample(names, 2)))
    return Shift(
        id=f"shift {number}",
        start=start,
        end=start + random.choice((1, 2, 4, 7)) * _HOUR,
        roles=tuple(roles),
        kind=random.choice(_KINDS),
        place=random.choice(_PLACES),
        series=random.choice(("", "lunch")),
        need=random.choice((1, 1, 2)),
        against={name: ("SKILL_MISSING",) for name in names if random.random() < 0.15},
        presences=(presence,) if random.random() < 0.25 else (),
    )


def _role(random: Random, name: str, names: list[str]) -> Role:
    places = random.choice((1, 1, 2, 3))
    return Role(
        name=name,
        needed=random.randint(0, places),
        places=places,
        most=random.choice((None, None, places + 1)),
        able=frozenset(random.sample(names, 2)) if random.random() < 0.3 else None,
    )


def _person(random: Random, name: str, shifts: list[Shift]) -> Person:
    def some(share: float, *values: int) -> int | None:
        return random.choice(values) if random.random() < share else None

    away = random.choice(shifts).start - _HOUR
    return Person(
        id=name,
        past=random.choice((0, 0, 90, 217, 600)),
        wanted=some(0.4, 0, 120, 600),
        away=(Span(away, away + 2 * _HOUR),) if random.random() < 0.25 else (),
        limits=Limits(
            minutes_a_day=some(0.15, 240, 480),
            minutes_a_week=some(0.2, 240, 600),
            least_minutes_a_week=some(0.06, 60) or 0,
            minutes=some(0.2, 300, 700),
            least_minutes=some(0.1, 60, 240) or 0,
            shifts_a_day=some(0.4, 1, 1, 2),
            shifts_of_kind={"late": 1} if random.random() < 0.2 else {},
            days_in_a_row=some(0.25, 1, 2),
            least_days_in_a_row=some(0.2, 2, 3) or 1,
            least_days_off_in_a_row=some(0.2, 2, 3) or 1,
            weekends=some(0.2, 0, 1),
            rest=some(0.3, 60, 660) or 0,
        ),
    )


def _group(random: Random, names: list[str], share: float) -> tuple[frozenset[str], ...]:
    return (frozenset(random.sample(names, 2)),) if random.random() < share else ()


def _some_assignments(
    random: Random,
    names: list[str],
    shifts: list[Shift],
    share: float,
    but: frozenset[Assignment] = frozenset(),
) -> frozenset[Assignment]:
    taken = {(each.person, each.shift) for each in but}
    return frozenset(
        Assignment(name, shift.id, random.choice(shift.roles).name)
        for name in names
        for shift in shifts
        if random.random() < share and (name, shift.id) not in taken
    )
