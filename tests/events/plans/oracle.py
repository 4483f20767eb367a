"""The rules and costs once more, from their words alone, for problems small enough to try every plan.

Nothing here is shared with the engine but the problem. It is slow, and as plain as it can be.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

from services.events.plans.engine.problem import Assignment, Person, Problem, Shift

MINUTE = timedelta(minutes=1)
Choice = dict[str, str]
"""The role that a person has in each of their shifts."""


def best(problem: Problem) -> tuple[float | None, set[frozenset[Assignment]]]:
    """Returns the cost of the best plans, and these; None if no plan keeps the rules."""
    least: float | None = None
    found: set[frozenset[Assignment]] = set()
    options = [list(_choices(problem, person)) for person in problem.people]
    for choices in product(*options):
        plan = {person.id: choice for person, choice in zip(problem.people, choices, strict=True)}
        if not all(_is_fit(problem, shift, plan) for shift in problem.shifts):
            continue
        cost = price(problem, plan)
        if least is None or cost < least - 1e-6:
            least, found = cost, set()
        if abs(cost - least) <= 1e-6:
            found.add(assignments_of(plan))
    return least, found


def is_allowed(problem: Problem, assignments: frozenset[Assignment]) -> bool:
    """Whether a plan keeps every rule."""
    plan = plan_of(problem, assignments)
    return all(_may(problem, person, plan[person.id]) for person in problem.people) and all(
        _is_fit(problem, shift, plan) for shift in problem.shifts
    )


def plan_of(problem: Problem, assignments: frozenset[Assignment]) -> dict[str, Choice]:
    """Returns assignments by person."""
    plan: dict[str, Choice] = {person.id: {} for person in problem.people}
    for person, shift, role in assignments:
        plan[person][shift] = role
    return plan


def assignments_of(plan: dict[str, Choice]) -> frozenset[Assignment]:
    """Returns a plan as assignments."""
    return frozenset(
        Assignment(person, shift, role)
        for person, choice in plan.items()
        for shift, role in choice.items()
    )


def _choices(problem: Problem, person: Person) -> Iterator[Choice]:
    """Yields all that a person can do, as far as it depends on them alone."""
    options = [_options(problem, person, shift) for shift in problem.shifts]
    for roles in product(*options):
        choice = {
            shift.id: role
            for shift, role in zip(problem.shifts, roles, strict=True)
            if role is not None
        }
        if _has_time(problem, person, choice):
            yield choice


def _may(problem: Problem, person: Person, choice: Choice) -> bool:
    return all(
        choice.get(shift.id) in _options(problem, person, shift) for shift in problem.shifts
    ) and _has_time(problem, person, choice)


def _options(problem: Problem, person: Person, shift: Shift) -> list[str | None]:
    """Returns the roles that a person can have in a shift, None among them if they need not work there."""
    fixed = [
        each.role for each in problem.fixed if (each.person, each.shift) == (person.id, shift.id)
    ]
    if fixed:
        return [*fixed]
    if person.id in shift.against or any(
        span.start < shift.end and shift.start < span.end for span in person.away
    ):
        return [None]
    able = [role for role in shift.roles if role.able is None or person.id in role.able]
    return [None, *(role.name for role in able)]


def _has_time(problem: Problem, person: Person, choice: Choice) -> bool:
    limits = person.limits
    worked = [shift for shift in problem.shifts if shift.id in choice]
    for one, other in combinations(sorted(worked, key=lambda shift: shift.start), 2):
        ways = ((one.place, other.place), (other.place, one.place))
        travel = 0
        if one.place != other.place:
            travel = next((problem.travel[way] for way in ways if way in problem.travel), 0)
        if other.start < one.end + max(travel, limits.rest) * MINUTE:
            return False
        next_day = _day(problem, one) + timedelta(days=1) == _day(problem, other)
        if next_day and (one.kind, other.kind) in problem.not_next_day:
            return False
    return _has_hours(problem, person, worked) and _has_rhythm(problem, person, worked)


def _day(problem: Problem, shift: Shift) -> date:
    return shift.start.astimezone(problem.zone).date()


def _minutes(worked: list[Shift]) -> int:
    return sum((shift.end - shift.start) // MINUTE for shift in worked)


def _days(problem: Problem) -> list[date]:
    days = [_day(problem, shift) for shift in problem.shifts]
    first, last = problem.first_day or min(days), problem.last_day or max(days)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _has_hours(problem: Problem, person: Person, worked: list[Shift]) -> bool:
    limits = person.limits
    if limits.minutes is not None and _minutes(worked) > limits.minutes:
        return False
    if _minutes(worked) < limits.least_minutes:
        return False
    if any(
        sum(shift.kind == kind for shift in worked) > most
        for kind, most in limits.shifts_of_kind.items()
    ):
        return False
    days = _days(problem)
    for day in days:
        today = [shift for shift in worked if _day(problem, shift) == day]
        if limits.minutes_a_day is not None and _minutes(today) > limits.minutes_a_day:
            return False
        if limits.shifts_a_day is not None and len(today) > limits.shifts_a_day:
            return False
    for monday in {day - timedelta(days=day.weekday()) for day in days}:
        week = [monday + timedelta(days=number) for number in range(7)]
        minutes = _minutes([shift for shift in worked if _day(problem, shift) in week])
        if limits.minutes_a_week is not None and minutes > limits.minutes_a_week:
            return False
        if set(week) <= set(days) and minutes < limits.least_minutes_a_week:
            return False
    return True


def _has_rhythm(problem: Problem, person: Person, worked: list[Shift]) -> bool:
    limits = person.limits
    on = {_day(problem, shift) for shift in worked}
    signs = "".join("x" if day in on else "." for day in _days(problem))
    if limits.days_in_a_row is not None and "x" * (limits.days_in_a_row + 1) in signs:
        return False
    for length in range(1, limits.least_days_in_a_row):
        if "." + "x" * length + "." in signs:
            return False
    for length in range(1, limits.least_days_off_in_a_row):
        if "x" + "." * length + "x" in signs:
            return False
    weekends = {day.isocalendar()[:2] for day in on if day.weekday() >= 5}
    return limits.weekends is None or len(weekends) <= limits.weekends


def _is_fit(problem: Problem, shift: Shift, plan: dict[str, Choice]) -> bool:
    there = {person: choice[shift.id] for person, choice in plan.items() if shift.id in choice}
    for role in shift.roles:
        most = role.places if role.most is None else role.most
        if sum(each == role.name for each in there.values()) > most:
            return False
    if there and any(len(there.keys() & each.people) < each.least for each in shift.presences):
        return False
    if any(len(group & there.keys()) > 1 for group in problem.apart):
        return False
    return all(len(group & there.keys()) in (0, len(group)) for group in problem.together)


def price(problem: Problem, plan: dict[str, Choice]) -> float:
    """Returns what a plan costs."""
    costs = problem.costs
    return (
        sum(_places(problem, shift, plan) for shift in problem.shifts)
        + costs.wish
        * sum(
            abs(wish.weight)
            for wish in problem.wishes
            if (wish.shift in plan[wish.person]) is (wish.weight < 0)
        )
        + _hours(problem, plan)
        + costs.continuity * _strangers(problem, plan)
        + costs.mix * sum(_is_unmixed(problem, shift, plan) for shift in problem.shifts)
        + costs.change
        * (0 if problem.earlier is None else len(problem.earlier ^ assignments_of(plan)))
    )


def _places(problem: Problem, shift: Shift, plan: dict[str, Choice]) -> float:
    cost = 0.0
    for role in shift.roles:
        count = sum(choice.get(shift.id) == role.name for choice in plan.values())
        for place in range(count, role.places):
            is_needed = place < role.needed
            cost += shift.need * (problem.costs.needed if is_needed else problem.costs.place)
        cost += problem.costs.over * max(count - role.places, 0)
    return cost


def _hours(problem: Problem, plan: dict[str, Choice]) -> float:
    total = sum(person.past for person in problem.people) + sum(
        _minutes([shift]) * sum(role.places for role in shift.roles) for shift in problem.shifts
    )
    wanted = [person.wanted for person in problem.people]
    cost = 0.0
    for person in problem.people:
        part = 1 / len(problem.people)
        if None not in wanted and any(wanted):
            part = (person.wanted or 0) / sum(each or 0 for each in wanted)
        share = round(total * part / 5) * 5
        minutes = _minutes([shift for shift in problem.shifts if shift.id in plan[person.id]])
        above = (person.past + minutes - share) / 60
        sunk = (person.past - share) / 60
        cost += problem.costs.fairness * (_steep(above) - _steep(sunk))
        if person.wanted is not None:
            cost += problem.costs.hours * abs(minutes - person.wanted) / 60
    return cost


def _steep(hours: float) -> float:
    """Once for each hour up to two, twice up to six, three times beyond."""
    return max(hours, 0) + max(hours - 2, 0) + max(hours - 6, 0)


def _strangers(problem: Problem, plan: dict[str, Choice]) -> int:
    return sum(
        any(shift.series == series and shift.id in choice for shift in problem.shifts)
        for series in {shift.series for shift in problem.shifts} - {""}
        for person, choice in plan.items()
        if person not in problem.known.get(series, ())
    )


def _is_unmixed(problem: Problem, shift: Shift, plan: dict[str, Choice]) -> bool:
    there = {person for person, choice in plan.items() if shift.id in choice}
    if not problem.newcomers or len(there) < 2:
        return False
    return not there & problem.newcomers or there <= problem.newcomers
