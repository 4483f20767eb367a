"""Imports: a plan made from a file, row by row, and how far its execution has come."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2
from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.kit.models import Resource
from services.organizations.models.base import Table

KEPT = timedelta(days=30)


class ImportJob(Resource, Table, table=True):
    """An import of one kind into one organization."""

    __tablename__ = "import_job"
    __table_args__ = (
        Index("import_job_organization", "organization_id", "create_time", "id"),
        Index("import_job_state", "state", "create_time"),
    )
    message = import_job_pb2.ImportJob

    organization_id: UUID = Field(foreign_key="organization.id")
    kind: str
    file_name: str
    state: str = "READY"
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

    @property
    def expire_time(self) -> datetime:
        """When it may be removed, unless it is being executed then."""
        return self.create_time + KEPT

    def count(self, outcomes: Iterable[str], by: int = 1) -> None:
        """Counts rows by their outcome."""
        for outcome in outcomes:
            name = f"{outcome.lower()}_count"
            setattr(self, name, getattr(self, name) + by)

    def execute(self) -> None:
        """Begins the execution.

        Raises:
            Refused: The import is not READY.
        """
        self._leave_ready("EXECUTING", "executed")

    def discard(self) -> None:
        """Gives the plan up.

        Raises:
            Refused: The import is not READY.
        """
        self._leave_ready("DISCARDED", "discarded")

    def progress(self, rows: int) -> None:
        """Notes that one more batch of rows is done."""
        self.batches_done += 1
        self.failures = 0
        self.rows_done += rows
        if self.rows_done == self.rows_total:
            self.state = "COMPLETED"

    def note_failure(self, *, most: int) -> None:
        """Notes that the next batch has failed; with so many failures the import has."""
        self.failures += 1
        if self.failures >= most:
            self.state = "FAILED"

    def _leave_ready(self, state: str, what: str) -> None:
        self.change_state(
            {"READY"},
            state,
            f"Only an import that is ready can be {what}; create another from the same file.",
            reason="IMPORT_NOT_READY",
        )


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
    outcome: str
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    target_id: UUID | None = None
    target_version: int | None = Field(default=None, sa_type=BigInteger)

    @property
    def organization_id(self) -> UUID | None:
        """The target, which is an organization in every kind of import that there is."""
        return self.target_id
