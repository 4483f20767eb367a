"""What a plan costs: the same aims as `pricing.py`, as columns with costs."""

from services.events.plans.engine.fairness import add_fairness
from services.events.plans.engine.model import Model
from services.events.plans.engine.pricing import MIXED_FROM


def add_aims(model: Model) -> None:
    """Adds the places with what empty ones cost, and all that makes one plan better than another."""
    _places(model)
    _wishes(model)
    add_fairness(model)
    _hours_wanted(model)
    _continuity(model)
    _mix(model)
    _few_changes(model)


def _places(model: Model) -> None:
    """Sums each role: who works, and the places that stay empty, is as many as there are places.

    Where somebody must be present, the same room is there only if they are.
    """
    costs, rows = model.table.problem.costs, model.rows
    for number, shift in enumerate(model.table.problem.shifts):
        opens = _presences(model, number)
        for position, role in enumerate(shift.roles):
            columns = [
                column
                for of_person in model.of_shift[number].values()
                for column in of_person
                if model.meaning[column][2] == position
            ]
            terms = [(column, 1.0) for column in columns]
            if role.needed:
                empty = rows.column(costs.needed * shift.need, most=role.needed)
                terms.append((empty, 1.0))
            if role.places > role.needed:
                empty = rows.column(costs.place * shift.need, most=role.places - role.needed)
                terms.append((empty, 1.0))
            if role.limit > role.places:
                terms.append((rows.column(costs.over, most=role.limit - role.places), -1.0))
            rows.row(terms, role.places, role.places)
            for is_open in opens:
                rows.row(
                    [*((column, 1.0) for column in columns), (is_open, -float(role.limit))], most=0
                )


def _presences(model: Model, number: int) -> list[int]:
    """Returns for each presence of a shift a column that is 1 if enough of its people work there."""
    found = []
    for presence in model.table.problem.shifts[number].presences:
        is_open = model.rows.choice()
        there = model.of_shift[number]
        people = (
            model.table.people[name] for name in sorted(presence.people & model.table.people.keys())
        )
        terms = [(column, 1.0) for person in people for column in there.get(person, ())]
        model.rows.row([*terms, (is_open, -float(presence.least))], least=0)
        found.append(is_open)
    return found


def _wishes(model: Model) -> None:
    table = model.table
    for wish in table.problem.wishes:
        cost = table.problem.costs.wish * wish.weight
        if wish.weight > 0:
            model.rows.offset += cost
        shift = table.shifts[wish.shift]
        for column in model.of_person[table.people[wish.person]].get(shift, ()):
            model.rows.charge(column, -cost)


def _hours_wanted(model: Model) -> None:
    cost = model.table.problem.costs.hours / 60
    for number, person in enumerate(model.table.problem.people):
        if person.wanted is None or not cost:
            continue
        if not model.of_person[number]:
            model.rows.offset += cost * person.wanted
            continue
        less, more = model.rows.column(cost, most=person.wanted), model.rows.column(cost)
        terms = [(model.minutes(number), 1.0), (less, 1.0), (more, -1.0)]
        model.rows.row(terms, person.wanted, person.wanted)


def _continuity(model: Model) -> None:
    """Charges once for each person in a series who does not know it."""
    problem = model.table.problem
    if not problem.costs.continuity:
        return
    met: dict[tuple[str, int], int] = {}
    for number, shift in enumerate(problem.shifts):
        if not shift.series:
            continue
        known = problem.known.get(shift.series, frozenset())
        for person, columns in model.of_shift[number].items():
            if problem.people[person].id in known:
                continue
            key = (shift.series, person)
            if key not in met:
                met[key] = model.rows.column(problem.costs.continuity, most=1)
            terms = [(column, -1.0) for column in columns]
            model.rows.row([(met[key], 1.0), *terms], least=0)


def _mix(model: Model) -> None:
    problem = model.table.problem
    if not problem.costs.mix or not problem.newcomers:
        return
    for number, shift in enumerate(problem.shifts):
        room = sum(role.limit for role in shift.roles)
        if room < MIXED_FROM:
            continue
        new: list[int] = []
        old: list[int] = []
        for person, columns in model.of_shift[number].items():
            (new if problem.people[person].id in problem.newcomers else old).extend(columns)
        unmixed = model.rows.choice(problem.costs.mix)
        for some, others in ((new, old), (old, new)):
            if len(some) < MIXED_FROM:
                continue
            # One alone is no mix and no lack of it; more need one of the others, or are charged.
            terms = [(column, 1.0) for column in some]
            terms += [(column, 1.0 - room) for column in (*others, unmixed)]
            model.rows.row(terms, most=1)


def _few_changes(model: Model) -> None:
    earlier = model.table.problem.earlier
    cost = model.table.problem.costs.change
    if earlier is None:
        return
    model.rows.offset += cost * len(earlier)
    told = {
        (table.people[each.person], table.shifts[each.shift], each.role)
        for table in (model.table,)
        for each in earlier
        if each.person in table.people and each.shift in table.shifts
    }
    shifts = model.table.problem.shifts
    for column, (person, shift, role) in enumerate(model.meaning):
        is_told = (person, shift, shifts[shift].roles[role].name) in told
        model.rows.charge(column, -cost if is_told else cost)
