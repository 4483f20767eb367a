"""What a plan is about: people, shifts, and the rules between them. Plain data.

Times are datetimes with a zone, and lengths are whole minutes. Days, weeks (Monday to Sunday) and weekends
(Saturday and Sunday) are those of `Problem.zone`. A shift counts for the day on which it starts there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.events.plans.engine.aims import Costs

PersonId = str
ShiftId = str


class Assignment(NamedTuple):
    """A person in a role of a shift."""

    person: PersonId
    shift: ShiftId
    role: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `start` until just before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What nobody may ask of a person, or what they were promised. All of it is hard; None means no limit.

    A run of days, on or off, that touches the first or the last day of the plan may be shorter than the least,
    because nobody knows what comes before or after. Days that count are those with a shift of the plan.

    Attributes:
        minutes_a_day: Most minutes of shifts that start on one day.
        minutes_a_week: Most minutes a week. A week that the plan cuts counts with the days in the plan.
        least_minutes_a_week: Least minutes in each week of which all seven days are in the plan.
        minutes: Most minutes in the plan.
        least_minutes: Least minutes in the plan.
        shifts_a_day: Most shifts that start on one day.
        shifts_of_kind: Most shifts of a kind in the plan.
        days_in_a_row: Most days in a row with a shift.
        least_days_in_a_row: Least days in a row with a shift.
        least_days_off_in_a_row: Least days in a row without one.
        weekends: Most weekends with a shift on Saturday or Sunday.
        rest: Least minutes between the end of a shift and the start of the next.
    """

    minutes_a_day: int | None = None
    minutes_a_week: int | None = None
    least_minutes_a_week: int = 0
    minutes: int | None = None
    least_minutes: int = 0
    shifts_a_day: int | None = None
    shifts_of_kind: Mapping[str, int] = field(default_factory=dict)
    days_in_a_row: int | None = None
    least_days_in_a_row: int = 1
    least_days_off_in_a_row: int = 1
    weekends: int | None = None
    rest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be assigned.

    Attributes:
        id: Identifies the person.
        limits: What must hold for them.
        away: When they cannot come. A shift that overlaps with it by a minute is out.
        wanted: How many minutes they would like to have in this plan; None if they did not say.
        past: How many minutes they had in the last months; fairness is about these and the plan's.
    """

    id: PersonId
    limits: Limits = Limits()
    away: tuple[Span, ...] = ()
    wanted: int | None = None
    past: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Places of one sort in a shift.

    Attributes:
        name: Such as "cook"; empty where a shift has one sort of place only.
        needed: How many people the shift cannot do without.
        places: How many there are places for; at least as many as are needed.
        most: How many may come where more than there are places is bad but possible; None for no more.
        able: Who can take this role, of those who can take the shift; None for all of them.
    """

    name: str = ""
    needed: int = 0
    places: int
    most: int | None = None
    able: frozenset[PersonId] | None = None

    @property
    def limit(self) -> int:
        """How many people can be assigned."""
        return self.places if self.most is None else self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """At least some of certain people: nobody works in the shift unless so many of them do.

    Attributes:
        name: Such as "experienced" or "first aid".
        people: Who counts.
        least: How many of them, at least one.
    """

    name: str
    people: frozenset[PersonId]
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Work at a time.

    Attributes:
        id: Identifies the shift.
        start: When it starts.
        end: When it ends, later than it starts.
        roles: Its places. A person takes one role of a shift at most.
        kind: Such as "night", for limits by kind and for sequences.
        place: Where it is, for travel times.
        series: What it continues, such as "Tuesday lunch", for continuity.
        need: How much worse an empty place is here than elsewhere; 1 for a usual shift.
        against: Who cannot take it, with every reason by name, as the evaluator of sign-ups gives them.
        presences: Who must be among those who work.
    """

    id: ShiftId
    start: datetime
    end: datetime
    roles: tuple[Role, ...]
    kind: str = ""
    place: str = ""
    series: str = ""
    need: int = 1
    against: Mapping[PersonId, tuple[str, ...]] = field(default_factory=dict)
    presences: tuple[Presence, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A person would like a shift (`weight` above 0), or would rather not have it (below 0)."""

    person: PersonId
    shift: ShiftId
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """All that decides about a plan.

    Attributes:
        zone: Where the days, weeks and weekends are.
        people: Who can be assigned.
        shifts: What needs people. To let rules about rest and rows of days see what was worked before, list
            those shifts too, and fix who worked in them.
        first_day: The first day of the plan; None for that of the first shift.
        last_day: The last day of the plan; None for that of the last shift.
        fixed: What stays as it is, even against eligibility, ability and absence; all other rules hold.
        earlier: What people were told before, for few changes; None if this is the first plan.
        wishes: What people would like, or would rather not.
        apart: People of whom no two may be in one shift.
        together: People who are in a shift all, or none of them.
        travel: Minutes between two different places, in either order; 0 where nothing is said.
        not_next_day: Pairs of kinds: the second must not be worked on the day after the first.
        known: Who knows a series from before, by series.
        newcomers: Who is new; a good shift has both new and old people.
        costs: What each aim is worth.
    """

    zone: ZoneInfo
    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]
    first_day: date | None = None
    last_day: date | None = None
    fixed: frozenset[Assignment] = frozenset()
    earlier: frozenset[Assignment] | None = None
    wishes: tuple[Wish, ...] = ()
    apart: tuple[frozenset[PersonId], ...] = ()
    together: tuple[frozenset[PersonId], ...] = ()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    not_next_day: frozenset[tuple[str, str]] = frozenset()
    known: Mapping[str, frozenset[PersonId]] = field(default_factory=dict)
    newcomers: frozenset[PersonId] = frozenset()
    costs: Costs = field(default_factory=Costs)
