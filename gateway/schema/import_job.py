"""Imports: plans made from files, and their execution."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import import_job_pb2
from strawberry import auto

from gateway.connections import connection
from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.subscriptions import live


@shows(import_job_pb2.ImportJob)
class ImportJob(Node):
    """An import: a file that was read, the plan made from it, and the progress of its execution."""

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

    organization = reference("organization_id")
    rows = connection(
        import_job_pb2.ListImportJobRowsRequest,
        import_job_id="id",
        description="What becomes of each row of its file, by line.",
    )


@shows(import_job_pb2.ImportJobRow)
class ImportJobRow:
    """A row of the file of an import: what becomes of it, and why."""

    line: auto
    name: auto
    outcome: auto
    reasons: auto
    changes: auto

    organization = reference("organization_id")


@shows(import_job_pb2.ImportReason)
class ImportReason:
    """Something to be said of a row."""

    code: auto
    message: auto
    column: auto


@shows(import_job_pb2.ImportDifference)
class ImportDifference:
    """What a row changes in a field."""

    field: auto
    before: auto
    after: auto


@strawberry.type
class ImportJobQueries:
    """Queries for imports."""

    import_job = get(import_job_pb2.GetImportJobRequest)


@strawberry.type
class ImportJobMutations:
    """What can be done about imports."""

    create_organization_import_job = mutation(import_job_pb2.CreateOrganizationImportJobRequest)
    execute_import_job = mutation(import_job_pb2.ExecuteImportJobRequest)
    discard_import_job = mutation(import_job_pb2.DiscardImportJobRequest)


@strawberry.type
class ImportJobSubscriptions:
    """What can be seen of imports as it happens."""

    import_job_progress = live(
        import_job_pb2.GetImportJobRequest,
        description="Sends an import at once, and again with each step of its execution.",
        uniform=True,
    )
