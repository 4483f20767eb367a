"""What may be answered to the conflicts of an import."""

from banyan.organizations.v1 import import_job_pb2
from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import InvalidArgument
from services.kit.work.work import Work
from services.organizations.imports.models import ImportJob, ImportJobRow


async def refuse_unknown_lines(
    job: ImportJob, request: import_job_pb2.ResolveImportConflictsRequest, work: Work
) -> None:
    """Refuses answers about lines on which no row begins, so that there are no more answers than rows.

    Raises:
        InvalidArgument: One is about such a line.
    """
    lines = {each.line for each in request.resolutions} - {0}
    row = ImportJobRow
    known = set(
        await work.session.scalars(
            select(col(row.line)).where(col(row.import_job_id) == job.id, col(row.line).in_(lines))
        )
    )
    for index, each in enumerate(request.resolutions):
        if each.line and each.line not in known:
            raise InvalidArgument.of(
                f"resolutions[{index}].line",
                "is not the line of a row of this import; list its rows",
                "NO_SUCH_LINE",
            )
