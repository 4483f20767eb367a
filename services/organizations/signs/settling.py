"""From when to when a group showed a sign: found day by day, from the first day on that may have changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.organizations.indicators.history import DAY, History
from services.organizations.signs.models import GroupSignKind
from services.organizations.signs.rules import Seen, shows


@dataclass(frozen=True, slots=True)
class Episode:
    """A time for which a group shows a sign.

    Attributes:
        start: The first day.
        seen: What was seen on that day.
        end: The first day on which it does not show it any more; None if it goes on.
    """

    start: date
    seen: Seen
    end: date | None = None


def settled(
    kind: GroupSignKind, known: Sequence[Episode], history: History, *, since: date, today: date
) -> list[Episode]:
    """Returns for which times a group showed a sign, up to a day.

    Args:
        kind: The sign.
        known: What was found before, in order. What it says of the days before `since` is right.
        history: The history of the group.
        since: The first day to look at.
        today: The last one.
    """
    found = [each for each in known if each.end is not None and each.end < since]
    reaching = (
        each for each in known if each.start < since and (each.end is None or each.end >= since)
    )
    current = next(reaching, None)
    day = since
    while day <= today:
        seen = shows(kind, history, day)
        if seen is None and current is not None:
            found.append(replace(current, end=day))
            current = None
        elif seen is not None and current is None:
            current = Episode(day, seen)
        day += DAY
    if current is not None:
        found.append(replace(current, end=None))
    return found
