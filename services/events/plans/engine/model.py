"""The problem as a mixed-integer program: a column for each person in each role of each shift that is possible.

`hard.py` adds the rows that must hold, `soft.py` what the plan costs.
"""

from collections.abc import Container, Iterable, Sequence

from services.events.plans.engine.conflicts import Conflicts
from services.events.plans.engine.problem import Assignment
from services.events.plans.engine.rows import Rows
from services.events.plans.engine.timetable import Timetable


class Model:
    """The columns of a problem, by what they mean.

    Attributes:
        table: The problem.
        rows: The program.
        conflicts: The shifts that exclude each other.
        of_person: For each person, the columns of their roles in each shift.
        of_shift: For each shift, the columns of each person.
        meaning: Person, shift and role of each of these columns; they come first.
    """

    def __init__(self, table: Timetable, kept: Container[tuple[int, int]] | None = None) -> None:
        """Makes the columns of who can be where; rows and costs come from `hard` and `soft`.

        Args:
            table: The problem.
            kept: The people and shifts that are looked at, if not all.
        """
        self.table = table
        self._kept = kept
        self.rows = Rows()
        self.conflicts = Conflicts(table)
        self.of_person: list[dict[int, tuple[int, ...]]] = [{} for _ in table.people]
        self.of_shift: list[dict[int, tuple[int, ...]]] = [{} for _ in table.shifts]
        self.meaning: list[tuple[int, int, int]] = []
        self._minutes: dict[int, int] = {}
        self._days: dict[int, dict[int, int]] = {}
        self._fixed = {
            (table.people[each.person], table.shifts[each.shift]): table.role(each)
            for each in table.problem.fixed
        }
        for person in range(len(table.people)):
            self._choices_of(person)

    def _choices_of(self, person: int) -> None:
        name, away = self.table.problem.people[person].id, self.table.absences(person)
        for number, shift in enumerate(self.table.problem.shifts):
            if self._kept is not None and (person, number) not in self._kept:
                continue
            fixed = self._fixed.get((person, number))
            if fixed is None:
                if number in away or name in shift.against:
                    continue
                roles: Iterable[int] = (
                    position
                    for position, role in enumerate(shift.roles)
                    if role.able is None or name in role.able
                )
            else:
                roles = (fixed,)
            columns = []
            for role in roles:
                columns.append(self.rows.choice(fixed=fixed is not None))
                self.meaning.append((person, number, role))
            if columns:
                self.of_person[person][number] = self.of_shift[number][person] = tuple(columns)

    def working(self, person: int, shifts: Iterable[int]) -> list[int]:
        """Returns the columns of a person in some shifts; their sum is in how many the person works."""
        columns = self.of_person[person]
        return [column for shift in shifts for column in columns.get(shift, ())]

    def minutes(self, person: int) -> int:
        """Returns a column that is the minutes of a person in the plan."""
        if person not in self._minutes:
            column = self._minutes[person] = self.rows.column()
            terms = [(each, float(minutes)) for each, minutes in self.lengths(person)]
            self.rows.row([*terms, (column, -1.0)], 0, 0)
        return self._minutes[person]

    def lengths(self, person: int) -> Iterable[tuple[int, int]]:
        """Yields the columns of a person with the minutes of their shifts."""
        for shift, columns in self.of_person[person].items():
            for column in columns:
                yield column, self.table.slots[shift].minutes

    def days(self, person: int) -> dict[int, int]:
        """Returns for each day on which a person can work a column that is 1 if they do, and 0 if not."""
        if person not in self._days:
            by_day: dict[int, list[int]] = {}
            for shift, columns in self.of_person[person].items():
                by_day.setdefault(self.table.slots[shift].day, []).extend(columns)
            one = self.table.problem.people[person].limits.shifts_a_day == 1
            self._days[person] = {
                day: self._any(columns, exclusive=one) for day, columns in by_day.items()
            }
        return self._days[person]

    def _any(self, columns: Sequence[int], *, exclusive: bool) -> int:
        """Returns a column that is 1 if any of some columns is."""
        if len(columns) == 1:
            return columns[0]
        found = self.rows.choice()
        terms = [(column, 1.0) for column in columns]
        if exclusive:
            self.rows.row([*terms, (found, -1.0)], 0, 0)
        else:
            self.rows.row([*terms, (found, -1.0)], 0)
            for column in columns:
                self.rows.row([(found, 1.0), (column, -1.0)], 0)
        return found

    def values(self, assignments: Iterable[Assignment]) -> list[float]:
        """Returns the value of each column of a person in a role, for a plan."""
        wanted = {
            (self.table.people[each.person], self.table.shifts[each.shift], self.table.role(each))
            for each in assignments
        }
        return [float(meaning in wanted) for meaning in self.meaning]

    def read(self, values: Sequence[float]) -> frozenset[Assignment]:
        """Returns the assignments that a solution means."""
        people, shifts = self.table.problem.people, self.table.problem.shifts
        return frozenset(
            Assignment(people[person].id, shifts[shift].id, shifts[shift].roles[role].name)
            for (person, shift, role), value in zip(self.meaning, values, strict=False)
            if value > 0.5
        )
