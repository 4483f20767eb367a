"""The execution of plans: batch by batch, each in one transaction with the progress that it makes.

A process that dies leaves the batches that it has committed, and the next goes on after them: no row is
applied twice, and none is left out. Replicas share the imports, not the batches of one. A batch that fails
by a fault of ours, again and again, ends the import; the batches before it stand.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import col

from services.kit.due import Each, Every
from services.kit.work import Work
from services.organizations.imports.plan import Group, group_stored
from services.organizations.models import ImportJob, ImportJobRow
from services.organizations.models.import_job import KEPT

EXECUTE = "execute_imports"
MOST_FAILURES = 5  # of one batch

# Applies groups to their targets. Those whose targets are not as they were planned it leaves, with
# the reason (`Group.leave`); it announces what it changes.
Apply = Callable[[ImportJob, Sequence[Group], Work], Awaitable[None]]


def execute_imports(kinds: Mapping[str, Apply]) -> Each:
    """Returns the due work that executes imports: of each a batch, and then of each the next.

    Args:
        kinds: How each kind of import is applied.
    """

    async def find(work: Work) -> Sequence[UUID]:
        executing = select(col(ImportJob.id)).where(col(ImportJob.state) == "EXECUTING")
        return list(await work.session.scalars(executing.order_by(col(ImportJob.create_time))))

    async def execute(job_id: UUID, work: Work) -> None:
        job = await work.lock_free(ImportJob, job_id)
        if job is None or job.state != "EXECUTING":
            return  # another replica has it, or has ended it
        await execute_batch(job, kinds[job.kind], work)
        if job.state == "EXECUTING":
            work.hasten(EXECUTE)

    async def failed(job_id: UUID, work: Work) -> None:
        job = await work.lock_free(ImportJob, job_id)
        if job is None or job.state != "EXECUTING":
            return
        job.note_failure(most=MOST_FAILURES)
        if job.state == "FAILED":
            await work.announce(job, "failed")

    return Each(EXECUTE, 5, find, execute, failed)


async def execute_batch(job: ImportJob, apply: Apply, work: Work) -> None:
    """Applies the next batch of an import that is locked, and announces the progress."""
    rows = list(
        await work.session.scalars(
            select(ImportJobRow)
            .where(
                col(ImportJobRow.import_job_id) == job.id,
                col(ImportJobRow.batch) == job.batches_done + 1,
            )
            .order_by(col(ImportJobRow.head), col(ImportJobRow.line))
        )
    )
    groups = group_stored(rows)
    applied = [group for group in groups if group.is_applied]
    if applied:
        await apply(job, applied, work)
    await _note_conflicts(job, rows, groups, work)
    job.progress(len(rows))
    await work.announce(job, "completed" if job.state == "COMPLETED" else "progressed")


async def _note_conflicts(
    job: ImportJob, rows: Sequence[ImportJobRow], groups: Sequence[Group], work: Work
) -> None:
    """Notes which rows were left alone against the plan."""
    planned = {row.line: row.outcome for row in rows}
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
                "why": [asdict(reason) for reason in row.reasons],
                "about": group.target_id if group.target_version is not None else None,
            }
            for group, row in left
        ],
    )


async def _forget(work: Work) -> None:
    await work.session.execute(
        delete(ImportJob).where(
            col(ImportJob.create_time) < work.now - KEPT, col(ImportJob.state) != "EXECUTING"
        )
    )


FORGET_IMPORTS = Every("forget_imports", 3600, _forget)
