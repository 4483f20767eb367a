"""What is done about imports of calendars by the clock: executing them, undoing them, and forgetting old ones.

The components with one UID are a unit of work, so each is short, and what is done stays done.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.event_imports.applying import apply_row, remember_unchanged
from services.events.event_imports.models import (
    KEPT,
    RUNNING,
    EventImportJob,
    EventImportJobRow,
    EventImportOutcome,
    EventImportState,
)
from services.events.event_imports.remarks import RIGHT_ENDED, Remark
from services.events.event_imports.rights import may_manage
from services.events.event_imports.undoing import undo_row
from services.kit.errors import DomainError, Internal
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.pruning import Pruning, prune
from services.kit.work.work import Work

EXECUTE, UNDO = "execute_event_imports", "undo_event_imports"
AT_ONCE = 100  # components with one UID, before one looks again
FORGOTTEN_AT_ONCE = 100
_TO_DO = col(EventImportJobRow.is_to_do).is_(True)


class Key(NamedTuple):
    """The components with one UID, of an import."""

    job_id: UUID
    head: int


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns what is done about imports by the clock."""
    del settings
    return (
        PerItemJob(EXECUTE, 5.0, _finder(EventImportState.EXECUTING), execute, fail, refuse),
        PerItemJob(UNDO, 5.0, _finder(EventImportState.UNDOING), undo, fail, refuse_undo),
        FORGET,
    )


def _finder(state: EventImportState) -> Any:
    """Returns what finds the next components of imports in a state: in the order of the file, or backwards."""
    head = col(EventImportJobRow.head)
    order = head.desc() if state == EventImportState.UNDOING else head.asc()

    async def find(work: Work) -> Sequence[Key]:
        found = await work.session.execute(
            select(col(EventImportJob.id), head)
            .join(
                EventImportJobRow,
                col(EventImportJobRow.event_import_job_id) == col(EventImportJob.id),
            )
            .where(col(EventImportJob.state) == state, _TO_DO)
            .distinct()
            .order_by(col(EventImportJob.id), order)
            .limit(AT_ONCE)
        )
        return [Key(*row) for row in found]

    return find


async def execute(key: Key, work: Work) -> None:
    """Does what the components with one UID plan."""
    rows = await _lock_rows(key, work)
    if not rows:
        return
    job = await work.get(EventImportJob, str(key.job_id))
    applied = [row for row in rows if row.is_applied]
    if applied and not await may_manage(job, work):
        await _leave(key, rows, RIGHT_ENDED, work)
        return
    for row in sorted(applied, key=lambda each: (each.recurrence_id != "", each.line)):
        await apply_row(job, row, work)
    await remember_unchanged(job, rows, work)
    await _note_done(key, rows, work)


async def refuse(key: Key, error: DomainError, work: Work) -> None:
    """Leaves components alone that cannot be done, and says why."""
    await _leave(key, await _lock_rows(key, work), Remark.of(error), work)


async def fail(key: Key, work: Work) -> None:
    """Leaves components alone at which the platform failed."""
    rows = await _lock_rows(key, work)
    if rows and (await work.get(EventImportJob, str(key.job_id))).state == EventImportState.UNDOING:
        await _leave_undo(key, rows, Remark.of(Internal()), work)
    else:
        await _leave(key, rows, Remark.of(Internal()), work)


async def undo(key: Key, work: Work) -> None:
    """Takes back what the components with one UID have done, the occurrences of a series before it."""
    rows = await _lock_rows(key, work)
    if not rows:
        return
    job = await work.get(EventImportJob, str(key.job_id))
    if not await may_manage(job, work):
        await _leave_undo(key, rows, RIGHT_ENDED, work)
        return
    for row in sorted(rows, key=lambda each: (each.recurrence_id == "", each.line)):
        left = await undo_row(job, row, work)
        row.is_undone = left is None
        if left is not None:
            row.reasons = [*row.reasons, left.stored()]
    await _note_undone(key, rows, work)


async def refuse_undo(key: Key, error: DomainError, work: Work) -> None:
    """Leaves components alone that cannot be undone, and says why."""
    await _leave_undo(key, await _lock_rows(key, work), Remark.of(error), work)


async def _leave(key: Key, rows: Sequence[EventImportJobRow], remark: Remark, work: Work) -> None:
    if not rows:
        return
    job = await work.lock(EventImportJob, str(key.job_id))
    for row in rows:
        if row.is_applied:
            job.count([EventImportOutcome(row.outcome)], by=-1)
            job.count([EventImportOutcome.CONFLICT])
            row.leave(EventImportOutcome.CONFLICT, remark.stored())
    await _note_done(key, rows, work)


async def _leave_undo(
    key: Key, rows: Sequence[EventImportJobRow], remark: Remark, work: Work
) -> None:
    for row in rows:
        row.reasons = [*row.reasons, remark.stored()]
    await _note_undone(key, rows, work)


async def _note_done(key: Key, rows: Sequence[EventImportJobRow], work: Work) -> None:
    """Notes that rows are done. The import is locked last: it is the one thing that all of them share."""
    for row in rows:
        row.is_to_do = False
    await work.transaction.flush()
    job = await work.lock(EventImportJob, str(key.job_id))
    job.note_done(len(rows))
    is_completed = job.state == EventImportState.COMPLETED
    await work.announce(job, "completed" if is_completed else "progressed")
    if not is_completed:
        work.trigger(EXECUTE)


async def _note_undone(key: Key, rows: Sequence[EventImportJobRow], work: Work) -> None:
    if not rows:
        return
    for row in rows:
        row.is_to_do = False
    await work.transaction.flush()
    job = await work.lock(EventImportJob, str(key.job_id))
    job.note_undone(len(rows), sum(row.is_undone for row in rows))
    is_undone = job.state == EventImportState.UNDONE
    await work.announce(job, "undone" if is_undone else "progressed")
    if not is_undone:
        work.trigger(UNDO)


async def _lock_rows(key: Key, work: Work) -> Sequence[EventImportJobRow]:
    """Returns the rows of components that are still to be done, locked; none if another replica has them."""
    found = await work.session.scalars(
        select(EventImportJobRow)
        .where(
            col(EventImportJobRow.event_import_job_id) == key.job_id,
            col(EventImportJobRow.head) == key.head,
            _TO_DO,
        )
        .order_by(col(EventImportJobRow.line))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found.all()


_IMPORTS: Any = EventImportJob.__table__  # type: ignore[attr-defined] # SQLModel does not say so
_ROWS: Any = EventImportJobRow.__table__  # type: ignore[attr-defined] # SQLModel does not say so


def _old(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(EventImportJob.create_time) < now - KEPT,
        col(EventImportJob.state).not_in(RUNNING),
    )


async def _forget(work: Work) -> bool:
    """Forgets rows of old imports, and then the imports. Returns whether there may be more."""
    old = select(col(EventImportJob.id)).where(*_old(work.now))
    if await prune(work, _ROWS, _ROWS.c.event_import_job_id.in_(old)):
        return True
    return await prune(work, _IMPORTS, *_old(work.now), most=FORGOTTEN_AT_ONCE)


FORGET = Pruning("forget_event_imports", 3600, _forget, _IMPORTS, KEPT, _old)
