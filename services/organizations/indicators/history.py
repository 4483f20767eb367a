"""The history of a group, by day: what indicators are computed from.

It says how many people did something on which day, and who held office from when to when. The value of an indicator on a
past day is computed from the same history, so it can be computed again later.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple, TypeVar
from uuid import UUID

DAY = timedelta(days=1)


def months_between(start: date, end: date) -> int:
    """Returns how many whole months lie between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


class Counts:
    """How much there was on each day, which answers how much there was in any number of days.

    Args:
        by_day: The days with how much there was, in any order; a day may come several times.
    """

    def __init__(self, by_day: Iterable[tuple[date, int]] = ()) -> None:
        ordered = sorted(by_day)
        self._days = [day for day, _ in ordered]
        self._sums = [0, *accumulate(count for _, count in ordered)]

    def until(self, day: date) -> int:
        """Returns how much there was until the end of a day."""
        return self._sums[bisect_right(self._days, day)]

    def within(self, day: date, window_days: int) -> int:
        """Returns how much there was in so many days, of which this is the last."""
        return self.until(day) - self.until(day - window_days * DAY)

    def days_within(self, day: date, window_days: int) -> list[date]:
        """Returns the days on which there was any, of so many days of which this is the last, in order."""
        first = bisect_right(self._days, day - window_days * DAY)
        last = bisect_right(self._days, day)
        return list(
            dict.fromkeys(
                self._days[place]
                for place in range(first, last)
                if self._sums[place + 1] > self._sums[place]
            )
        )

    def last_until(self, day: date) -> date | None:
        """Returns the last day up to this one on which there was any; None if there is none."""
        for place in reversed(range(bisect_right(self._days, day))):
            if self._sums[place + 1] > self._sums[place]:
                return self._days[place]
        return None


class Visit(NamedTuple):
    """That somebody took part on a day.

    Attributes:
        day: The day.
        person_id: The person.
        minutes: For how long.
    """

    day: date
    person_id: UUID
    minutes: int


class Partnering(NamedTuple):
    """That another organization had reserved places at an event of a day.

    Attributes:
        day: The day.
        partner_id: The organization.
    """

    day: date
    partner_id: UUID


class Qualified(NamedTuple):
    """A verified qualification.

    Attributes:
        kind_id: What it is for.
        since: The first day on which it is valid.
        until: The last one; None if it is valid for good.
    """

    kind_id: UUID
    since: date
    until: date | None

    def includes(self, day: date) -> bool:
        """Returns whether it is valid on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


_OfADay = TypeVar("_OfADay", Visit, Partnering)


@dataclass(frozen=True, slots=True)
class Term:
    """A time for which somebody holds office.

    Attributes:
        person_id: The person.
        start: The first day.
        end: The day on which it ended, which does not count any more; None if it goes on.
    """

    person_id: UUID
    start: date
    end: date | None = None

    def includes(self, day: date) -> bool:
        """Returns whether the person held office at the end of a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class History:
    """The history of a group.

    Attributes:
        founded: The day on which it was founded, or on which somebody began to cultivate it, if that was earlier.
        joined: How many people became members on which day.
        left: How many members left on which day.
        terms: Who held office when.
        held: How many events began on which day.
        cancelled: How many events that were cancelled would have begun on which day.
        visits: Who took part when, by day. They need not go back further than anybody asks.
        adopted: How many versions of agreements were adopted on which day.
        given_up: How many of those were replaced or retired on which day.
        supported: How often support was delivered on which day.
        supported_from_outside: How often of these it came from outside the organization that cultivates the group.
        rated: How many people rated the events that began on which day.
        ratings: The sum of their ratings, each from 1 to 5.
        complained: How many complaints about it were filed on which day.
        heard: How many of these were answered, or closed without an answer, on which day.
        places: How many places the events that began on which day had.
        places_taken: How many of these people had.
        attested_minutes: For how many minutes of work on which day two leaders have attested.
        partners: Which organizations had reserved places at its events, by day.
        qualifications: The verified qualifications of those who held office at any time, by person.
    """

    founded: date
    joined: Counts = field(default_factory=Counts)
    left: Counts = field(default_factory=Counts)
    terms: Sequence[Term] = ()
    held: Counts = field(default_factory=Counts)
    cancelled: Counts = field(default_factory=Counts)
    visits: Sequence[Visit] = ()
    adopted: Counts = field(default_factory=Counts)
    given_up: Counts = field(default_factory=Counts)
    supported: Counts = field(default_factory=Counts)
    supported_from_outside: Counts = field(default_factory=Counts)
    rated: Counts = field(default_factory=Counts)
    ratings: Counts = field(default_factory=Counts)
    complained: Counts = field(default_factory=Counts)
    heard: Counts = field(default_factory=Counts)
    places: Counts = field(default_factory=Counts)
    places_taken: Counts = field(default_factory=Counts)
    attested_minutes: Counts = field(default_factory=Counts)
    partners: Sequence[Partnering] = ()
    qualifications: Mapping[UUID, Sequence[Qualified]] = field(default_factory=dict)

    def visits_within(self, day: date, window_days: int) -> Sequence[Visit]:
        """Returns who took part in so many days, of which this is the last."""
        return _within(self.visits, day, window_days)

    def partners_within(self, day: date, window_days: int) -> Sequence[Partnering]:
        """Returns who had reserved places in so many days, of which this is the last."""
        return _within(self.partners, day, window_days)

    def officers_on(self, day: date) -> int:
        """Returns how many people held office at the end of a day."""
        return len(self._in_office(day))

    def qualifications_on(self, day: date) -> int:
        """Returns of how many kinds those who held office at the end of a day had a valid qualification."""
        held = (
            each for person in self._in_office(day) for each in self.qualifications.get(person, ())
        )
        return len({each.kind_id for each in held if each.includes(day)})

    def _in_office(self, day: date) -> set[UUID]:
        return {term.person_id for term in self.terms if term.includes(day)}


def _within(rows: Sequence[_OfADay], day: date, window_days: int) -> Sequence[_OfADay]:
    """Returns those of rows in the order of their days that lie in so many days, of which this is the last."""
    first = bisect_left(rows, day - (window_days - 1) * DAY, key=_day_of)
    return rows[first : bisect_right(rows, day, key=_day_of)]


def _day_of(row: Visit | Partnering) -> date:
    return row.day
