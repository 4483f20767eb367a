"""When a group shows a sign on a day, as pure functions of its history.

A rule looks back only. So what a group did on a day changes nothing about the days before it, and only days from the
first one on that has changed need be looked at again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from services.organizations.indicators.history import DAY, History
from services.organizations.indicators.measures import (
    active_members,
    days_without_event,
    events_cancelled,
    events_held,
    participant_hours,
    people_doing_half,
)
from services.organizations.signs.models import GroupSignKind

WINDOW_DAYS = 90
# A group that is younger shows none but complaints: it is only beginning.
GRACE_DAYS = 30
# How often a group meets that has not met often enough to tell.
USUAL_DAYS = 30
DEPUTY_DAYS = 14
_SHORTEST_USUAL_DAYS = 7
_YEAR_DAYS = 366
_FEWEST_DAYS = 3
_FEWEST_HOURS = 10
_FEWEST_OFFICERS = 2
_FEWEST_LOST = 2
_FEWEST_CANCELLED = 2


class Seen(NamedTuple):
    """What a sign is about.

    Attributes:
        value: What was seen.
        compared: What it was compared with.
    """

    value: int
    compared: int


def usual_days(history: History, day: date) -> int:
    """Returns how many days usually lie between two days with events of a group, over the last year."""
    days = history.held.days_within(day, _YEAR_DAYS)
    if len(days) < _FEWEST_DAYS:
        return USUAL_DAYS
    between = [(later - earlier).days for earlier, later in pairwise(days)]
    return max(_SHORTEST_USUAL_DAYS, round(median(between)))


def fading(history: History, day: date) -> Seen | None:
    """Twice the usual time has passed without an event."""
    usual, without = usual_days(history, day), days_without_event(history, day)
    return Seen(without, usual) if without > 2 * usual else None


def one_person(history: History, day: date) -> Seen | None:
    """One person does half of the work, or is the only member."""
    members = active_members(history, day)
    does_half = (
        people_doing_half(history, day, WINDOW_DAYS) == 1
        and participant_hours(history, day, WINDOW_DAYS) >= _FEWEST_HOURS
    )
    return Seen(members, WINDOW_DAYS) if members <= 1 or does_half else None


def no_deputy(history: History, day: date) -> Seen | None:
    """For two weeks nobody could have stood in for the one who holds office."""
    for back in range(DEPUTY_DAYS):
        if history.officers_on(day - back * DAY) >= _FEWEST_OFFICERS:
            return None
    return Seen(history.officers_on(day), DEPUTY_DAYS)


def shrinking(history: History, day: date) -> Seen | None:
    """A fifth of the members has gone, and nobody has come in their place."""
    now = active_members(history, day)
    before = active_members(history, day - WINDOW_DAYS * DAY)
    lost = before - now
    return Seen(now, before) if lost >= _FEWEST_LOST and 5 * lost >= before else None


def cancelling(history: History, day: date) -> Seen | None:
    """A third of the events was cancelled."""
    cancelled = events_cancelled(history, day, WINDOW_DAYS)
    planned = cancelled + events_held(history, day, WINDOW_DAYS)
    enough = cancelled >= _FEWEST_CANCELLED and 3 * cancelled >= planned
    return Seen(cancelled, planned) if enough else None


def complaints(history: History, day: date) -> Seen | None:
    """Complaints wait for an answer, some of them for so many days."""
    waiting = history.complained.until(day) - history.heard.until(day)
    return Seen(waiting, history.complained.within(day, WINDOW_DAYS)) if waiting else None


RULES: Mapping[GroupSignKind, Callable[[History, date], Seen | None]] = {
    GroupSignKind.FADING: fading,
    GroupSignKind.ONE_PERSON: one_person,
    GroupSignKind.NO_DEPUTY: no_deputy,
    GroupSignKind.SHRINKING: shrinking,
    GroupSignKind.CANCELLING: cancelling,
    GroupSignKind.COMPLAINTS: complaints,
}


# What depends on who belonged to the group.
_OF_THE_ROSTER = (GroupSignKind.ONE_PERSON, GroupSignKind.NO_DEPUTY, GroupSignKind.SHRINKING)


def shows(kind: GroupSignKind, history: History, day: date) -> Seen | None:
    """Returns what a group shows on a day; None if it shows no such sign."""
    if kind != GroupSignKind.COMPLAINTS and day < history.founded + GRACE_DAYS * DAY:
        return None
    if kind in _OF_THE_ROSTER and not history.joined.until(day) and history.joined.until(date.max):
        return None  # nobody knows who belonged to it before its roster was kept here
    return RULES[kind](history, day)
