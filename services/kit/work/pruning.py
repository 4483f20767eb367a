"""Pruning: forgets rows whose time is over, in batches.

What names a person for whom a legal hold stands is kept. Each batch is one short transaction, so a run ends well after any backlog, and replicas share the work. docs/retention.md
says what is kept for how long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Date, Table, delete, select

from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.jobs import BatchedJob
from services.kit.work.legal_holds import unheld
from services.kit.work.work import Work

BATCH = 1000
SECONDS = 600
# For so long a notice may come back at most: the bus keeps it for 30 days.
LONGEST_ON_THE_BUS = timedelta(days=30)


async def prune(work: Work, table: Table, *doomed: ColumnElement[bool], most: int = BATCH) -> bool:
    """Deletes some of the rows that meet the conditions, and that no legal hold keeps.

    Args:
        work: The work.
        table: The table.
        doomed: The conditions.
        most: The number of rows to delete at most.

    Returns:
        Whether there may be more.
    """
    keys = list(table.primary_key)
    free = (*doomed, *unheld(table, work.now))
    chosen = select(*keys).where(*free).limit(most).with_for_update(skip_locked=True)
    # As a subquery it may be run again for each row of the table, and choose others each time.
    batch = chosen.cte("batch").prefix_with("MATERIALIZED")
    deleted = await work.session.execute(
        delete(table).where(*(key == batch.c[key.name] for key in keys))
    )
    return cast("CursorResult[Any]", deleted).rowcount >= most


@dataclass(frozen=True, slots=True)
class Pruning(BatchedJob):
    """A job that forgets the rows of a table.

    Attributes:
        table: The table.
        retention: For how long a row is kept; or words, where that is not the same for all.
        due: Returns the conditions for a row to go, at a moment.
    """

    table: Table
    retention: timedelta | str
    due: Callable[[datetime], Sequence[ColumnElement[bool]]]


def pruning(name: str, table: Table, time: Any, retention: timedelta, *also: Any) -> Pruning:
    """Returns the job that forgets the rows of a table.

    Args:
        name: The name of the job.
        table: The table.
        time: The column from which on a row is kept: a time, or a day.
        retention: For how long.
        also: Further conditions for a row to go.
    """
    is_day = isinstance(time.type, Date)

    def due(now: datetime) -> Sequence[ColumnElement[bool]]:
        since = now - retention
        return (time < (since.date() if is_day else since), *also)

    async def run(work: Work) -> bool:
        return await prune(work, table, *due(work.now))

    return Pruning(name, SECONDS, run, table, retention, due)


def kit_pruning(settings: ServiceSettings) -> tuple[Pruning, ...]:
    """Returns the jobs that prune the tables of the kit."""
    answer, audit, failure = tables.answer.c, tables.audit.c, tables.failure.c
    letters = timedelta(seconds=settings.dead_letter_retention)
    # While an older version may come back, as a notice or as a dead letter, the newer one is remembered.
    seen = 2 * max(letters, LONGEST_ON_THE_BUS)
    spent = timedelta(seconds=2 * settings.budget_seconds)
    return (
        pruning(
            "forget_answers",
            tables.answer,
            answer.create_time,
            timedelta(seconds=settings.answer_retention),
        ),
        pruning(
            "forget_audit",
            tables.audit,
            audit.create_time,
            timedelta(seconds=settings.audit_retention),
        ),
        pruning(
            "forget_holds",
            tables.legal_hold,
            tables.legal_hold.c.until_time,
            timedelta(seconds=settings.audit_retention),
        ),
        pruning("forget_failures", tables.failure, failure.update_time, letters),
        pruning("forget_seen", tables.seen, tables.seen.c.update_time, seen),
        pruning("forget_spent", tables.spent, tables.spent.c.update_time, spent),
    )
