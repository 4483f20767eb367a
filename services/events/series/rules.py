"""Recurrence rules (RFC 5545, 3.3.10), as far as events of days need them.

The time of the day is that of the start, so a rule has no BYHOUR, BYMINUTE and BYSECOND, and nothing repeats more
than once a day.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

from dateutil import rrule

_FREQUENCIES = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
}
_TOO_FREQUENT = ("HOURLY", "MINUTELY", "SECONDLY")
_WEEKDAYS = {
    "MO": rrule.MO,
    "TU": rrule.TU,
    "WE": rrule.WE,
    "TH": rrule.TH,
    "FR": rrule.FR,
    "SA": rrule.SA,
    "SU": rrule.SU,
}
_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z)?)?")
_LONGEST_LIST = 62
_MOST_POSITIONS = 12  # dateutil makes a list of the days for each of them
_YEARS = (1970, 2999)  # of what a rule says
_LARGEST = 1000  # interval and count


class Rule(NamedTuple):
    """A recurrence rule.

    Attributes:
        frequency: The frequency, as dateutil counts them.
        options: The other parts, as `dateutil.rrule.rrule` takes them.
        most: How many occurrences it has, if it says so.
        until: When it ends, if it says so: without a time zone on the clock, and otherwise in UTC.
    """

    frequency: int
    options: Mapping[str, Any]
    most: int | None
    until: datetime | None


class RuleError(ValueError):
    """A text is no recurrence rule.

    Attributes:
        part: The part that is wrong, such as "BYDAY", or "RRULE" if it is none that the RFC knows.
        is_too_frequent: Whether it is a rule that repeats more than once a day.
    """

    def __init__(self, part: str, *, is_too_frequent: bool = False) -> None:
        super().__init__(part)
        self.part = part
        self.is_too_frequent = is_too_frequent


def parse_rule(text: str) -> Rule:
    """Returns the rule that a text says.

    Raises:
        RuleError: It says none.
    """
    parts = _parts(text.upper().removeprefix("RRULE:"))
    name = parts.pop("FREQ", "")
    if name in _TOO_FREQUENT:
        raise RuleError("FREQ", is_too_frequent=True)
    if name not in _FREQUENCIES:
        raise RuleError("FREQ")
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError("UNTIL")
    until = _until(parts.pop("UNTIL")) if "UNTIL" in parts else None
    count = _number("COUNT", parts.pop("COUNT"), 1, _LARGEST) if "COUNT" in parts else None
    options: dict[str, Any] = {}
    for part, value in parts.items():
        if part not in _READERS:
            raise RuleError(part)
        key, read = _READERS[part]
        options[key] = read(part, value)
    _check(name, parts, options)
    return Rule(_FREQUENCIES[name], options, count, until)


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in text.removesuffix(";").split(";"):
        name, equals, value = each.strip().partition("=")
        if not equals or not value or name in found or name not in _KNOWN:
            raise RuleError(name if name in _NAMED else "RRULE")
        found[name] = value
    return found


def _check(frequency: str, parts: Mapping[str, str], options: Mapping[str, Any]) -> None:
    """Refuses parts that the RFC does not allow together."""
    numbers = [abs(each.n) for each in options.get("byweekday", ()) if each.n]
    of_months = frequency == "MONTHLY" or "BYMONTH" in parts
    refused = {
        "BYDAY": numbers
        and (
            frequency not in ("MONTHLY", "YEARLY")
            or "BYWEEKNO" in parts
            or len(numbers) < len(options["byweekday"])  # dateutil takes both for one condition
            or max(numbers) > (5 if of_months else 53)
        ),
        "BYMONTHDAY": frequency == "WEEKLY",
        "BYYEARDAY": frequency != "YEARLY",
        "BYWEEKNO": frequency != "YEARLY",
        # A day has one start.
        "BYSETPOS": frequency == "DAILY"
        or not any(each.startswith("BY") for each in parts if each != "BYSETPOS"),
    }
    for part, is_refused in refused.items():
        if is_refused and part in parts:
            raise RuleError(part)


def _until(value: str) -> datetime:
    found = _UNTIL.fullmatch(value)
    if found is None:
        raise RuleError("UNTIL")
    day, clock, utc = found.groups()
    if not _YEARS[0] <= int(day[:4]) <= _YEARS[1]:
        raise RuleError("UNTIL")
    try:
        if clock is None:
            last_day = datetime.strptime(day, "%Y%m%d")
            return datetime.combine(last_day, time.max)
        shown = datetime.strptime(day + clock, "%Y%m%d%H%M%S")
    except ValueError:
        raise RuleError("UNTIL") from None
    return shown.replace(tzinfo=UTC) if utc else shown


def _number(part: str, value: str, least: int, most: int) -> int:
    if _NUMBER.fullmatch(value) and least <= int(value) <= most and int(value) != 0:
        return int(value)
    raise RuleError(part)


def _numbers(
    least: int, most: int, longest: int = _LONGEST_LIST
) -> Callable[[str, str], list[int]]:
    def read(part: str, value: str) -> list[int]:
        items = value.split(",")
        if len(items) > longest:
            raise RuleError(part)
        return [_number(part, item, least, most) for item in items]

    return read


def _weekdays(part: str, value: str) -> list[Any]:
    found = [_WEEKDAY.fullmatch(item) for item in value.split(",")[: _LONGEST_LIST + 1]]
    days = []
    for each in found:
        number = int(each[1]) if each and each[1] else None
        if each is None or len(found) > _LONGEST_LIST or number == 0 or abs(number or 0) > 53:
            raise RuleError(part)
        days.append(_WEEKDAYS[each[2]](number) if number else _WEEKDAYS[each[2]])
    return days


def _weekday(part: str, value: str) -> Any:
    if value not in _WEEKDAYS:
        raise RuleError(part)
    return _WEEKDAYS[value]


_READERS: Mapping[str, tuple[str, Callable[[str, str], Any]]] = {
    "INTERVAL": ("interval", lambda part, value: _number(part, value, 1, _LARGEST)),
    "WKST": ("wkst", _weekday),
    "BYDAY": ("byweekday", _weekdays),
    "BYMONTHDAY": ("bymonthday", _numbers(-31, 31)),
    "BYYEARDAY": ("byyearday", _numbers(-366, 366)),
    "BYWEEKNO": ("byweekno", _numbers(-53, 53)),
    "BYMONTH": ("bymonth", _numbers(1, 12)),
    "BYSETPOS": ("bysetpos", _numbers(-366, 366, _MOST_POSITIONS)),
}
_KNOWN = ("FREQ", "COUNT", "UNTIL", *_READERS)
_NAMED = (*_KNOWN, "BYHOUR", "BYMINUTE", "BYSECOND")
