"""Undoing imports: batch by batch from the last, each in one transaction with the progress that it makes.

What somebody has changed since is left alone, and its rows say why. A process that dies leaves the batches
that it has committed; the next goes on after them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from services.kit.text.records import Reason
from services.kit.work.jobs import PerItemJob
from services.kit.work.work import Work
from services.organizations.imports.batches import in_batches
from services.organizations.imports.models import (
    ImportJob,
    ImportJobRow,
    ImportKind,
    ImportState,
)
from services.organizations.imports.plan import APPLIED, ROWS, Group, stored_batch
from services.organizations.imports.rights import NO_RIGHT, without_right

UNDO = "undo_imports"
# The codes of the reasons for which a group is left as it is. Another attempt replaces them.
LEFT = (
    "CHANGED_SINCE_IMPORT",
    "ORGANIZATION_NOT_EMPTY",
    "PERSON_CLAIMED",
    "HAS_HOURS",
    NO_RIGHT.code,
)

# Takes back what groups have done to their targets, and announces it. Returns, by the line of the group,
# why a group is left as it is, with a code of LEFT.
Undo = Callable[[ImportJob, Sequence[Group], Work], Awaitable[Mapping[int, Reason]]]


def undo_imports(kinds: Mapping[ImportKind, Undo]) -> PerItemJob:
    """Returns the job that undoes imports: one batch of each, then the next of each.

    Args:
        kinds: How each kind of import is undone.
    """

    async def undo_next(job: ImportJob, work: Work) -> None:
        await undo_batch(job, kinds[job.kind], work)

    return in_batches(UNDO, ImportState.UNDOING, undo_next)


async def last_batch_in_effect(job: ImportJob, work: Work) -> int:
    """Returns the last batch of an import with an effect that is not undone; 0 if there is none."""
    last = await work.session.scalar(
        select(func.max(col(ImportJobRow.batch))).where(
            col(ImportJobRow.import_job_id) == job.id,
            col(ImportJobRow.outcome).in_(APPLIED),
            ~col(ImportJobRow.is_undone),
        )
    )
    return last or 0


async def targets_in_effect(job: ImportJob, work: Work) -> int:
    """Returns how many organizations or members an import has created or changed, where that is not undone."""
    found = await work.session.scalar(
        select(func.count(col(ImportJobRow.target_id).distinct())).where(
            col(ImportJobRow.import_job_id) == job.id,
            col(ImportJobRow.outcome).in_(APPLIED),
            ~col(ImportJobRow.is_undone),
        )
    )
    return found or 0


async def undo_batch(job: ImportJob, undo: Undo, work: Work) -> None:
    """Undoes the last batch that has an effect of an import that is locked, and announces the progress."""
    # Those that are undone were undone by an earlier attempt.
    stored = await stored_batch(job, job.batches_done, work, is_undone=False)
    groups = [group for group in stored if group.is_applied]
    foreign = {group.head for group in await without_right(job, groups, work)}
    own = [group for group in groups if group.head not in foreign]
    left = dict(await undo(job, own, work)) if own else {}
    left |= dict.fromkeys(foreign, NO_RIGHT)
    undone = await _note(job, groups, left, work)
    job.note_undone(undone)
    ROWS.labels("undone").inc(undone)
    await work.announce(job, "undone" if job.state == ImportState.UNDONE else "progressed")


async def _note(
    job: ImportJob, groups: Sequence[Group], left: Mapping[int, Reason], work: Work
) -> int:
    """Notes with each row what became of it; returns of how many the effect is undone."""
    rows = [
        {
            "at_line": row.line,
            "undone": group.head not in left and row.outcome in APPLIED,
            "why": [
                reason._asdict()
                for reason in (
                    *(each for each in row.reasons if each.code not in LEFT),
                    *([left[group.head]] if group.head in left else ()),
                )
            ],
        }
        for group in groups
        for row in group.rows
    ]
    if rows:
        table: Any = ImportJobRow.__table__  # type: ignore[attr-defined] # SQLModel does not say so
        await work.session.execute(
            update(table)
            .where(table.c.import_job_id == job.id, table.c.line == bindparam("at_line"))
            .values(is_undone=bindparam("undone"), reasons=bindparam("why")),
            rows,
        )
    return sum(bool(row["undone"]) for row in rows)
