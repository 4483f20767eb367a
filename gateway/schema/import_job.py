"""Imports: plans made from files, and their execution."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import import_job_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import live


@shows(import_job_pb2.ImportColumn)
class ImportColumn:
    """A column of an imported file, and what it was taken for. Show it to people before they execute the import."""

    name: auto
    field: auto
    roster_field: auto
    creates_roster_field: auto
    is_remembered: auto


@shows(import_job_pb2.ImportJob)
class ImportJob(Node):
    """An import: an uploaded file, the plan made from it, and the progress of its execution."""

    kind: auto
    file_name: auto
    state: auto
    rows_total: auto
    rows_done: auto
    create_count: auto
    update_count: auto
    merge_count: auto
    unchanged_count: auto
    conflict_count: auto
    error_count: auto
    create_time: datetime
    update_time: datetime
    expire_time: datetime
    source: auto
    encoding: auto
    undone_count: auto
    columns: list[ImportColumn]

    organization = reference("organization_id")
    rows = connection(
        import_job_pb2.ListImportJobRowsRequest,
        import_job_id="id",
        description="The planned or actual outcome of each row of the file, in line order.",
    )


@shows(import_job_pb2.ImportJobRow)
class ImportJobRow:
    """One row of an imported file, with its outcome and the reasons for it."""

    line: auto
    name: auto
    outcome: auto
    reasons: auto
    changes: auto
    is_undone: auto
    first_line: auto
    cells: auto

    organization = reference("organization_id")
    membership = reference("membership_id")


@shows(import_job_pb2.ImportReason)
class ImportReason:
    """A remark about one row."""

    code: auto
    message: auto
    column: auto


@shows(import_job_pb2.ImportDifference)
class ImportDifference:
    """A field that a row changes."""

    field: auto
    before: auto
    after: auto


@strawberry.type
class Queries:
    """Queries for imports."""

    import_job = get(import_job_pb2.GetImportJobRequest)


@strawberry.type
class Mutations:
    """Mutations of imports."""

    create_organization_import_job = mutation(import_job_pb2.CreateOrganizationImportJobRequest)
    create_people_import_job = mutation(import_job_pb2.CreatePeopleImportJobRequest)
    resolve_import_conflicts = mutation(import_job_pb2.ResolveImportConflictsRequest)
    execute_import_job = mutation(import_job_pb2.ExecuteImportJobRequest)
    undo_import_job = mutation(import_job_pb2.UndoImportJobRequest)
    discard_import_job = mutation(import_job_pb2.DiscardImportJobRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to imports."""

    import_job_progress = live(
        import_job_pb2.GetImportJobRequest,
        description="Sends an import first as it is now, and again after each step of its "
        "execution.",
        uniform=True,
    )
