"""How much a person may do: in a week, and how often in a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from services.kit.errors import Violation

# Each sign-up stays on record, so nobody makes them in a loop. Who changes their mind all day needs no more.
MOST_FOR_A_SHIFT_A_DAY = 10
MOST_A_DAY = 200


class Load(NamedTuple):
    """What a person does for an organization in a week.

    Attributes:
        shifts: How many shifts.
        length: How long they are, together.
    """

    shifts: int = 0
    length: timedelta = timedelta()


NO_LOAD = Load()


def of_week(
    load: Load, most_shifts: int | None, most_hours: int | None, *, is_another: bool
) -> Iterator[Violation]:
    """Yields the reasons for which a shift is too much for the week of a person.

    Args:
        load: What they would do for the organization in that week, with the shift.
        most_shifts: How many shifts that may be; None for any number.
        most_hours: How many hours; likewise.
        is_another: Whether somebody else signs them up.
    """
    if most_shifts is not None and load.shifts > most_shifts:
        yield Violation(
            "event.sign_up_rules.most_shifts_a_week",
            "Of the shifts of this organization a person takes at most {max} in a week, and this is one more. Choose "
            "somebody else, or override this with a reason."
            if is_another
            else "Of the shifts of this organization a person takes at most {max} in a week, and this is one more. Choose a "
            "shift in another week, or give one in this week back first.",
            "TOO_MANY_SHIFTS_A_WEEK",
            params={"max": most_shifts},
        )
    if most_hours is not None and load.length > timedelta(hours=most_hours):
        yield Violation(
            "event.sign_up_rules.most_hours_a_week",
            "A person helps this organization at most {max} h in a week, and with this shift it is more. Choose "
            "somebody else, or override this with a reason."
            if is_another
            else "A person helps this organization at most {max} h in a week, and with this shift it is more. Choose a "
            "shift in another week, or a shorter one, or give one in this week back first.",
            "TOO_MANY_HOURS_A_WEEK",
            params={"max": most_hours, "unit": "hours"},
        )


def of_repetition(lately: int, anywhere: int) -> Iterator[Violation]:
    """Yields the reason for which a person has signed up too often.

    Args:
        lately: How often for the shift within 24 hours.
        anywhere: How often for any shift.
    """
    if lately >= MOST_FOR_A_SHIFT_A_DAY:
        yield Violation(
            "sign_up",
            "A person can sign up for a shift {max} times within 24 hours, and this is one "
            "more. Try again tomorrow.",
            "TOO_MANY_SIGN_UPS",
            params={"max": MOST_FOR_A_SHIFT_A_DAY},
        )
    elif anywhere >= MOST_A_DAY:
        yield Violation(
            "sign_up",
            "A person can sign up {max} times within 24 hours, and this is one more. Try again "
            "tomorrow.",
            "TOO_MANY_SIGN_UPS",
            params={"max": MOST_A_DAY},
        )
