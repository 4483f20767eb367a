"""The catalogue of indicators: for each a unit, a description, and a function of the history of a group.

An indicator of the contract has one definition here, and the other way round; a test holds the two together.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.organizations.indicators.history import DAY, History, months_between


class Indicator(StrEnum):
    """What is computed about a group."""

    ACTIVE_MEMBERS = "ACTIVE_MEMBERS"
    NEW_MEMBERS = "NEW_MEMBERS"
    LEAVING_MEMBERS = "LEAVING_MEMBERS"
    OFFICERS = "OFFICERS"
    DAYS_WITH_DEPUTY = "DAYS_WITH_DEPUTY"
    MONTHS_SINCE_FOUNDING = "MONTHS_SINCE_FOUNDING"
    EVENTS_HELD = "EVENTS_HELD"
    EVENTS_CANCELLED = "EVENTS_CANCELLED"
    DAYS_WITHOUT_EVENT = "DAYS_WITHOUT_EVENT"
    PARTICIPANTS = "PARTICIPANTS"
    PARTICIPANT_HOURS = "PARTICIPANT_HOURS"
    REGULARS_PERCENT = "REGULARS_PERCENT"
    PEOPLE_DOING_HALF = "PEOPLE_DOING_HALF"
    AGREEMENTS_ADOPTED = "AGREEMENTS_ADOPTED"
    SUPPORT_RECEIVED = "SUPPORT_RECEIVED"
    OUTSIDE_SUPPORT_PERCENT = "OUTSIDE_SUPPORT_PERCENT"
    FEEDBACK_GIVEN = "FEEDBACK_GIVEN"
    FEEDBACK_SCORE = "FEEDBACK_SCORE"


class IndicatorUnit(StrEnum):
    """What an indicator counts."""

    PEOPLE = "PEOPLE"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    EVENTS = "EVENTS"
    HOURS = "HOURS"
    PERCENT = "PERCENT"
    AGREEMENTS = "AGREEMENTS"
    TIMES = "TIMES"
    TENTHS = "TENTHS"


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of an indicator.

    Attributes:
        indicator: The indicator.
        unit: What it counts.
        looks_back: Whether it looks back over a window of days.
        description: What it means, in a sentence.
        value: Returns it for a history, at the end of a day, over a window of days.
    """

    indicator: Indicator
    unit: IndicatorUnit
    looks_back: bool
    description: str
    value: Callable[[History, date, int], int]


