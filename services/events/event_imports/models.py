"""Imports of calendars: a plan made from a file, row by row, how far its execution has come, and what it left known."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_import_job_pb2
from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.events.events.models import EventVisibility
from services.events.tables import Table
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    no_entries,
    no_items,
    time_field,
)

KEPT = timedelta(days=30)


class EventImportState(StrEnum):
    """The states of an import."""

    READY = "READY"
    EXECUTING = "EXECUTING"
    COMPLETED = "COMPLETED"
    DISCARDED = "DISCARDED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


class EventImportKind(StrEnum):
    """What a component of a calendar is."""

    EVENT = "EVENT"
    SERIES = "SERIES"
    OCCURRENCE = "OCCURRENCE"


class EventImportOutcome(StrEnum):
    """What an import does with a component."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    UNCHANGED = "UNCHANGED"
    CONFLICT = "CONFLICT"
    ERROR = "ERROR"


APPLIED = (EventImportOutcome.CREATE, EventImportOutcome.UPDATE)
RUNNING = (EventImportState.EXECUTING, EventImportState.UNDOING)


class EventImportJob(Resource, Table, table=True):
    """An import of a calendar into the events of an organization."""

    __tablename__ = "event_import_job"
    __table_args__ = (
        Index("event_import_job_organization", "organization_id", "create_time", "id"),
        Index("event_import_job_state", "state", "create_time"),
        Index("event_import_job_by_actor_id", "actor_id"),
        Index(
            "event_import_job_feed",
            "event_import_feed_id",
            postgresql_where=text("event_import_feed_id IS NOT NULL"),
        ),
    )
    message = event_import_job_pb2.EventImportJob

    organization_id: UUID
    event_import_feed_id: UUID | None = Field(default=None, foreign_key="event_import_feed.id")
    file_name: str
    state: EventImportState = enum_field(EventImportState, default=EventImportState.READY)
    time_zone: str
    visibility: EventVisibility = enum_field(EventVisibility)
    publish: bool = False
    rows_total: int = 0
    rows_done: int = 0
    create_count: int = 0
    update_count: int = 0
    unchanged_count: int = 0
    conflict_count: int = 0
    error_count: int = 0
    undone_count: int = 0
    # Of an import that is being undone: how many rows are still to be looked at.
    rows_to_undo: int = derived_field(default=0)
    # Who had it executed, or undone since: their right is asked again with every step. None of an administrator or an app.
    actor_id: UUID | None = derived_field(default=None)

    @property
    def expire_time(self) -> datetime:
        """When it may be removed, unless it is being executed then."""
        return self.create_time + KEPT

    def plan(self, outcomes: Mapping[EventImportOutcome, int]) -> None:
        """Notes how many rows of the plan have each outcome."""
        for outcome in EventImportOutcome:
            setattr(self, f"{outcome.lower()}_count", outcomes.get(outcome, 0))
        self.rows_total = sum(outcomes.values())

    def count(self, outcomes: Iterable[EventImportOutcome], by: int = 1) -> None:
        """Counts rows by their outcome."""
        for outcome in outcomes:
            name = f"{outcome.lower()}_count"
            setattr(self, name, getattr(self, name) + by)

    def execute(self, actor_id: UUID | None) -> None:
        """Begins the execution.

        Args:
            actor_id: By whose right; None if by that of an administrator or an app.

        Raises:
            Refused: The import is not READY.
        """
        self.change_state(
            {EventImportState.READY},
            EventImportState.EXECUTING,
            "Only an import that is ready can be executed. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )
        self.actor_id = actor_id

    def discard(self) -> None:
        """Gives the plan up.

        Raises:
            Refused: The import is not READY.
        """
        self.change_state(
            {EventImportState.READY},
            EventImportState.DISCARDED,
            "Only an import that is ready can be discarded. Create a new import from the same file.",
            reason="IMPORT_NOT_READY",
        )

    def undo(self, actor_id: UUID | None, rows: int) -> None:
        """Begins to take back what the execution has done.

        Args:
            actor_id: By whose right; None if by that of an administrator or an app.
            rows: How many rows have had an effect.

        Raises:
            Refused: It was not executed to its end.
        """
        self.change_state(
            {EventImportState.COMPLETED},
            EventImportState.UNDOING,
            "Only an import that was executed can be undone. Wait until it ends, or discard it.",
            reason="IMPORT_NOT_EXECUTED",
        )
        self.actor_id, self.rows_to_undo = actor_id, rows
        self._settle()

    def note_done(self, rows: int) -> None:
        """Notes that so many more rows are done."""
        self.rows_done += rows
        if self.rows_done >= self.rows_total:
            self.state = EventImportState.COMPLETED

    def note_undone(self, rows: int, undone: int) -> None:
        """Notes that so many more rows were looked at, and of how many the effect is undone."""
        self.rows_to_undo -= rows
        self.undone_count += undone
        self._settle()

    def _settle(self) -> None:
        if self.rows_to_undo <= 0:
            self.state = EventImportState.UNDONE


class EventImportJobRow(Table, table=True):
    """A component of the file of an import. Those with one UID have the same head, and are done together."""

    __tablename__ = "event_import_job_row"
    __table_args__ = (
        Index("event_import_job_row_head", "event_import_job_id", "head", "line"),
        Index("event_import_job_row_outcome", "event_import_job_id", "outcome", "line"),
        Index(
            "event_import_job_row_to_do",
            "event_import_job_id",
            "head",
            postgresql_where=text("is_to_do"),
        ),
    )

    event_import_job_id: UUID = Field(
        sa_column_args=[ForeignKey("event_import_job.id", ondelete="CASCADE")], primary_key=True
    )
    line: int = Field(primary_key=True)
    head: int
    uid: str
    recurrence_id: str = ""
    title: str = ""
    kind: EventImportKind = enum_field(EventImportKind)
    outcome: EventImportOutcome = enum_field(EventImportOutcome)
    reasons: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    changes: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    # What the component says, and what it changes; see `planning.py`.
    said: dict[str, Any] = Field(default_factory=no_entries, sa_type=JSONB)
    # Whether the execution, or undoing, has still to come to it.
    is_to_do: bool = True
    is_undone: bool = False
    event_id: UUID | None = None
    event_series_id: UUID | None = None

    @property
    def is_applied(self) -> bool:
        """Whether it has an effect."""
        return self.outcome in APPLIED

    def leave(self, outcome: EventImportOutcome, *reasons: Mapping[str, Any]) -> None:
        """Leaves its target alone, and says why."""
        self.outcome, self.changes = outcome, []
        self.reasons = [*self.reasons, *map(dict, reasons)]


class ImportedEvent(Table, table=True):
    """What is known of a component that was imported: which event or series it became, and what it said last."""

    __tablename__ = "imported_event"
    __table_args__ = (
        Index("imported_event_event", "event_id"),
        Index("imported_event_series", "event_series_id"),
        Index(
            "imported_event_feed",
            "event_import_feed_id",
            postgresql_where=text("event_import_feed_id IS NOT NULL"),
        ),
    )

    organization_id: UUID = Field(primary_key=True)
    uid: str = Field(primary_key=True)
    recurrence_id: str = Field(primary_key=True)
    event_id: UUID | None = Field(default=None, foreign_key="event.id")
    event_series_id: UUID | None = Field(default=None, foreign_key="event_series.id")
    sequence: int = 0
    said: dict[str, Any] = Field(default_factory=no_entries, sa_type=JSONB)
    # Of a feed: which one said it last, and since when it is not there any more, which was told then.
    event_import_feed_id: UUID | None = None
    vanished_time: datetime | None = time_field(default=None)
