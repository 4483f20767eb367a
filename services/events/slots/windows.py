"""The span of time that a request asks about."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from services.kit.contract.values import known_moment
from services.kit.errors import Violation


def broken_window(request: Any, longest: timedelta) -> Iterator[Violation]:
    """Yields what is wrong with the span of time that a request asks about.

    Args:
        request: The request, with a `start_time` and an `end_time`.
        longest: How long the span can be.
    """
    start, end = known_moment(request, "start_time"), known_moment(request, "end_time")
    if start is None or end is None:
        return
    if end <= start:
        yield Violation("end_time", "must be after the start time", "END_NOT_AFTER_START")
    elif end - start > longest:
        yield Violation(
            "end_time",
            "must be at most {max} days after the start time. Ask for the rest by itself",
            "WINDOW_TOO_LONG",
            params={"max": longest.days, "unit": "days"},
        )
