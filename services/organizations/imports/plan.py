"""Plans of imports: what would become of each row, and how that is stored.

Rows about the same target are a group: they are applied together or not at all. The changes of a group
are all that its execution does, so nothing happens that the plan does not show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from services.kit.tabular import Reason
from services.kit.work import Work
from services.organizations.models import ImportJob, ImportJobRow

# How many rows one transaction of the execution takes, unless a single group has more.
BATCH_ROWS = 100
APPLIED = ("CREATE", "UPDATE", "MERGE")


@dataclass(frozen=True, slots=True)
class Change:
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
        outcome: CREATE, UPDATE, MERGE, UNCHANGED, CONFLICT or ERROR.
        reasons: What there is to be said of it.
        changes: What it changes.
    """

    line: int
    name: str
    outcome: str
    reasons: Sequence[Reason] = ()
    changes: Sequence[Change] = ()


@dataclass(slots=True)
class Group:
    """Rows about the same target, in the order of the file.

    Attributes:
        rows: The rows.
        target_id: The target; of one that is to be created the id that it will have; None where
            nothing is to be applied.
        target_version: The version of the target when the plan was made; None if it is to be created.
    """

    rows: list[PlannedRow] = field(default_factory=list)
    target_id: UUID | None = None
    target_version: int | None = None

    @property
    def head(self) -> int:
        """The line by which the group is known: that of its first row."""
        return self.rows[0].line

    @property
    def values(self) -> dict[str, str]:
        """What the fields of the target are to be, by the changes of all rows."""
        return {change.field: change.after for row in self.rows for change in row.changes}

    @property
    def is_applied(self) -> bool:
        """Whether the execution has anything to do."""
        return any(row.outcome in APPLIED for row in self.rows)

    def leave(self, outcome: str, *reasons: Reason) -> None:
        """Leaves the target alone, and says why with each row."""
        for row in self.rows:
            row.outcome, row.reasons, row.changes = outcome, (*row.reasons, *reasons), ()


async def store(work: Work, job: ImportJob, groups: Iterable[Group]) -> None:
    """Inserts a new import and its rows."""
    rows: list[dict[str, Any]] = []
    batch = room = 0
    for group in groups:
        if room < len(group.rows):
            batch, room = batch + 1, BATCH_ROWS
        room -= len(group.rows)
        rows += (
            {
                "import_job_id": job.id,
                "line": row.line,
                "head": group.head,
                "batch": batch,
                "name": row.name,
                "outcome": row.outcome,
                "reasons": [asdict(reason) for reason in row.reasons],
                "changes": [asdict(change) for change in row.changes],
                "target_id": group.target_id,
                "target_version": group.target_version,
            }
            for row in group.rows
        )
    job.rows_total = len(rows)
    job.count(row["outcome"] for row in rows)
    await work.add(job)
    # Not through the session: what the file says is no part of the audit trail.
    await work.session.execute(insert(ImportJobRow), rows)


def group_stored(rows: Iterable[ImportJobRow]) -> list[Group]:
    """Returns the groups of rows that were stored, which stand in the order of their heads and lines."""
    groups: dict[int, Group] = {}
    for row in rows:
        group = groups.setdefault(
            row.head, Group(target_id=row.target_id, target_version=row.target_version)
        )
        group.rows.append(
            PlannedRow(
                line=row.line,
                name=row.name,
                outcome=row.outcome,
                reasons=[Reason(**reason) for reason in row.reasons],
                changes=[Change(**change) for change in row.changes],
            )
        )
    return list(groups.values())
