"""Dates of the Chinese calendar (农历), which festivals follow.

A date is that of the month itself: a leap month (闰月) that follows it has no festival of its own. Where a month has
29 days, its 30th day is the 29th, its last: so 除夕 is the last day of the year, and a birthday is not left out.
"""

from collections.abc import Iterator
from datetime import date

from lunardate import LunarDate  # type: ignore[import-untyped] # it has none

LAST_YEAR = 2099  # that the tables of the library know


def solar_days(month: int, day: int, start: date) -> Iterator[date]:
    """Yields the days on which a lunar date falls, from a day on, one for each lunar year.

    Args:
        month: The month, 1 to 12.
        day: The day of the month, 1 to 30.
        start: The first day that counts.
    """
    for year in range(max(start.year - 1, 1900), LAST_YEAR + 1):
        found = _solar_day(year, month, day)
        if found >= start:
            yield found


def _solar_day(year: int, month: int, day: int) -> date:
    try:
        found: date = LunarDate(year, month, day).to_solar_date()
    except ValueError:
        found = LunarDate(year, month, 29).to_solar_date()
    return found
