"""A large problem, narrowed: for each place a few people who suit it, so that a good plan is found soon.

Most people could take most of what they can take, and a plan uses little of it. The best plan of the narrowed problem
is a plan of the whole one, and nearly as good; the search over all begins with it. Nothing is proven by narrowing.
"""

from collections.abc import Iterable, Iterator

from services.events.plans.engine.model import Model

# With fewer columns a search over all of them finds good plans as fast.
_MANY = 20_000
# How many people are kept for a place, and besides.
_FOR_EACH_PLACE = 3
_BESIDES = 6


def narrowed(model: Model) -> set[tuple[int, int]] | None:
    """Returns the people and shifts to look at first; None if the problem is small enough to look at all."""
    if len(model.meaning) <= _MANY:
        return None
    kept = set(_bound(model))
    wishes = {
        (model.table.people[wish.person], model.table.shifts[wish.shift]): wish.weight
        for wish in model.table.problem.wishes
    }
    load = [person.past for person in model.table.problem.people]
    for shift in range(len(model.of_shift)):
        for candidates, count in _wanted(model, shift):
            ordered = sorted(
                candidates, key=lambda person: (-wishes.get((person, shift), 0), load[person])
            )
            for person in ordered[:count]:
                kept.add((person, shift))
                # Nobody gets all that they are kept for.
                load[person] += model.table.slots[shift].minutes // _FOR_EACH_PLACE
    return kept


def _bound(model: Model) -> Iterator[tuple[int, int]]:
    """Yields what is kept in any case: what is fixed or was told, and all of those who need hours or each other."""
    table = model.table
    for assignment in (*table.problem.fixed, *(table.problem.earlier or ())):
        if assignment.person in table.people and assignment.shift in table.shifts:
            yield table.people[assignment.person], table.shifts[assignment.shift]
    bound = {table.people[name] for group in table.problem.together for name in group}
    for number, person in enumerate(table.problem.people):
        if person.limits.least_minutes or person.limits.least_minutes_a_week:
            bound.add(number)
    for number in sorted(bound):
        yield from ((number, shift) for shift in model.of_person[number])


def _wanted(model: Model, shift: int) -> Iterator[tuple[Iterable[int], int]]:
    """Yields people of whom some are wanted for a shift, with how many of them to keep."""
    described, people = model.table.problem.shifts[shift], model.table.problem.people
    there = model.of_shift[shift]
    for position, role in enumerate(described.roles):
        able = [
            person
            for person, columns in there.items()
            if any(model.meaning[column][2] == position for column in columns)
        ]
        yield able, _FOR_EACH_PLACE * role.places + _BESIDES
    for presence in described.presences:
        present = [person for person in there if people[person].id in presence.people]
        yield present, _FOR_EACH_PLACE * presence.least + _BESIDES
