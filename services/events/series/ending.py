"""Ending a series: what is still to come is cancelled, a few occurrences in each transaction.

Each is cancelled as `CancelEvent` does it. A process that is killed leaves what it has committed, and the job goes on
from there.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.events.bookings.following import follow_event
from services.events.events.models import OPEN_EVENTS, Event
from services.events.series.models import EventSeries
from services.events.sign_ups.cancelling import cancel_batch, lock_shifts
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import OPEN
from services.kit.work.work import Work

CANCEL_OCCURRENCES = "cancel_occurrences"
BATCH = 5  # occurrences in one transaction, each with up to 100 sign-ups


async def cancel_next_occurrences(series: EventSeries, verb: str, work: Work) -> None:
    """Cancels the next occurrences of an ended series, and announces it with how many are left.

    Args:
        series: The series, locked.
        verb: What happened to it.
        work: The work. If something is left, it triggers the job.
    """
    standing = _standing(series, work)
    found = select(col(Event.id)).where(*standing).order_by(col(Event.start_time), col(Event.id))
    for event in await work.lock_all(Event, (await work.session.scalars(found.limit(BATCH))).all()):
        await cancel_occurrence(event, series.end_reason, work)
    await work.session.flush()
    series.occurrences_to_cancel = await work.count(*_standing(series, work))
    await work.announce(series, verb)
    if series.occurrences_to_cancel:
        await _foresee(standing, series.occurrences_to_cancel, work)
        work.trigger(CANCEL_OCCURRENCES)


async def cancel_occurrence(event: Event, reason: str, work: Work) -> None:
    """Cancels an event that has not begun, unless somebody has done so, and those sign-ups that come first.

    Args:
        event: The event, locked.
        reason: Why.
        work: The work.
    """
    if event.state in OPEN_EVENTS:
        event.cancel(reason, at=work.now)
        await lock_shifts(event, work)
        await cancel_batch(event, "cancelled", work)
        await follow_event(event, work)


async def _foresee(standing: Sequence[ColumnElement[bool]], events: int, work: Work) -> None:
    """Says how much is left to cancel."""
    open_ = await work.count(
        col(SignUp.event_id).in_(select(col(Event.id)).where(*standing)),
        col(SignUp.state).in_(OPEN),
    )
    work.foresee(Event, events)
    work.foresee(SignUp, open_)


def _standing(series: EventSeries, work: Work) -> list[ColumnElement[bool]]:
    return [
        col(Event.series_id) == series.id,
        col(Event.start_time) >= series.cancel_from,
        col(Event.start_time) > work.now,
        col(Event.state).in_(OPEN_EVENTS),
    ]


async def find_ending(work: Work) -> Sequence[UUID]:
    """Returns the ended series with occurrences that are still to be cancelled."""
    waiting = select(col(EventSeries.id)).where(col(EventSeries.occurrences_to_cancel) > 0)
    return (await work.session.scalars(waiting.order_by(col(EventSeries.id)))).all()


async def cancel_next(series_id: UUID, work: Work) -> None:
    """Cancels the next occurrences of an ended series, unless another replica does."""
    series = await work.lock_free(EventSeries, series_id)
    if series is not None and series.occurrences_to_cancel:
        await cancel_next_occurrences(series, "updated", work)
