"""Imports of calendars: plans made from files, and their execution."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_import_job_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import live


@shows(event_import_job_pb2.EventImportJob)
class EventImportJob(Node):
    """An import of a calendar: an uploaded file, the plan made from it, and the progress of its execution."""

    file_name: auto
    state: auto
    time_zone: auto
    visibility: auto
    publish: auto
    rows_total: auto
    rows_done: auto
    create_count: auto
    update_count: auto
    unchanged_count: auto
    conflict_count: auto
    error_count: auto
    undone_count: auto
    create_time: datetime
    update_time: datetime
    expire_time: datetime

    organization = reference("organization_id")
    event_import_feed = reference("event_import_feed_id")
    rows = connection(
        event_import_job_pb2.ListEventImportJobRowsRequest,
        event_import_job_id="id",
        description="The planned or actual outcome of each component of the calendar, in the order of the file.",
    )


@shows(event_import_job_pb2.EventImportJobRow)
class EventImportJobRow:
    """One component of an imported calendar, with its outcome and the reasons for it."""

    line: auto
    uid: auto
    recurrence_id: auto
    title: auto
    kind: auto
    outcome: auto
    reasons: auto
    changes: auto
    is_undone: auto

    event = reference("event_id")
    event_series = reference("event_series_id")


@shows(event_import_job_pb2.EventImportReason)
class EventImportReason:
    """A remark about one component."""

    code: auto
    message: auto
    property: auto


@shows(event_import_job_pb2.EventImportDifference)
class EventImportDifference:
    """A field that a component changes."""

    field: auto
    before: auto
    after: auto


@strawberry.type
class Queries:
    """Queries for imports of calendars."""

    event_import_job = get(event_import_job_pb2.GetEventImportJobRequest)


@strawberry.type
class Mutations:
    """Mutations of imports of calendars."""

    create_event_import_job = mutation(event_import_job_pb2.CreateEventImportJobRequest)
    execute_event_import_job = mutation(event_import_job_pb2.ExecuteEventImportJobRequest)
    undo_event_import_job = mutation(event_import_job_pb2.UndoEventImportJobRequest)
    discard_event_import_job = mutation(event_import_job_pb2.DiscardEventImportJobRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to imports of calendars."""

    event_import_job_progress = live(
        event_import_job_pb2.GetEventImportJobRequest,
        description="Sends an import of a calendar first as it is now, and again after each step of its execution.",
        uniform=True,
    )
