"""Undoing: what was created goes, and what was changed gets back what it had, where nobody has touched it since."""

from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlmodel import col

from services.events.event_imports import remarks
from services.events.event_imports.applying import lock_event, set_event, set_series
from services.events.event_imports.here import of_event, of_series
from services.events.event_imports.models import (
    EventImportJob,
    EventImportJobRow,
    EventImportKind,
    EventImportOutcome,
    ImportedEvent,
)
from services.events.event_imports.planning import CANCELLED, parse
from services.events.event_imports.remarks import Remark
from services.events.event_imports.values import Values
from services.events.events.models import OPEN_EVENTS, Event, EventState
from services.events.series.clock import moment_at
from services.events.series.expansion import Occurrence
from services.events.series.models import EventSeries, EventSeriesState
from services.events.series.planning import planned
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import has_sign_ups
from services.kit.work.work import Work


async def undo_row(job: EventImportJob, row: EventImportJobRow, work: Work) -> Remark | None:
    """Takes back what a row has done; returns why not, if it is left alone.

    Args:
        job: The import.
        row: The row, locked. It had an effect.
        work: The work.
    """
    if row.said["status"] == CANCELLED:
        return remarks.STAYS_CANCELLED
    if row.kind == EventImportKind.OCCURRENCE:
        left = await _undo_occurrence(row, work)
    elif row.outcome == EventImportOutcome.UPDATE:
        left = await _undo_update(row, work)
    elif row.kind == EventImportKind.SERIES:
        left = await _undo_series(row, work)
    else:
        left = await _undo_event(row, work)
    if left is None:
        await _forget(job, row, work)
    return left


async def _undo_event(row: EventImportJobRow, work: Work) -> Remark | None:
    """Deletes an event that was created."""
    event = await lock_event(row.event_id, work)
    if event.state == EventState.DELETED:
        return None
    if await has_sign_ups(work, col(SignUp.event_id) == event.id):
        return remarks.SIGN_UPS_KEPT
    if of_event(event) != row.said["values"] or await _has_shifts(event.id, work):
        return remarks.CHANGED_SINCE_IMPORT
    event.delete(has_sign_ups=False)
    await work.announce(event, "deleted")
    return None


async def _undo_series(row: EventImportJobRow, work: Work) -> Remark | None:
    """Ends a series that was created, and deletes its occurrences."""
    series = await work.lock(EventSeries, str(row.event_series_id))
    of_it = select(col(Event.id)).where(
        col(Event.series_id) == series.id, col(Event.state) != EventState.DELETED
    )
    if await has_sign_ups(work, col(SignUp.event_id).in_(of_it)):
        return remarks.SIGN_UPS_KEPT
    if of_series(series) != row.said["values"] or series.shift_templates:
        return remarks.CHANGED_SINCE_IMPORT
    if series.state == EventSeriesState.ACTIVE:
        series.end("", cancel_from=work.now)
    events = await work.lock_all(Event, (await work.session.scalars(of_it)).all())
    for event in events:
        event.delete(has_sign_ups=False)
    await work.announce(series, "ended")
    await work.announce_all(events, "deleted")
    return None


async def _undo_update(row: EventImportJobRow, work: Work) -> Remark | None:
    """Gives an event or a series back what it had, where it still has what the import gave it."""
    if row.kind == EventImportKind.SERIES:
        series = await work.lock(EventSeries, str(row.event_series_id))
        if series.state != EventSeriesState.ACTIVE:
            return remarks.CLOSED_HERE
        back = _back(row, of_series(series))
        await set_series(series, back, work)
    else:
        event = await lock_event(row.event_id, work)
        if event.state not in OPEN_EVENTS:
            return remarks.CLOSED_HERE
        back = _back(row, of_event(event))
        await set_event(event, back, work)
    return None if len(back) == len(row.said["before"]) else remarks.CHANGED_SINCE_IMPORT


async def _undo_occurrence(row: EventImportJobRow, work: Work) -> Remark | None:
    """Gives an occurrence back what it had; one that differed from the start, what its series says."""
    event = await lock_event(row.event_id, work)
    if event.state == EventState.DELETED:  # with its series
        return None
    if event.state not in OPEN_EVENTS:
        return remarks.CLOSED_HERE
    if row.outcome == EventImportOutcome.UPDATE:
        back = _back(row, of_event(event))
        await set_event(event, back, work)
        return None if len(back) == len(row.said["before"]) else remarks.CHANGED_SINCE_IMPORT
    if of_event(event) != row.said["values"]:
        return remarks.CHANGED_SINCE_IMPORT
    series = await work.get(EventSeries, str(row.event_series_id))
    local = parse(row.recurrence_id)
    moment = moment_at(local, series.zone)
    if moment is not None:
        original, _ = planned(series, Occurrence(local, moment), work.now)
        await set_event(event, of_event(original), work)
    return None


def _back(row: EventImportJobRow, here: Values) -> Values:
    after = row.said["values"]
    return {
        name: value for name, value in row.said["before"].items() if here.get(name) == after[name]
    }


async def _has_shifts(event_id: UUID, work: Work) -> bool:
    found = exists().where(col(Shift.event_id) == event_id, col(Shift.state) != ShiftState.DELETED)
    return bool(await work.session.scalar(select(found)))


async def _forget(job: EventImportJob, row: EventImportJobRow, work: Work) -> None:
    """Brings back what was known of a component before."""
    own = (
        col(ImportedEvent.organization_id) == job.organization_id,
        col(ImportedEvent.uid) == row.uid,
        col(ImportedEvent.recurrence_id) == row.recurrence_id,
    )
    link = row.said["link"]
    if link is None:
        await work.session.execute(delete(ImportedEvent).where(*own))
        return
    known = (await work.session.scalars(select(ImportedEvent).where(*own))).one_or_none()
    if known is not None:
        known.said, known.sequence = link["said"], link["sequence"]
