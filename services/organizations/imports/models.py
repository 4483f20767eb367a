"""Imports: a plan made from a file, row by row, and how far its execution has come."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2
from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    messages_field,
    no_entries,
    no_items,
)
from services.organizations.tables import Table

KEPT = timedelta(days=30)
MOST_FAILURES = 5  # of one batch


class ImportKind(StrEnum):
    """The kinds of imports."""

    ORGANIZATIONS = "ORGANIZATIONS"
    PEOPLE = "PEOPLE"


class ImportState(StrEnum):
    """The states of an import."""

    READY = "READY"
    EXECUTING = "EXECUTING"
    COMPLETED = "COMPLETED"
    DISCARDED = "DISCARDED"
    FAILED = "FAILED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


class ImportOutcome(StrEnum):
    """What an import does with a row of its file."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    MERGE = "MERGE"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"
    ERROR = "ERROR"


class ImportJob(Resource, Table, table=True):
    """An import of one kind into one organization."""

    __tablename__ = "import_job"
    __table_args__ = (
        Index("import_job_organization", "organization_id", "create_time", "id"),
        Index("import_job_state", "state", "create_time"),
    )
    message = import_job_pb2.ImportJob

    organization_id: UUID = Field(foreign_key="organization.id")
    kind: ImportKind = enum_field(ImportKind)
    file_name: str
    source: str = ""
    encoding: str = ""
    columns: list[dict[str, Any]] = messages_field()
    # What the importer said of the whole file, and the answers to its conflicts: it may be planned again.
    defaults: dict[str, Any] = Field(default_factory=no_entries, sa_type=JSONB)
    # One for each reason and line; line 0 is about all lines.
    answers: list[dict[str, Any]] = derived_field(default_factory=no_items, sa_type=JSONB)
    # The organizations, or memberships, that had a name of the file when it was planned.
    namesakes: list[str] = derived_field(default_factory=no_items, sa_type=JSONB)
    state: ImportState = enum_field(ImportState, default=ImportState.READY)
    rows_total: int = 0
    rows_done: int = 0
    batches_done: int = 0
    failures: int = 0  # of the next batch
    create_count: int = 0
    update_count: int = 0
    merge_count: int = 0
    unchanged_count: int = 0
    conflict_count: int = 0
    error_count: int = 0
    undone_count: int = 0
    # Who had it executed, or undone since: their right is asked again with every batch.
    actor_id: UUID | None = derived_field(default=None)
    by_app: bool = derived_field(default=False)
    by_administrator: bool = derived_field(default=False)

    @property
    def expire_time(self) -> datetime:
        """When it may be removed, unless it is being executed then."""
        return self.create_time + KEPT

    def count(self, outcomes: Iterable[ImportOutcome], by: int = 1) -> None:
        """Counts rows by their outcome."""
        for outcome in outcomes:
            name = f"{outcome.lower()}_count"
            setattr(self, name, getattr(self, name) + by)

    def plan(self, outcomes: Mapping[ImportOutcome, int]) -> None:
        """Notes how many rows of a plan have each outcome, in place of those of an earlier one."""
        for outcome in ImportOutcome:
            setattr(self, f"{outcome.lower()}_count", outcomes.get(outcome, 0))
        self.rows_total = sum(outcomes.values())

    def resolve(self, answers: Iterable[dict[str, Any]]) -> None:
        """Adds answers to conflicts, in place of earlier ones to the same.

        Raises:
            Refused: The import is not READY.
        """
        self.change_state(
            {ImportState.READY},
            ImportState.READY,
            "Only an import that is ready can be planned again. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )
        self.answers = newest(self.answers, answers)

    def act_for(self, actor_id: UUID, *, by_administrator: bool, by_app: bool) -> None:
        """Notes whose right its batches rest on: a person's, or an app's."""
        self.actor_id, self.by_administrator, self.by_app = actor_id, by_administrator, by_app

    def execute(self) -> None:
        """Begins the execution.

        Raises:
            Refused: The import is not READY.
        """
        self.change_state(
            {ImportState.READY},
            ImportState.EXECUTING,
            "Only an import that is ready can be executed. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )

    def discard(self) -> None:
        """Gives the plan up.

        Raises:
            Refused: The import is not READY.
        """
        self.change_state(
            {ImportState.READY},
            ImportState.DISCARDED,
            "Only an import that is ready can be discarded. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )

    def undo(self, last_batch: int) -> None:
        """Begins to take back what the execution has done, or what an earlier attempt has left.

        Args:
            last_batch: The last batch with an effect that is not undone; 0 if there is none.

        Raises:
            Refused: The execution has not ended, or everything is undone.
        """
        if self.state == ImportState.UNDONE:
            if not last_batch:
                raise Refused(
                    "Everything that this import did is undone. To import the file again, create a "
                    "new import.",
                    reason="IMPORT_UNDONE",
                )
            self.batches_done = last_batch
        self.change_state(
            {ImportState.COMPLETED, ImportState.FAILED, ImportState.UNDONE},
            ImportState.UNDOING,
            "Only an import that was executed can be undone. Wait until it ends, or discard it.",
            reason="IMPORT_NOT_EXECUTED",
        )
        self.failures = 0

    def note_undone(self, rows: int) -> None:
        """Notes that the last batch that had an effect is undone, and so many of its rows."""
        self.batches_done = max(self.batches_done - 1, 0)
        self.failures = 0
        self.undone_count += rows
        if not self.batches_done:
            self.state = ImportState.UNDONE

    def progress(self, rows: int) -> None:
        """Notes that one more batch of rows is done."""
        self.batches_done += 1
        self.failures = 0
        self.rows_done += rows
        if self.rows_done == self.rows_total:
            self.state = ImportState.COMPLETED

    def note_failure(self, *, most: int) -> bool:
        """Notes that the next batch has failed, and returns whether that ends the import.

        Args:
            most: How many failures of one batch end it.
        """
        self.failures += 1
        if self.failures < most:
            return False
        self.state = ImportState.FAILED
        return True


def newest(
    answers: Iterable[dict[str, Any]], more: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Returns the newest answer about each reason and line, in the order in which they were given."""
    known: dict[tuple[str, int], dict[str, Any]] = {}
    for each in (*answers, *more):
        about = (each["reason"], each["line"])
        known.pop(about, None)
        known[about] = each
    return list(known.values())


class ImportJobRow(Table, table=True):
    """A row of the file of an import.

    Rows of one target have the same head, which is the line of the first of them, and the same batch.
    The target of a row that creates something has its id from the plan on.
    """

    __tablename__ = "import_job_row"
    __table_args__ = (
        Index("import_job_row_batch", "import_job_id", "batch", "head", "line"),
        Index("import_job_row_outcome", "import_job_id", "outcome", "line"),
    )

    import_job_id: UUID = Field(
        sa_column_args=[ForeignKey("import_job.id", ondelete="CASCADE")], primary_key=True
    )
    line: int = Field(primary_key=True)
    head: int
    batch: int
    name: str
    outcome: ImportOutcome = enum_field(ImportOutcome)
    reasons: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    changes: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    said: dict[str, Any] = Field(default_factory=no_entries, sa_type=JSONB)
    is_undone: bool = False
    target_id: UUID | None = None
    target_version: int | None = Field(default=None, sa_type=BigInteger)
    # Of a membership, which is the target of an import of people.
    person_id: UUID | None = None
