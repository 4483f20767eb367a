"""The times at which people can be checked in and out, and what is wrong with others."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.kit.errors import Violation

BEFORE_START = timedelta(hours=1)  # how early a person can be checked in
AFTER_END = timedelta(hours=12)  # how late a person can be checked out
BEYOND_PLAN = timedelta(
    hours=1
)  # how much longer than the shift attendance counts without a review


def against_check_in(
    moment: datetime, start_time: datetime, end_time: datetime, *, at: datetime
) -> Iterator[Violation]:
    """Yields every reason against a check-in time.

    Args:
        moment: The time the person arrived.
        start_time: The start of the shift.
        end_time: The end of the shift.
        at: The current time.
    """
    name = "check_in_time"
    if moment > at:
        yield _in_future(name)
    if moment < start_time - BEFORE_START:
        yield Violation(
            name, "Check-in opens one hour before the shift. Enter a later time.", "TOO_EARLY"
        )
    if moment > end_time:
        yield Violation(
            name,
            "This time is after the end of the shift. Enter the time when the person arrived.",
            "TOO_LATE",
        )


def against_check_out(
    moment: datetime, check_in_time: datetime | None, end_time: datetime, *, at: datetime
) -> Iterator[Violation]:
    """Yields every reason against a check-out time.

    Args:
        moment: The time the person left.
        check_in_time: The time the person arrived.
        end_time: The end of the shift.
        at: The current time.
    """
    name = "check_out_time"
    if moment > at:
        yield _in_future(name)
    if check_in_time is not None and moment <= check_in_time:
        yield Violation(
            name, "Check-out must be after check-in. Enter a later time.", "NOT_AFTER_CHECK_IN"
        )
    if moment > end_time + AFTER_END:
        yield Violation(
            name,
            "Check-out closes 12 hours after the shift. Enter the time when the person left.",
            "TOO_LATE",
        )


def is_far_beyond(
    check_in_time: datetime | None,
    check_out_time: datetime | None,
    start_time: datetime,
    end_time: datetime,
) -> bool:
    """Returns whether attendance is so much longer than the shift that a second person must look.

    Args:
        check_in_time: The time the person arrived; None if they have not.
        check_out_time: The time the person left; None if they have not.
        start_time: The start of the shift.
        end_time: The end of the shift.
    """
    if check_in_time is None or check_out_time is None:
        return False
    return check_out_time - check_in_time > end_time - start_time + BEYOND_PLAN


def _in_future(name: str) -> Violation:
    return Violation(
        name, "This time is in the future. Enter a time that has passed.", "TIME_IN_FUTURE"
    )
