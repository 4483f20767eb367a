"""Which attendance counts each moment, where a person was recorded at several shifts at once.

Organizations record attendance independently, so two records can overlap: somebody is checked in early
here while they finish there. Every moment is counted once, for the attendance that comes first by

    1. the shift's own window: a moment inside it comes before one outside, early or late
    2. the check-in: the earlier one comes first
    3. the sign-up: the earlier one comes first

The rule looks at the records alone and not at the order in which they arrive, so that notices in any
order lead to the same hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Attendance:
    """The record that a person was at a shift.

    Attributes:
        sign_up_id: The sign-up.
        check_in_time: The time the person started.
        check_out_time: The time the person finished.
        shift: The start and the end of the shift.
    """

    sign_up_id: UUID
    check_in_time: datetime
    check_out_time: datetime
    shift: Span

    def rank(self, moment: datetime) -> tuple[bool, datetime, UUID]:
        """Returns the order of the attendance among others at a moment; the least counts."""
        start, end = self.shift
        return not start <= moment < end, self.check_in_time, self.sign_up_id

    def covers(self, moment: datetime) -> bool:
        """Returns whether the person was there at a moment."""
        return self.check_in_time <= moment < self.check_out_time


def count(attendances: Iterable[Attendance]) -> Mapping[UUID, Sequence[Span]]:
    """Returns for each sign-up the spans that count for it, in order; none of them overlap.

    Args:
        attendances: Everything that is recorded of one person and overlaps.
    """
    known = list(attendances)
    boundaries = {
        moment
        for each in known
        for moment in (each.check_in_time, each.check_out_time, *each.shift)
    }
    counted: dict[UUID, list[Span]] = {each.sign_up_id: [] for each in known}
    for start, end in pairwise(sorted(boundaries)):
        present = [each for each in known if each.covers(start)]
        if not present:
            continue
        _, sign_up_id = min((each.rank(start), each.sign_up_id) for each in present)
        spans = counted[sign_up_id]
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return counted
