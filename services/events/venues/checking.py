"""What a venue must be like beyond the rules of its fields: opening hours that do not overlap."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from banyan.events.v1 import venue_pb2 as pb

from services.kit.errors import Violation


def broken_hours(venue: pb.Venue) -> Iterator[Violation]:
    """Yields where opening hours of one day overlap."""
    if any(_overlap(each for each in venue.opening_hours if each.day == day) for day in _DAYS):
        yield _overlapping("venue.opening_hours")
    for index, exception in enumerate(venue.opening_exceptions):
        if _overlap(exception.times):
            yield _overlapping(f"venue.opening_exceptions[{index}].times")


_DAYS = [value for value in pb.OpeningDay.values() if value]


def _overlap(times: Iterable[Any]) -> bool:
    """Returns whether some of these times of one day overlap."""
    ordered = sorted((each.opens, each.closes) for each in times)
    return any(one[1] > other[0] for one, other in pairwise(ordered))


def _overlapping(field: str) -> Violation:
    return Violation(field, "has times that overlap. Merge them into one", "OPENING_HOURS_OVERLAP")
