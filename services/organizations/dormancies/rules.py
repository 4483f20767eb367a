"""What a look at a group finds about its dormancy, as pure functions of its history."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from services.organizations.indicators.history import DAY, History

# An event that is planned within so many days puts the next step off.
PLANNED_DAYS = 30


class Rules(NamedTuple):
    """By which rules a group is dormant.

    Attributes:
        warn_days: After how many days without an event its leaders are warned.
        share_days: How many days later those who help it are told.
        dormant_days: How many days later it is dormant.
    """

    warn_days: int
    share_days: int
    dormant_days: int

    @classmethod
    def most_patient(cls, stored: Iterable[Mapping[str, Any]]) -> "Rules | None":
        """Returns the rules that give most time of those of several organizations; None if there are none."""
        rules = (cls(*(int(each[name]) for name in cls._fields)) for each in stored)
        return max(rules, key=sum, default=None)


def quiet_since(history: History, word: date | None, today: date) -> date:
    """Returns the last day with a sign of life of a group.

    Args:
        history: Its history.
        word: The day of the last word of its leaders, if there was one.
        today: The day.
    """
    last = history.held.last_until(today) or history.founded
    return last if word is None else max(last, word)


def is_quiet(since: date, rules: Rules, today: date) -> bool:
    """Returns whether a group has been quiet for so long that its leaders are warned."""
    return (today - since).days >= rules.warn_days


def planned_until(history: History, today: date) -> datetime | None:
    """Returns when the day is over on which the next event is planned; None if none is planned soon."""
    days = history.held.days_within(today + PLANNED_DAYS * DAY, PLANNED_DAYS)
    return datetime.combine(days[0] + DAY, time(), UTC) if days else None


def steps(rules: Rules, now: datetime) -> tuple[datetime, datetime]:
    """Returns when a warning of now is shared, and when the group is dormant."""
    share_time = now + timedelta(days=rules.share_days)
    return share_time, share_time + timedelta(days=rules.dormant_days)
