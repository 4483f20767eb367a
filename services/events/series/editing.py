"""Carrying a change of a series into the occurrences that have not begun.

The series is locked first, so that no replica makes occurrences meanwhile, then the people, events, shifts and
sign-ups, as everywhere. All happens in one transaction: a series has a bounded number of occurrences ahead, and the
people who move with them are bounded too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import func, inspect, select, update
from sqlmodel import col

from services.events.events.models import OPEN_EVENTS, Event
from services.events.events.moving import MOST, lock_people_of
from services.events.series.carrying import Change, carry
from services.events.series.clock import moment_at, parse_local, show_local
from services.events.series.ending import cancel_occurrence
from services.events.series.expansion import occurrences_after
from services.events.series.making import AHEAD, make_batch
from services.events.series.models import EventSeries
from services.events.series.pairing import paired, period_of
from services.kit.errors import Refused
from services.kit.work.bulk import new_row
from services.kit.work.work import Work

NO_OCCURRENCE = "The series no longer has this occurrence."
MOST_PEOPLE = MOST  # who move at once
_LONGEST_PERIOD = timedelta(days=366)
_TIMES = (
    "start",
    "time_zone",
    "duration_minutes",
    "sign_up_opens_minutes",
    "sign_up_closes_minutes",
    "recurrence",
)


def as_it_is(series: EventSeries) -> EventSeries:
    """Returns a copy of a series that stays as it is."""
    names = inspect(EventSeries).columns.keys()
    return new_row(EventSeries, **{name: getattr(series, name) for name in names})


async def carry_change(series: EventSeries, before: EventSeries, work: Work) -> None:
    """Carries a change of a series into its occurrences.

    Args:
        series: The series as it is, locked.
        before: The series as it was.
        work: The work.

    Raises:
        Refused: More people would move than can at once, or somebody has come to an occurrence already.
    """
    ids = await _ahead(series, work)
    is_moving = _times(before) != _times(series)
    if is_moving:
        await _lock_people(ids, work)
    events = await work.lock_all(Event, ids)
    moments = await _moments(series, before, events, work) if is_moving else {}
    for event in _in_order(events, moments):
        was, will_be = moments.get(event.id) or (event.start_time, event.start_time)
        if event.state not in OPEN_EVENTS:
            await work.announce(event, "updated")
        elif will_be is not None:
            await carry(event, Change(before, series, was, will_be), work)
        elif event.start_time == was:
            await cancel_occurrence(event, NO_OCCURRENCE, work)
    if is_moving:
        series.made_until = work.now
        await make_batch(series, work)


def _times(series: EventSeries) -> list[Any]:
    """Returns what decides when everything takes place."""
    shifts = [
        (each["id"], each.get("starts_after_minutes"), each["duration_minutes"])
        for each in series.shift_templates
    ]
    return [*(getattr(series, name) for name in _TIMES), shifts]


async def _ahead(series: EventSeries, work: Work) -> Sequence[UUID]:
    """Returns the occurrences that have not begun, in whatever state."""
    ahead = select(col(Event.id)).where(
        col(Event.series_id) == series.id, col(Event.start_time) > work.now
    )
    return (await work.session.scalars(ahead)).all()


async def _lock_people(ids: Sequence[UUID], work: Work) -> None:
    if await lock_people_of(ids, work) > MOST_PEOPLE:
        raise Refused(
            "More than {max} people have signed up for the occurrences that would move, which is the most that can move"
            " at once. Split the series at a later occurrence and change what follows, or cancel some and create"
            " a new series.",
            reason="TOO_MANY_TO_MOVE",
            params={"max": MOST_PEOPLE},
        )


async def _moments(
    series: EventSeries, before: EventSeries, events: Sequence[Event], work: Work
) -> Mapping[UUID, tuple[datetime, datetime | None]]:
    """Gives each event the recurrence ID of the occurrence that it goes on as.

    Returns:
        By the ID of the event, when the old series has it start, and when the new one does; None if it has no place there.
    """
    by_local = {parse_local(each.recurrence_id): each for each in events}
    horizon = max([work.now + AHEAD, *(each.start_time for each in events)]) + _LONGEST_PERIOD
    pattern = series.pattern
    taken = await _taken_by_others(series, events, work)
    following = takewhile(lambda each: each.moment < horizon, occurrences_after(pattern, work.now))
    new = {each.local: each.moment for each in following if show_local(each.local) not in taken}
    pairs = paired(by_local, new, period_of(pattern))
    await _rename([(by_local[old], new) for old, new in pairs.items() if old != new], work)
    return {
        event.id: (
            moment_at(local, before.zone) or event.start_time,
            new[pairs[local]] if local in pairs else None,
        )
        for local, event in by_local.items()
    }


async def _taken_by_others(series: EventSeries, events: Sequence[Event], work: Work) -> set[str]:
    """Returns the recurrence IDs of the occurrences that have begun."""
    others = select(col(Event.recurrence_id)).where(
        col(Event.series_id) == series.id,
        col(Event.id).not_in([each.id for each in events]),
        col(Event.end_time) > work.now - _LONGEST_PERIOD,
    )
    return set((await work.session.scalars(others)).all())


async def _rename(names: Sequence[tuple[Event, datetime]], work: Work) -> None:
    """Gives events other recurrence IDs. None has that of another on the way."""
    if not names:
        return
    await work.transaction.flush()
    aside = update(Event).where(col(Event.id).in_([event.id for event, _ in names]))
    await work.session.execute(
        aside.values(recurrence_id=func.concat("~", col(Event.recurrence_id))),
        execution_options={"synchronize_session": False},
    )
    for event, local in names:
        event.recurrence_id = show_local(local)
    await work.transaction.flush()


def _in_order(
    events: Sequence[Event], moments: Mapping[UUID, tuple[datetime, datetime | None]]
) -> list[Event]:
    """Returns events in an order in which none moves to where another one still is.

    What no longer takes place goes first, then what moves to a later time, the last one first, and then the others.
    """

    def key(event: Event) -> tuple[int, float]:
        was, will_be = moments.get(event.id, (event.start_time, event.start_time))
        if will_be is None:
            return 0, 0.0
        is_later = will_be > was
        return (1, -will_be.timestamp()) if is_later else (2, will_be.timestamp())

    return sorted(events, key=key)
