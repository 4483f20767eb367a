"""Patterns of recurrence, for the tests about their expansion."""

from itertools import islice
from zoneinfo import ZoneInfo

from services.events.series.clock import parse_local, show_local
from services.events.series.expansion import Lunar, Pattern, occurrences
from services.events.series.rules import parse_rule

SHANGHAI = "Asia/Shanghai"


def pattern(
    rule: str | Lunar,
    start: str,
    zone: str = SHANGHAI,
    extra: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
) -> Pattern:
    return Pattern(
        parse_local(start),
        ZoneInfo(zone),
        parse_rule(rule) if isinstance(rule, str) else rule,
        frozenset(map(parse_local, extra)),
        frozenset(map(parse_local, excluded)),
    )


def first(count: int, of: Pattern) -> list[str]:
    """Returns the first occurrences, on the clock."""
    return [show_local(each.local) for each in islice(occurrences(of), count)]
