"""The occurrences of a series: what its rule says, on the clock of its time zone.

dateutil expands the rule, on times without a time zone. It looks for the next match until the year 9999, so each day
that it considers is counted, and there is a most.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule

from services.events.series.clock import local_at, moment_at
from services.events.series.lunar import solar_days
from services.events.series.rules import Rule

MOST_DAYS = 20_000  # that one expansion considers: half a century
LATEST = datetime(3000, 1, 1)
_MONTHS, _WEEKDAYS = range(1, 13), range(7)


class Occurrence(NamedTuple):
    """An occurrence of a series.

    Attributes:
        local: When it starts, on the clock.
        moment: When it starts, in UTC.
    """

    local: datetime
    moment: datetime


class Lunar(NamedTuple):
    """A yearly date of the Chinese calendar."""

    month: int
    day: int


class Pattern(NamedTuple):
    """When the events of a series take place.

    Attributes:
        start: The first possible time on the clock, which has the time of the day.
        zone: The time zone.
        rule: The rule.
        extra: Further starts, on the clock.
        excluded: Starts that are left out.
        first: The first day that belongs to this series, if an earlier one is that of another series.
        last: The last day that belongs to this series, if a later one is that of another series.
    """

    start: datetime
    zone: ZoneInfo
    rule: Rule | Lunar
    extra: frozenset[datetime] = frozenset()
    excluded: frozenset[datetime] = frozenset()
    first: date = date.min
    last: date = date.max


def occurrences(pattern: Pattern) -> Iterator[Occurrence]:
    """Yields the occurrences of a pattern, by the clock. It ends, whatever the pattern says.

    Two starts that are one moment, because the clock skips one of them, are one occurrence.
    """
    last: datetime | None = None
    by_rule = _counted(pattern)
    for local in heapq.merge(by_rule, sorted(pattern.extra)):
        if local.date() > pattern.last:
            return
        if local.date() < pattern.first or local in pattern.excluded:
            continue
        moment = moment_at(local, pattern.zone)
        if moment is None or (last is not None and moment <= last):
            continue
        last = moment
        yield Occurrence(local, moment)


def occurrences_after(pattern: Pattern, moment: datetime) -> Iterator[Occurrence]:
    """Yields the occurrences that start after a moment."""
    return (each for each in occurrences(pattern) if each.moment > moment)


def _counted(pattern: Pattern) -> Iterator[datetime]:
    """Yields the starts that the rule has, up to its end. What does not exist does not count (RFC 5545, 3.3.10)."""
    rule, zone = pattern.rule, pattern.zone
    if isinstance(rule, Lunar):
        at = pattern.start.time()
        days = solar_days(rule.month, rule.day, pattern.start.date())
        yield from (datetime.combine(day, at) for day in days)
        return
    exist = (each for each in _expanded(rule, pattern.start) if moment_at(each, zone) is not None)
    last = _last(rule, zone)
    for number, each in enumerate(exist, 1):
        if each > last or (rule.most is not None and number > rule.most):
            return
        yield each


def _last(rule: Rule, zone: ZoneInfo) -> datetime:
    """Returns the last time on the clock at which something can start."""
    until = rule.until or LATEST
    return until if until.tzinfo is None else local_at(until, zone)


def _expanded(rule: Rule, start: datetime) -> Iterator[datetime]:
    """Yields what dateutil makes of a rule without its end, until it has considered too many days."""
    expanded: Any = rrule(rule.frequency, dtstart=start, **rule.options)  # type: ignore[arg-type] # 0 to 3
    # The first that it asks about each day is whether its month, or else its day of the week, is one of these. Months
    # that the rule does not name would make the 20th Monday of the year the 20th of each month.
    name = "_bymonth" if expanded._bymonth or not expanded._bynweekday else "_byweekday"
    everything = _MONTHS if name == "_bymonth" else _WEEKDAYS
    setattr(expanded, name, _Counting(getattr(expanded, name) or everything))
    try:
        yield from expanded
    except _TooManyDays:
        return


class _TooManyDays(Exception):  # it is no mistake
    """An expansion has considered too many days."""


class _Counting(tuple[int, ...]):
    """Months, or days of the week, that count how often they are asked about."""

    _asked = 0

    def __contains__(self, each: object) -> bool:
        self._asked += 1
        if self._asked > MOST_DAYS:
            raise _TooManyDays
        return super().__contains__(each)
