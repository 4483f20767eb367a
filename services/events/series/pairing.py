"""Which occurrence of a changed series an occurrence of the old one is.

People have signed up for an occurrence, so it goes on as one of the new rule where that can be: at the same time, or
else on the same day, or else in the same week, month or year, whichever the rule counts by. Within one of these the
first goes with the first. What is left of the old ones no longer takes place, and what is left of the new ones is new.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime, timedelta

from dateutil import rrule

from services.events.series.expansion import Lunar, Pattern

Period = Callable[[datetime], Hashable]
_PERIODS: Mapping[int, Period] = {
    rrule.DAILY: datetime.date,
    rrule.WEEKLY: lambda each: each.date() - timedelta(days=each.weekday()),
    rrule.MONTHLY: lambda each: (each.year, each.month),
    rrule.YEARLY: lambda each: each.year,
}


def period_of(pattern: Pattern) -> Period:
    """Returns what tells to which week, month or year of a pattern a time belongs."""
    rule = pattern.rule
    return _PERIODS[rrule.YEARLY if isinstance(rule, Lunar) else rule.frequency]


def paired(
    old: Iterable[datetime], new: Iterable[datetime], period: Period
) -> dict[datetime, datetime]:
    """Returns for each old time the new one that it goes on as, if there is one.

    Args:
        old: The old times, on the clock.
        new: The new times, on the clock.
        period: Tells to which period a time belongs.
    """
    pairs: dict[datetime, datetime] = {}
    same: Period = datetime.isoformat
    left, free = sorted(old), sorted(new)
    for place in (same, datetime.date, period):
        waiting: dict[Hashable, list[datetime]] = {}
        for each in reversed(free):
            waiting.setdefault(place(each), []).append(each)
        for each in left:
            if here := waiting.get(place(each)):
                pairs[each] = here.pop()
        taken = set(pairs.values())
        left = [each for each in left if each not in pairs]
        free = [each for each in free if each not in taken]
    return pairs
