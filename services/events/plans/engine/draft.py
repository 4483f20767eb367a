"""A draft: who works where at a moment, what that breaks, and what would be against one more assignment.

Checking a hand edit, explaining and repairing all ask here, so they cannot disagree.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.events.plans.engine.problem import Assignment, PersonId, ShiftId
from services.events.plans.engine.rules import Fault, faults_of_person, too_little
from services.events.plans.engine.timetable import Timetable


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """A rule that assignments break.

    Attributes:
        reason: The name of the rule, or of a reason of the evaluator of sign-ups.
        person: Whose rule it is; empty if it is about a shift only.
        shift: The shift; empty if it is about all shifts of the person.
    """

    reason: str
    person: PersonId = ""
    shift: ShiftId = ""


class Draft:
    """Assignments that can change, and the rules over them.

    Attributes:
        table: The problem.
        of_person: For each person, the role in each of their shifts.
        of_shift: For each shift, the role of each of its people.
    """

    def __init__(self, table: Timetable, assignments: Iterable[Assignment] = ()) -> None:
        """Starts with some assignments.

        Raises:
            Unclear: If an assignment names somebody or something unknown.
            ValueError: If a person has two roles in one shift.
        """
        self.table = table
        self.of_person: list[dict[int, int]] = [{} for _ in table.people]
        self.of_shift: list[dict[int, int]] = [{} for _ in table.shifts]
        self._away: dict[int, set[int]] = {}
        self._faults: dict[int, Counter[Fault]] = {}
        self._fixed = {
            (table.people[person], table.shifts[shift]) for person, shift, _ in table.problem.fixed
        }
        self._apart = _partners(table, table.problem.apart)
        self._together = _partners(table, table.problem.together)
        for assignment in assignments:
            role = table.role(assignment)
            self.add(table.people[assignment.person], table.shifts[assignment.shift], role)

    def add(self, person: int, shift: int, role: int) -> None:
        """Assigns a person, whatever is against it.

        Raises:
            ValueError: If they are assigned to the shift already.
        """
        if shift in self.of_person[person]:
            name, of = self.table.problem.people[person].id, self.table.problem.shifts[shift].id
            raise ValueError(f"{name} is assigned to {of} already.")
        self.of_person[person][shift] = role
        self.of_shift[shift][person] = role
        self._faults.pop(person, None)

    def remove(self, person: int, shift: int) -> int:
        """Takes a person out of a shift, and returns the role that they had."""
        self._faults.pop(person, None)
        del self.of_shift[shift][person]
        return self.of_person[person].pop(shift)

    def assignments(self) -> frozenset[Assignment]:
        """Returns who works where."""
        return frozenset().union(*map(self.assignments_of, range(len(self.of_person))))

    def assignments_of(self, person: int) -> frozenset[Assignment]:
        """Returns where one person works."""
        return frozenset(
            self.assignment(person, shift, role) for shift, role in self.of_person[person].items()
        )

    def assignment(self, person: int, shift: int, role: int) -> Assignment:
        """Returns an assignment by its names."""
        described = self.table.problem.shifts[shift]
        name = self.table.problem.people[person].id
        return Assignment(name, described.id, described.roles[role].name)

    def minutes(self, person: int) -> int:
        """Returns how many minutes a person works."""
        return sum(self.table.slots[shift].minutes for shift in self.of_person[person])

    def taken(self, shift: int, role: int) -> int:
        """Returns how many work in a role of a shift."""
        return sum(each == role for each in self.of_shift[shift].values())

    def is_fixed(self, person: int, shift: int) -> bool:
        """Whether the problem says that the person stays in the shift."""
        return (person, shift) in self._fixed

    def never(self, person: int, shift: int, role: int) -> tuple[str, ...]:
        """Returns what is against an assignment whatever else the person does."""
        if self.is_fixed(person, shift):
            return ()
        described = self.table.problem.shifts[shift]
        name = self.table.problem.people[person].id
        found = list(described.against.get(name, ()))
        able = described.roles[role].able
        if able is not None and name not in able:
            found.append(Fault.NOT_ABLE)
        if person not in self._away:
            self._away[person] = self.table.absences(person)
        if shift in self._away[person]:
            found.append(Fault.AWAY)
        return tuple(found)

    def against(self, person: int, shift: int, role: int) -> tuple[str, ...]:
        """Returns every reason against one more assignment, whether or not there is a place."""
        return (*self.never(person, shift, role), *self.now(person, shift))

    def now(self, person: int, shift: int) -> Iterator[Fault]:
        """Yields what is against an assignment because of who works where now."""
        limits, shifts = self.table.problem.people[person].limits, self.of_person[person]
        before = self._faults.get(person)
        if before is None:
            before = self._faults[person] = faults_of_person(self.table, limits, list(shifts))
        after = faults_of_person(self.table, limits, [*shifts, shift])
        yield from sorted(fault for fault, count in after.items() if count > before[fault])
        there = self.of_shift[shift].keys()
        if self._apart.get(person, frozenset()) & there:
            yield Fault.APART
        if self._together.get(person, frozenset()) - there:
            yield Fault.TOGETHER
        if not self._is_attended(shift, person):
            yield Fault.PRESENCE

    def _is_attended(self, shift: int, newcomer: int | None = None) -> bool:
        people = self.table.problem.people
        names = {people[person].id for person in self.of_shift[shift]}
        if newcomer is not None:
            names.add(people[newcomer].id)
        presences = self.table.problem.shifts[shift].presences
        return not names or all(len(names & each.people) >= each.least for each in presences)

    def broken(self) -> list[Broken]:
        """Returns every rule that the draft breaks, minimum hours included."""
        people, shifts = range(len(self.of_person)), range(len(self.of_shift))
        return sorted([*self.broken_by(people), *self.broken_in(shifts)])

    def broken_by(self, people: Iterable[int]) -> Iterator[Broken]:
        """Yields what some people's shifts break, of the rules about one person."""
        for number in people:
            person, shifts = self.table.problem.people[number], list(self.of_person[number])
            faults = faults_of_person(self.table, person.limits, shifts)
            for fault in (faults + too_little(self.table, person.limits, shifts)).elements():
                yield Broken(fault, person.id)
            for shift, role in self.of_person[number].items():
                for reason in self.never(number, shift, role):
                    yield Broken(reason, person.id, self.table.problem.shifts[shift].id)

    def broken_in(self, shifts: Iterable[int]) -> Iterator[Broken]:
        """Yields what is broken in some shifts, of the rules about those who work together."""
        people = self.table.problem.people
        for number in shifts:
            shift, there = self.table.problem.shifts[number], self.of_shift[number]
            for position, role in enumerate(shift.roles):
                if self.taken(number, position) > role.limit:
                    yield Broken(Fault.PLACES, shift=shift.id)
            if not self._is_attended(number):
                yield Broken(Fault.PRESENCE, shift=shift.id)
            for person in there:
                if self._apart.get(person, frozenset()) & there.keys():
                    yield Broken(Fault.APART, people[person].id, shift.id)
                if self._together.get(person, frozenset()) - there.keys():
                    yield Broken(Fault.TOGETHER, people[person].id, shift.id)


def _partners(table: Timetable, groups: Iterable[frozenset[PersonId]]) -> dict[int, set[int]]:
    """Returns, for each person in groups, the others in them."""
    found: dict[int, set[int]] = {}
    for group in groups:
        numbers = {table.people[person] for person in group}
        for person in numbers:
            found.setdefault(person, set()).update(numbers - {person})
    return found
