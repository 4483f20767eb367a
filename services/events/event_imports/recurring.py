"""Reading what repeats: RRULE, RDATE and EXDATE as the recurrence of a series."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vBroken

from services.events.event_imports import remarks
from services.events.event_imports.remarks import Remark
from services.events.event_imports.values import Values
from services.events.series.clock import local_at, show_local
from services.events.series.expansion import Pattern, occurrences
from services.events.series.rules import RuleError, parse_rule

ONCE = "FREQ=DAILY;COUNT=1"  # the rule where further starts say everything
_TIME_PARTS = re.compile(r";?BY(HOUR|MINUTE|SECOND)=([0-9,]+)")
_MINUTE = timedelta(minutes=1)


def readable(component: icalendar.Component, name: str) -> Any:
    """Returns the value of a property; None if it has none, or none that can be read."""
    value = component.get(name)
    return None if isinstance(value, vBroken) else value


def is_series(component: icalendar.Component) -> bool:
    """Returns whether a component repeats."""
    return component.get("RRULE") is not None or component.get("RDATE") is not None


def read_series(
    component: icalendar.Component, start: date, length: timedelta, zone_name: str
) -> Values | Remark:
    """Returns when a series takes place, or why a series cannot say it.

    Args:
        component: The component.
        start: Its start.
        length: How long it takes.
        zone_name: Its time zone.
    """
    zone = ZoneInfo(zone_name)
    rule = component.get("RRULE")
    if isinstance(rule, list | vBroken) or component.get("EXRULE") is not None:
        return remarks.RULE_NOT_SUPPORTED
    begins = _local(start, zone).replace(second=0)
    text = ONCE if rule is None else rule.to_ical().decode()
    shortened = _without_time(text, begins)
    extra = _starts(component, "RDATE", begins, length, zone)
    excluded = _starts(component, "EXDATE", begins, length, zone)
    if shortened is None or extra is None or excluded is None:
        return remarks.RULE_NOT_SUPPORTED
    try:
        pattern = Pattern(begins, zone, parse_rule(shortened))
    except RuleError:
        return remarks.RULE_NOT_SUPPORTED
    first = next(occurrences(pattern), None)
    if first is None or first.local != begins:
        extra |= {begins}  # the start is an occurrence, whatever the rule says (RFC 5545, 3.8.5.3)
    return {
        "start": show_local(begins),
        "duration_minutes": max(1, -(-length // _MINUTE)),
        "time_zone": zone_name,
        "rule": shortened,
        "extra_starts": sorted(map(show_local, extra)),
        "excluded_starts": sorted(map(show_local, excluded)),
    }


def _without_time(text: str, start: datetime) -> str | None:
    """Returns a rule without the time of the day, if that is the one of the start; None otherwise."""
    own = {"HOUR": start.hour, "MINUTE": start.minute, "SECOND": 0}
    for name, value in _TIME_PARTS.findall(text):
        if value != str(own[name]):
            return None
    return _TIME_PARTS.sub("", text)


def _starts(
    component: icalendar.Component, name: str, start: datetime, length: timedelta, zone: ZoneInfo
) -> set[datetime] | None:
    """Returns the starts that a property lists, on the clock of the series; None if one has another length."""
    found = set()
    for value in _listed(component.get(name)):
        moment = value
        if isinstance(value, tuple):  # a period
            moment, end = value
            if (end if isinstance(end, timedelta) else end - moment) != length:
                return None
        if isinstance(moment, datetime):
            found.add(_local(moment, zone).replace(second=0))
        else:
            found.add(datetime.combine(moment, start.time()))
    return found


def _listed(values: Any) -> Iterator[Any]:
    lists: Iterable[Any] = values if isinstance(values, list) else [values]
    for each in lists:
        for one in () if isinstance(each, vBroken) else getattr(each, "dts", ()):
            yield one.dt


def _local(moment: date, zone: ZoneInfo) -> datetime:
    """Returns a start on the clock of a time zone."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    return moment if moment.tzinfo is None else local_at(moment, zone)
