"""The catalogue of indicators: for each a unit, a description, and a function of the history of a group.

An indicator of the contract has one definition here, and the other way round; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.organizations.indicators import measures
from services.organizations.indicators.history import History


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
    PLACES_FILLED_PERCENT = "PLACES_FILLED_PERCENT"
    ATTESTED_HOURS = "ATTESTED_HOURS"
    OFFICER_QUALIFICATIONS = "OFFICER_QUALIFICATIONS"
    PARTNERS = "PARTNERS"


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
    QUALIFICATIONS = "QUALIFICATIONS"
    ORGANIZATIONS = "ORGANIZATIONS"


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of an indicator.

    Attributes:
        indicator: The indicator.
        unit: What it counts.
        looks_back: Whether it looks back over a window of days.
        description: What it means, in a sentence.
        value: Returns it for a history, at the end of a day, over a window of days.
        takes_time: Whether it grows from day to day if nothing else happens.
    """

    indicator: Indicator
    unit: IndicatorUnit
    looks_back: bool
    description: str
    value: Callable[[History, date, int], int]
    takes_time: bool = False


_ALL = (
    Definition(
        Indicator.ACTIVE_MEMBERS,
        IndicatorUnit.PEOPLE,
        False,
        "How many active members the group has.",
        measures.active_members,
    ),
    Definition(
        Indicator.NEW_MEMBERS,
        IndicatorUnit.PEOPLE,
        True,
        "How many people have become members.",
        measures.new_members,
    ),
    Definition(
        Indicator.LEAVING_MEMBERS,
        IndicatorUnit.PEOPLE,
        True,
        "How many members have left.",
        measures.leaving_members,
    ),
    Definition(
        Indicator.OFFICERS,
        IndicatorUnit.PEOPLE,
        False,
        "How many people hold office.",
        measures.officers,
    ),
    Definition(
        Indicator.DAYS_WITH_DEPUTY,
        IndicatorUnit.DAYS,
        False,
        "For how many days two people or more have held office without a break.",
        measures.days_with_deputy,
        takes_time=True,
    ),
    Definition(
        Indicator.MONTHS_SINCE_FOUNDING,
        IndicatorUnit.MONTHS,
        False,
        "How many whole months ago the group was founded here, or was enrolled, whichever is earlier.",
        measures.months_since_founding,
        takes_time=True,
    ),
    Definition(
        Indicator.EVENTS_HELD,
        IndicatorUnit.EVENTS,
        True,
        "How many events took place.",
        measures.events_held,
    ),
    Definition(
        Indicator.EVENTS_CANCELLED,
        IndicatorUnit.EVENTS,
        True,
        "How many events were cancelled.",
        measures.events_cancelled,
    ),
    Definition(
        Indicator.DAYS_WITHOUT_EVENT,
        IndicatorUnit.DAYS,
        False,
        "How many days ago the last event took place, or the group was founded or enrolled.",
        measures.days_without_event,
    ),
    Definition(
        Indicator.PARTICIPANTS,
        IndicatorUnit.PEOPLE,
        True,
        "How many different people took part.",
        measures.participants,
    ),
    Definition(
        Indicator.PARTICIPANT_HOURS,
        IndicatorUnit.HOURS,
        True,
        "How many whole hours people took part, all together.",
        measures.participant_hours,
    ),
    Definition(
        Indicator.REGULARS_PERCENT,
        IndicatorUnit.PERCENT,
        True,
        "How many of a hundred people who took part did so on three days or more.",
        measures.regulars_percent,
    ),
    Definition(
        Indicator.PEOPLE_DOING_HALF,
        IndicatorUnit.PEOPLE,
        True,
        "How few people have done half of the hours together.",
        measures.people_doing_half,
    ),
    Definition(
        Indicator.AGREEMENTS_ADOPTED,
        IndicatorUnit.AGREEMENTS,
        False,
        "How many agreements of the group hold.",
        measures.agreements_adopted,
    ),
    Definition(
        Indicator.SUPPORT_RECEIVED,
        IndicatorUnit.TIMES,
        True,
        "How often support was delivered to the group.",
        measures.support_received,
    ),
    Definition(
        Indicator.OUTSIDE_SUPPORT_PERCENT,
        IndicatorUnit.PERCENT,
        True,
        "How many of a hundred times that support was delivered, it came from outside.",
        measures.outside_support_percent,
    ),
    Definition(
        Indicator.FEEDBACK_GIVEN,
        IndicatorUnit.TIMES,
        True,
        "How often people who came to an event said what they think of it.",
        measures.feedback_given,
    ),
    Definition(
        Indicator.FEEDBACK_SCORE,
        IndicatorUnit.TENTHS,
        True,
        "How people rated events from 1 to 5, in tenths: 42 for a mean of 4.2; 0 if fewer than five did.",
        measures.feedback_score,
    ),
    Definition(
        Indicator.PLACES_FILLED_PERCENT,
        IndicatorUnit.PERCENT,
        True,
        "How many of a hundred places of the events that took place people had.",
        measures.places_filled_percent,
    ),
    Definition(
        Indicator.ATTESTED_HOURS,
        IndicatorUnit.HOURS,
        True,
        "How many whole hours of work two leaders have attested, all together.",
        measures.attested_hours,
    ),
    Definition(
        Indicator.OFFICER_QUALIFICATIONS,
        IndicatorUnit.QUALIFICATIONS,
        False,
        "How many kinds of qualifications the people in office hold together, verified and valid.",
        measures.officer_qualifications,
    ),
    Definition(
        Indicator.PARTNERS,
        IndicatorUnit.ORGANIZATIONS,
        True,
        "With how many other organizations the group held events: places were reserved for their members.",
        measures.partners,
    ),
)
CATALOGUE = {each.indicator: each for each in _ALL}
