"""Times on the clock of a time zone, and the moments that they are.

RFC 5545, 3.3.5 says which moment a time is that the clock skips or shows twice. A time that is skipped is as much
later as the clock is set forward: 02:30 is 03:30 where two becomes three. Of a time that is shown twice it is the
first. Where a time zone skips whole days, as Samoa skipped 2011-12-30, a time on such a day is no moment: it would be
that of the next day, which has its own.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = "1970", "2999"  # far from where Python's calendar ends


def parse_local(text: str) -> datetime:
    """Returns a time on the clock, such as `2026-03-03T19:00`, without a time zone.

    Raises:
        ValueError: There is no such time in the years 1970 to 2999.
    """
    if not _FIRST_YEAR <= text[:4] <= _LAST_YEAR:
        raise ValueError(text)
    return datetime.strptime(text, "%Y-%m-%dT%H:%M")  # it has no time zone


def show_local(local: datetime) -> str:
    """Returns a time on the clock as `parse_local` reads it."""
    return local.isoformat(timespec="minutes")


def moment_at(local: datetime, zone: ZoneInfo) -> datetime | None:
    """Returns the moment at which the clock of a time zone shows a time, in UTC; None on a day that it skips."""
    moment = _resolved(local, zone)
    return None if local_at(moment, zone) - local >= _DAY else moment


def local_at(moment: datetime, zone: ZoneInfo) -> datetime:
    """Returns what the clock of a time zone shows at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


class Span(NamedTuple):
    """A time from one moment to another.

    Attributes:
        start: When it starts, in UTC.
        end: When it ends, in UTC.
    """

    start: datetime
    end: datetime


def span_at(local: datetime, minutes: int, zone: ZoneInfo, longest: timedelta) -> Span:
    """Returns what lasts so many minutes on the clock.

    Where the clock is set meanwhile so that it would be empty, or longer than it may be, it lasts so many minutes.

    Args:
        local: The start, on the clock.
        minutes: The length.
        zone: The time zone of the clock.
        longest: How long it may be.
    """
    length = timedelta(minutes=minutes)
    start, end = _resolved(local, zone), _resolved(local + length, zone)
    return Span(start, end if timedelta() < end - start <= longest else start + length)


def before(local: datetime, minutes: int, zone: ZoneInfo) -> datetime:
    """Returns the moment at which the clock shows so many minutes less."""
    return _resolved(local - timedelta(minutes=minutes), zone)


def _resolved(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
