"""The execution of plans: batch by batch, each in one transaction with the progress that it makes.

A process that dies leaves the batches that it has committed, and the next goes on after them: no row is
applied twice, and none is left out. Replicas share the imports, not the batches of one. A batch that fails
by a fault of ours, again and again, ends the import; the batches before it stand.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlmodel import col

from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.pruning import Pruning, prune, pruning
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.imports.batches import in_batches
from services.organizations.imports.mappings import ImportMapping
from services.organizations.imports.models import (
    KEPT,
    ImportJob,
    ImportJobRow,
    ImportKind,
    ImportOutcome,
    ImportState,
)
from services.organizations.imports.organizations.applying import apply_organizations
from services.organizations.imports.organizations.undoing import undo_organizations
from services.organizations.imports.people.applying import apply_people
from services.organizations.imports.people.undoing import undo_people
from services.organizations.imports.plan import ROWS, Group, stored_batch
from services.organizations.imports.rights import NO_RIGHT, without_right
from services.organizations.imports.undoing import undo_imports

EXECUTE = "execute_imports"
FORGOTTEN_AT_ONCE = 100
MAPPINGS_KEPT = timedelta(days=400)  # a list of members comes once a year at least

# Applies groups to their targets. Those whose targets are not as they were planned it leaves, with
# the reason (`Group.leave`); it announces what it changes.
Apply = Callable[[ImportJob, Sequence[Group], Work], Awaitable[None]]


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns what is done about imports by the clock."""
    del settings
    return (
        execute_imports(
            {ImportKind.ORGANIZATIONS: apply_organizations, ImportKind.PEOPLE: apply_people}
        ),
        undo_imports(
            {ImportKind.ORGANIZATIONS: undo_organizations, ImportKind.PEOPLE: undo_people}
        ),
        FORGET_IMPORTS,
        FORGET_MAPPINGS,
    )


def execute_imports(kinds: Mapping[ImportKind, Apply]) -> PerItemJob:
    """Returns the job that executes imports: one batch of each, then the next of each.

    Args:
        kinds: How each kind of import is applied.
    """

    async def execute(job: ImportJob, work: Work) -> None:
        await execute_batch(job, kinds[job.kind], work)

    return in_batches(EXECUTE, ImportState.EXECUTING, execute)


async def execute_batch(job: ImportJob, apply: Apply, work: Work) -> None:
    """Applies the next batch of an import that is locked, and announces the progress."""
    groups = await stored_batch(job, job.batches_done + 1, work)
    planned = {row.line: row.outcome for group in groups for row in group.rows}
    for group in await without_right(job, [group for group in groups if group.is_applied], work):
        group.leave(ImportOutcome.CONFLICT, NO_RIGHT)
    applied = [group for group in groups if group.is_applied]
    if applied:
        await apply(job, applied, work)
    await _note_conflicts(job, planned, groups, work)
    job.progress(len(planned))
    ROWS.labels("executed").inc(len(planned))
    is_completed = job.state == ImportState.COMPLETED
    await work.announce(job, "completed" if is_completed else "progressed")


async def _note_conflicts(
    job: ImportJob, planned: Mapping[int, ImportOutcome], groups: Sequence[Group], work: Work
) -> None:
    """Notes which rows were left alone against the plan."""
    left = [
        (group, row) for group in groups for row in group.rows if row.outcome != planned[row.line]
    ]
    if not left:
        return
    job.count((planned[row.line] for _, row in left), by=-1)
    job.count(row.outcome for _, row in left)
    table: Any = ImportJobRow.__table__  # type: ignore[attr-defined] # SQLModel does not say so
    await work.session.execute(
        update(table)
        .where(table.c.import_job_id == job.id, table.c.line == bindparam("at_line"))
        .values(outcome=bindparam("now"), reasons=bindparam("why"), target_id=bindparam("about"))
        .values(changes=[]),
        [
            {
                "at_line": row.line,
                "now": row.outcome,
                "why": [reason._asdict() for reason in row.reasons],
                "about": group.target_id if group.target_version is not None else None,
            }
            for group, row in left
        ],
    )


_IMPORTS: Any = ImportJob.__table__  # type: ignore[attr-defined] # SQLModel does not say so
_ROWS: Any = ImportJobRow.__table__  # type: ignore[attr-defined] # SQLModel does not say so


def _old(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ImportJob.create_time) < now - KEPT,
        col(ImportJob.state).not_in([ImportState.EXECUTING, ImportState.UNDOING]),
    )


async def _forget(work: Work) -> bool:
    """Forgets rows of old imports, and then the imports. Returns whether there may be more."""
    old = _old(work.now)
    if await prune(work, _ROWS, _ROWS.c.import_job_id.in_(select(col(ImportJob.id)).where(*old))):
        return True
    return await prune(work, _IMPORTS, *old, most=FORGOTTEN_AT_ONCE)


_MAPPINGS: Any = ImportMapping.__table__  # type: ignore[attr-defined] # SQLModel does not say so
FORGET_MAPPINGS = pruning(
    "forget_import_mappings", _MAPPINGS, col(ImportMapping.use_time), MAPPINGS_KEPT
)
FORGET_IMPORTS = Pruning("forget_imports", 3600, _forget, _IMPORTS, KEPT, _old)
