"""Splitting a series: this occurrence and those that follow become a series of their own.

The new series has the same rule, which counts from the same start, and begins on the day of that occurrence; the old one
ends on the day before. So nothing takes place at another time, and what then changes in one does not concern the other.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from services.events.events.models import Event
from services.events.series.clock import parse_local
from services.events.series.models import EventSeries
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.work import Work


async def split(series: EventSeries, recurrence_id: str, work: Work) -> EventSeries:
    """Makes a series of an occurrence and those that follow it, and announces it and them.

    Args:
        series: The series, locked.
        recurrence_id: Which occurrence is the first of the new series.
        work: The work.

    Returns:
        The new series.

    Raises:
        Refused: There is no such occurrence that has not begun, or it is the first one that there is.
    """
    first = (
        await work.session.execute(
            select(col(Event.start_time)).where(
                col(Event.series_id) == series.id, col(Event.recurrence_id) == recurrence_id
            )
        )
    ).one_or_none()
    if first is None or first.start_time <= work.now:
        raise Refused(
            "The series has no such occurrence that has not begun. Choose one of its occurrences to come.",
            reason="NO_SUCH_OCCURRENCE",
        )
    day = parse_local(recurrence_id).date()
    following = select(col(Event.id)).where(
        col(Event.series_id) == series.id, col(Event.recurrence_id) >= day.isoformat()
    )
    ids = (await work.session.scalars(following)).all()
    new = _copy(series)
    new.split_from_id, new.first_date = series.id, day
    series.last_date = day - timedelta(days=1)
    await work.add(new)
    events = await work.lock_all(Event, ids)
    for event in events:
        event.series_id = new.id
    await work.announce(series, "split")
    await work.announce_all(events, "updated")
    return new


def _copy(series: EventSeries) -> EventSeries:
    values = series.model_dump(exclude={"id", "version", "create_time", "update_time"})
    return EventSeries(id=uuid7(), **values)
