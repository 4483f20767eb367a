"""What the last weeks say about when a criterion will be met: a plain estimate, and nothing if they say nothing."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date

from services.organizations.indicators.catalogue import Definition
from services.organizations.indicators.history import DAY, History

LOOKS_BACK_DAYS = 56
_FEWEST_DAYS = 28
MOST_DAYS_AHEAD = 366


def expected_date(
    definition: Definition,
    window_days: int,
    history: History,
    day: date,
    *,
    missing: Callable[[int], int],
) -> date | None:
    """Returns about when a criterion will be met that is not met yet; None if nobody can say.

    Args:
        definition: Its indicator.
        window_days: Over how many days it looks back.
        history: The history of the group.
        day: The day at whose end it is not met.
        missing: Returns by how much a value is off.
    """

    def value(on: date) -> int:
        return definition.value(history, on, window_days)

    if definition.takes_time:
        ahead = range(1, MOST_DAYS_AHEAD + 1)
        # Once it is met it stays so, if nothing else happens.
        place = bisect_left(ahead, True, key=lambda days: not missing(value(day + days * DAY)))
        return day + ahead[place] * DAY if place < len(ahead) else None
    since = max(history.founded, day - LOOKS_BACK_DAYS * DAY)
    weeks, left = (day - since).days, missing(value(day))
    nearer = missing(value(since)) - left
    if weeks < _FEWEST_DAYS or nearer <= 0:
        return None
    days = -(-left * weeks // nearer)
    return day + days * DAY if days <= MOST_DAYS_AHEAD else None
