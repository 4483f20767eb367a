"""The times of shifts: what the rules of the contract cannot say of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.events.events.models import Event
from services.events.shifts.models import LONGEST_SHIFT
from services.kit.errors import Violation

START, END = "shift.start_time", "shift.end_time"


def broken_times(start: datetime | None, end: datetime | None, event: Event) -> Iterator[Violation]:
    """Yields what is wrong with the times of a shift.

    Args:
        start: When it starts; None where the contract misses it.
        end: When it ends; likewise.
        event: The event.
    """
    if start is not None and start < event.start_time:
        yield Violation(
            START, "must not be before the event starts; change the event first", "OUTSIDE_EVENT"
        )
    if end is None:
        return
    if start is not None and end <= start:
        yield Violation(END, "must be after the start time", "END_NOT_AFTER_START")
        return
    if end > event.end_time:
        yield Violation(
            END, "must not be after the event ends; change the event first", "OUTSIDE_EVENT"
        )
    if start is not None and end - start > LONGEST_SHIFT:
        yield Violation(
            END,
            "must be at most {max} hours after the start time; split longer work into several shifts",
            "SHIFT_TOO_LONG",
            params={"max": LONGEST_SHIFT // timedelta(hours=1), "unit": "hours"},
        )