def active_members(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many members the group has."""
    del window_days
    return history.joined.until(day) - history.left.until(day)


def new_members(history: History, day: date, window_days: int) -> int:
    """Returns how many people have become members."""
    return history.joined.within(day, window_days)


def leaving_members(history: History, day: date, window_days: int) -> int:
    """Returns how many members have left."""
    return history.left.within(day, window_days)


def officers(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many people hold office."""
    del window_days
    return history.officers_on(day)


def days_with_deputy(history: History, day: date, window_days: int = 0) -> int:
    """Returns for how many days two people or more have held office without a break."""
    del window_days
    changes = sorted({each for term in history.terms for each in (term.start, term.end) if each})
    since = day + DAY
    for change in reversed([each for each in changes if each <= day]):
        # Between two changes the number stays the same.
        if history.officers_on(change) < _WITH_DEPUTY:
            break
        since = change
    return (day - since).days + 1 if since <= day else 0


_WITH_DEPUTY = 2


def months_since_founding(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many whole months ago the group was founded."""
    del window_days
    return months_between(history.founded, day)


def events_held(history: History, day: date, window_days: int) -> int:
    """Returns how many events took place."""
    return history.held.within(day, window_days)


def events_cancelled(history: History, day: date, window_days: int) -> int:
    """Returns how many events were cancelled."""
    return history.cancelled.within(day, window_days)


def days_without_event(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many days ago the last event took place, or the group was founded."""
    del window_days
    last = history.held.last_until(day) or history.founded
    return max(0, (day - last).days)


def participants(history: History, day: date, window_days: int) -> int:
    """Returns how many different people took part."""
    return len({visit.person_id for visit in history.visits_within(day, window_days)})


def participant_hours(history: History, day: date, window_days: int) -> int:
    """Returns how many whole hours people took part, all together."""
    return sum(visit.minutes for visit in history.visits_within(day, window_days)) // 60


def regulars_percent(history: History, day: date, window_days: int) -> int:
    """Returns how many of a hundred people who took part did so on several days."""
    days = Counter(visit.person_id for visit in history.visits_within(day, window_days))
    regulars = sum(count >= _DAYS_OF_A_REGULAR for count in days.values())
    return 100 * regulars // len(days) if days else 0


def people_doing_half(history: History, day: date, window_days: int) -> int:
    """Returns how few people have done half of the hours together."""
    minutes: Counter[UUID] = Counter()
    for visit in history.visits_within(day, window_days):
        minutes[visit.person_id] += visit.minutes
    return fewest_with_half(minutes)


def fewest_with_half(shares: Counter[UUID]) -> int:
    """Returns how few have half of the whole together; 0 if there is nothing."""
    total, done = shares.total(), 0
    for count, (_, most) in enumerate(shares.most_common(), start=1):
        done += most
        if total and 2 * done >= total:
            return count
    return 0


_DAYS_OF_A_REGULAR = 3


def agreements_adopted(history: History, day: date, window_days: int = 0) -> int:
    """Returns how many agreements hold."""
    del window_days
    return history.adopted.until(day) - history.given_up.until(day)


def support_received(history: History, day: date, window_days: int) -> int:
    """Returns how often support was delivered."""
    return history.supported.within(day, window_days)


def outside_support_percent(history: History, day: date, window_days: int) -> int:
    """Returns how many of a hundred times that support was delivered, it came from outside."""
    received = support_received(history, day, window_days)
    return (
        100 * history.supported_from_outside.within(day, window_days) // received if received else 0
    )


def feedback_given(history: History, day: date, window_days: int) -> int:
    """Returns how often people said what they think of an event."""
    return history.rated.within(day, window_days)


def feedback_score(history: History, day: date, window_days: int) -> int:
    """Returns the mean of the ratings of events in tenths, such as 42 for 4.2, once there are enough of them."""
    given = feedback_given(history, day, window_days)
    return (
        10 * history.ratings.within(day, window_days) // given if given >= _ENOUGH_FEEDBACK else 0
    )


_ENOUGH_FEEDBACK = 5


_ALL = (
    Definition(
        Indicator.ACTIVE_MEMBERS,
        IndicatorUnit.PEOPLE,
        False,
        "How many active members the group has.",
        active_members,
    ),
    Definition(
        Indicator.NEW_MEMBERS,
        IndicatorUnit.PEOPLE,
        True,
        "How many people have become members.",
        new_members,
    ),
    Definition(
        Indicator.LEAVING_MEMBERS,
        IndicatorUnit.PEOPLE,
        True,
        "How many members have left.",
        leaving_members,
    ),
    Definition(
        Indicator.OFFICERS,
        IndicatorUnit.PEOPLE,
        False,
        "How many people hold office.",
        officers,
    ),
    Definition(
        Indicator.DAYS_WITH_DEPUTY,
        IndicatorUnit.DAYS,
        False,
        "For how many days two people or more have held office without a break.",
        days_with_deputy,
    ),
    Definition(
        Indicator.MONTHS_SINCE_FOUNDING,
        IndicatorUnit.MONTHS,
        False,
        "How many whole months ago the group was founded here, or was enrolled, whichever is earlier.",
        months_since_founding,
    ),
    Definition(
        Indicator.EVENTS_HELD,
        IndicatorUnit.EVENTS,
        True,
        "How many events took place.",
        events_held,
    ),
    Definition(
        Indicator.EVENTS_CANCELLED,
        IndicatorUnit.EVENTS,
        True,
        "How many events were cancelled.",
        events_cancelled,
    ),
    Definition(
        Indicator.DAYS_WITHOUT_EVENT,
        IndicatorUnit.DAYS,
        False,
        "How many days ago the last event took place, or the group was founded or enrolled.",
        days_without_event,
    ),
    Definition(
        Indicator.PARTICIPANTS,
        IndicatorUnit.PEOPLE,
        True,
        "How many different people took part.",
        participants,
    ),
    Definition(
        Indicator.PARTICIPANT_HOURS,
        IndicatorUnit.HOURS,
        True,
        "How many whole hours people took part, all together.",
        participant_hours,
    ),
    Definition(
        Indicator.REGULARS_PERCENT,
        IndicatorUnit.PERCENT,
        True,
        "How many of a hundred people who took part did so on three days or more.",
        regulars_percent,
    ),
    Definition(
        Indicator.PEOPLE_DOING_HALF,
        IndicatorUnit.PEOPLE,
        True,
        "How few people have done half of the hours together.",
        people_doing_half,
    ),
    Definition(
        Indicator.AGREEMENTS_ADOPTED,
        IndicatorUnit.AGREEMENTS,
        False,
        "How many agreements of the group hold.",
        agreements_adopted,
    ),
    Definition(
        Indicator.SUPPORT_RECEIVED,
        IndicatorUnit.TIMES,
        True,
        "How often support was delivered to the group.",
        support_received,
    ),
    Definition(
        Indicator.OUTSIDE_SUPPORT_PERCENT,
        IndicatorUnit.PERCENT,
        True,
        "How many of a hundred times that support was delivered, it came from outside.",
        outside_support_percent,
    ),
    Definition(
        Indicator.FEEDBACK_GIVEN,
        IndicatorUnit.TIMES,
        True,
        "How often people who came to an event said what they think of it.",
        feedback_given,
    ),
    Definition(
        Indicator.FEEDBACK_SCORE,
        IndicatorUnit.TENTHS,
        True,
        "How people rated events from 1 to 5, in tenths: 42 for a mean of 4.2; 0 if fewer than five did.",
        feedback_score,
    ),
)
CATALOGUE = {each.indicator: each for each in _ALL}
