"""Plans of imports: what would become of each row, and how that is stored.

Rows about the same target are a group: they are applied together or not at all. The changes of a group
are all that its execution does, so nothing happens that the plan does not show.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import prometheus_client
from sqlalchemy import Text, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from services.kit.text.records import Reason
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob, ImportJobRow, ImportOutcome

# How many rows one transaction of the execution takes, unless a single group has more.
BATCH_ROWS = 250
# How many rows are stored by one statement.
_PART_ROWS = 5000
APPLIED = (ImportOutcome.CREATE, ImportOutcome.UPDATE, ImportOutcome.MERGE)


class Change(NamedTuple):
    """What a row changes in a field of its target.

    Attributes:
        field: The name of the field.
        before: The value before; empty where there is none.
        after: The value after.
    """

    field: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedRow:
    """What would become of a row.

    Attributes:
        line: The line of the file on which it begins.
        name: What it is about, for people.
        outcome: What becomes of it.
        reasons: What there is to be said of it.
        changes: What it changes.
        said: What the row says, as its kind of import stores it to plan it again.
    """

    line: int
    name: str
    outcome: ImportOutcome
    reasons: Sequence[Reason] = ()
    changes: Sequence[Change] = ()
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """Rows about the same target, in the order of the file.

    Attributes:
        rows: The rows.
        target_id: The target; of one that is to be created the id that it will have; None where
            nothing is to be applied.
        target_version: The version of the target when the plan was made; None if it is to be created.
        person_id: The person, if the target is a membership.
    """

    rows: list[PlannedRow] = field(default_factory=list)
    target_id: UUID | None = None
    target_version: int | None = None
    person_id: UUID | None = None

    @property
    def head(self) -> int:
        """The line by which the group is known: that of its first row."""
        return self.rows[0].line

    @property
    def values(self) -> dict[str, str]:
        """What the fields of the target are to be, by the changes of all rows."""
        return {change.field: change.after for row in self.rows for change in row.changes}

    @property
    def person(self) -> UUID:
        """The person, of a group about one.

        Raises:
            RuntimeError: It is about none.
        """
        if self.person_id is None:
            raise RuntimeError("this group is about no person")
        return self.person_id

    @property
    def before(self) -> dict[str, str]:
        """What the fields of the target were before the group."""
        first: dict[str, str] = {}
        for row in self.rows:
            for change in row.changes:
                first.setdefault(change.field, change.before)
        return first

    @property
    def is_applied(self) -> bool:
        """Whether the execution has anything to do."""
        return any(row.outcome in APPLIED for row in self.rows)

    def leave(self, outcome: ImportOutcome, *reasons: Reason) -> None:
        """Leaves the target alone, and says why with each row."""
        for row in self.rows:
            row.outcome, row.reasons, row.changes = outcome, (*row.reasons, *reasons), ()


class Plan(NamedTuple):
    """A plan as it is stored.

    Attributes:
        rows: Its rows as JSON, a part of them in each.
        outcomes: How many rows have each outcome.
    """

    rows: Sequence[str]
    outcomes: Mapping[ImportOutcome, int]


def written(groups: Iterable[Group], batch_rows: int) -> Plan:
    """Returns a plan as it is stored.

    Args:
        groups: The groups of its rows, in the order of the file.
        batch_rows: How many rows a batch of its execution has, unless a single group has more.
    """
    rows: list[dict[str, Any]] = []
    batch = room = 0
    for group in groups:
        if room < len(group.rows):
            batch, room = batch + 1, batch_rows
        room -= len(group.rows)
        rows += (
            {
                "line": row.line,
                "head": group.head,
                "batch": batch,
                "name": row.name,
                "outcome": row.outcome,
                "reasons": [reason._asdict() for reason in row.reasons],
                "changes": [change._asdict() for change in row.changes],
                "said": dict(row.said),
                "target_id": str(group.target_id) if group.target_id else None,
                "target_version": group.target_version,
                "person_id": str(group.person_id) if group.person_id else None,
            }
            for row in group.rows
        )
    parts = [rows[first : first + _PART_ROWS] for first in range(0, len(rows), _PART_ROWS)]
    return Plan([json.dumps(part) for part in parts], Counter(row["outcome"] for row in rows))


ROWS = prometheus_client.Counter(
    "banyan_import_rows",
    "Rows of imports, by what was done with them: planned, executed, undone.",
    ["step"],
)


async def store(work: Work, job: ImportJob, plan: Plan) -> None:
    """Stores an import with the rows of its plan, in place of those of an earlier plan."""
    job.plan(plan.outcomes)
    await work.add(job)
    # Not through the session: what the file says is no part of the audit trail.
    await work.session.execute(
        delete(ImportJobRow).where(col(ImportJobRow.import_job_id) == job.id)
    )
    # And by the thousand as one value: to bind the columns of each would stop the event loop.
    for rows in plan.rows:
        await work.session.execute(_INSERT, {"import_job_id": job.id, "rows": rows})
    ROWS.labels("planned").inc(job.rows_total)


_INSERT = text(
    "INSERT INTO import_job_row (import_job_id, line, head, batch, name, outcome, reasons, changes,"
    " said, is_undone, target_id, target_version, person_id)"
    " SELECT :import_job_id, line, head, batch, name, outcome, reasons, changes, said, false,"
    " target_id, target_version, person_id"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS"
    " planned(line int, head int, batch int, name text, outcome text, reasons jsonb, changes jsonb,"
    " said jsonb, target_id uuid, target_version bigint, person_id uuid)"
)


def stored_rows(job_id: UUID) -> Any:
    """Returns the query for the rows of a plan as one JSON value, with what planning them again takes."""
    row = func.jsonb_build_object(
        "said",
        ImportJobRow.said,
        "head",
        ImportJobRow.head,
        "target_id",
        ImportJobRow.target_id,
        "target_version",
        ImportJobRow.target_version,
    )
    listed = func.jsonb_agg(aggregate_order_by(row, col(ImportJobRow.line)))
    return select(cast(listed, Text)).where(col(ImportJobRow.import_job_id) == job_id)


_BATCH = Query(
    select(
        col(ImportJobRow.line),
        col(ImportJobRow.head),
        col(ImportJobRow.name),
        col(ImportJobRow.outcome),
        col(ImportJobRow.reasons),
        col(ImportJobRow.changes),
        col(ImportJobRow.target_id),
        col(ImportJobRow.target_version),
        col(ImportJobRow.person_id),
    )
    .where(
        col(ImportJobRow.import_job_id) == given("import_job_id"),
        col(ImportJobRow.batch) == given("batch"),
    )
    .order_by(col(ImportJobRow.head), col(ImportJobRow.line)),
    filters={"is_undone": col(ImportJobRow.is_undone) == given("is_undone")},
)


async def stored_batch(
    job: ImportJob, batch: int, work: Work, *, is_undone: bool | None = None
) -> list[Group]:
    """Returns the groups of a batch of a plan.

    Args:
        job: The import.
        batch: The number of the batch.
        work: The work.
        is_undone: Whether its rows are undone; None for all.
    """
    groups: dict[int, Group] = {}
    for (
        line,
        head,
        name,
        outcome,
        reasons,
        changes,
        target_id,
        version,
        person_id,
    ) in await work.fetch(_BATCH, import_job_id=job.id, batch=batch, is_undone=is_undone):
        group = groups.setdefault(head, Group([], target_id, version, person_id))
        group.rows.append(
            PlannedRow(
                line,
                name,
                ImportOutcome(outcome),
                [Reason(**reason) for reason in reasons],
                [Change(**change) for change in changes],
            )
        )
    return list(groups.values())
