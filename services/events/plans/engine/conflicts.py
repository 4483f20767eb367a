"""Shifts of which one person can work in one only: as cliques, which say more in one row than pairs in many.

A graph joins two shifts that clash for people with the same limits. Every edge is covered by a clique that cannot
grow, found greedily. A row "at most one of these" for each clique makes the relaxation far tighter than rows for
pairs: a person who is half in each of three clashing shifts breaks none of the pairs.
"""

from collections.abc import Iterator, Sequence

from services.events.plans.engine.problem import Limits
from services.events.plans.engine.rules import clash
from services.events.plans.engine.timetable import Slot, Timetable

# So long at most lies between shifts of two days in a row, on which clocks may change.
_TWO_DAYS = (2 * 24 + 2) * 60


class Conflicts:
    """The cliques for people with the same limits, found once for all of them."""

    def __init__(self, table: Timetable) -> None:
        """Finds nothing yet."""
        self._table = table
        self._known: dict[tuple[int, bool], list[tuple[int, ...]]] = {}
        self._ordered = sorted(table.slots, key=lambda slot: (slot.start, slot.number))
        self._farthest = max(table.problem.travel.values(), default=0)

    def of(self, limits: Limits) -> list[tuple[int, ...]]:
        """Returns sets of shifts of which a person with these limits can have one at most."""
        key = (limits.rest, limits.shifts_a_day == 1)
        if key not in self._known:
            self._known[key] = list(_cover(self._neighbours(limits)))
        return self._known[key]

    def _neighbours(self, limits: Limits) -> list[int]:
        """Returns for each shift those that clash with it, as bits."""
        found = [0] * len(self._ordered)
        reach = max(limits.rest, self._farthest)
        by_day = bool(self._table.problem.not_next_day) or limits.shifts_a_day == 1
        for position, earlier in enumerate(self._ordered):
            for later in self._ordered[position + 1 :]:
                apart = later.start - earlier.end >= reach
                if apart and (not by_day or later.start - earlier.start > _TWO_DAYS):
                    break
                if self._clash(limits, earlier, later):
                    found[earlier.number] |= 1 << later.number
                    found[later.number] |= 1 << earlier.number
        return found

    def _clash(self, limits: Limits, earlier: Slot, later: Slot) -> bool:
        if limits.shifts_a_day == 1 and earlier.day == later.day:
            return True
        return clash(self._table, limits, earlier, later) is not None


def _cover(neighbours: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yields cliques that together have every edge, each as large as it can be."""
    uncovered = list(neighbours)
    for one in range(len(neighbours)):
        while uncovered[one]:
            other = _lowest(uncovered[one])
            clique, common = [one, other], neighbours[one] & neighbours[other]
            while common:
                # What covers new edges comes first, so that few cliques are enough.
                fresh = common & uncovered[clique[-1]]
                member = _lowest(fresh or common)
                clique.append(member)
                common &= neighbours[member]
            members = sum(1 << member for member in clique)
            for member in clique:
                uncovered[member] &= ~members
            yield tuple(sorted(clique))


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
