"""Whether people can come at a time, by what they say of their weeks and days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from services.events.availability.models import Availability

_DAY = 24 * 60
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_PREFIX = "WEEKDAY_"


class Calendar:
    """When one person can come.

    A time counts on the clock of the person's time zone. Where clocks are set, a window is as long as the clock says.

    Args:
        availability: What the person says.
    """

    def __init__(self, availability: Availability) -> None:
        self._availability = availability
        self._zone = ZoneInfo(availability.time_zone)

    @cached_property
    def _windows(self) -> Mapping[int, list[tuple[int, int]]]:
        """The windows of each day of the week, in minutes since midnight, joined where they touch."""
        found: dict[int, list[tuple[int, int]]] = {}
        for each in self._availability.weekly_windows:
            weekday = _WEEKDAYS.index(str(each["weekday"]).removeprefix(_PREFIX))
            found.setdefault(weekday, []).append((each.get("start_minute", 0), each["end_minute"]))
        return {weekday: list(_joined(windows)) for weekday, windows in found.items()}

    @cached_property
    def _absences(self) -> list[tuple[date, date]]:
        return [
            (date.fromisoformat(each["first_date"]), date.fromisoformat(each["last_date"]))
            for each in self._availability.absences
        ]

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Returns whether the person can come from a moment until just before another."""
        parts = list(self._by_day(start, end))
        if any(first <= day <= last for first, last in self._absences for day, _, _ in parts):
            return False
        if not self._availability.weekly_windows:
            return True
        return all(
            any(
                opens <= since and until <= closes
                for opens, closes in self._windows.get(day.weekday(), ())
            )
            for day, since, until in parts
        )

    def _by_day(self, start: datetime, end: datetime) -> Iterator[tuple[date, int, int]]:
        """Yields the days of a time, each with the minutes since midnight at which it begins and ends there."""
        first, last = start.astimezone(self._zone), end.astimezone(self._zone)
        day = first.date()
        while datetime.combine(day, time()) < last.replace(tzinfo=None):
            since = _minute(first) if day == first.date() else 0
            until = _minute(last, up=True) if day == last.date() else _DAY
            if since < until:  # a clock that is set back may end before it begins
                yield day, since, until
            day += timedelta(days=1)


def _minute(moment: datetime, *, up: bool = False) -> int:
    """Returns the minutes since midnight, whole ones."""
    within = moment.second or moment.microsecond
    return moment.hour * 60 + moment.minute + bool(up and within)


def _joined(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yields windows in their order, those that touch or overlap as one."""
    open_since: int | None = None
    open_until = 0
    for since, until in sorted(windows):
        if open_since is not None and since <= open_until:
            open_until = max(open_until, until)
            continue
        if open_since is not None:
            yield open_since, open_until
        open_since, open_until = since, until
    if open_since is not None:
        yield open_since, open_until


def minutes_of_weeks(times: Iterable[tuple[datetime, datetime]], zone: ZoneInfo) -> dict[Any, int]:
    """Returns the minutes of times in each week in which they start."""
    found: dict[Any, int] = {}
    for start, end in times:
        week = start.astimezone(zone).isocalendar()[:2]
        found[week] = found.get(week, 0) + int((end - start).total_seconds()) // 60
    return found
