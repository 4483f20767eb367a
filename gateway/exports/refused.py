"""The refused rows of an import as a file: to be mended, and sent again.

The first column says what to mend, in the language of the reader; imports do not read it. The others are those of the file. A
row that had too many or too few cells has as many here.
"""

from collections.abc import AsyncIterator

from banyan.organizations.v1 import import_job_pb2 as pb

from gateway.backend.context import Context
from gateway.exports.lines import BOM, lines_of
from gateway.transport.downloads import page
from services.kit.language import worded
from services.kit.text.cells import guarded

_PAGE = 100
_REFUSED = (pb.IMPORT_OUTCOME_CONFLICT, pb.IMPORT_OUTCOME_ERROR)


async def refused_rows(import_job_id: str, context: Context) -> AsyncIterator[bytes]:
    """Yields the refused rows of an import as comma-separated values."""
    job = await page(pb.GetImportJobRequest(import_job_id=import_job_id), pb.ImportJob, context)
    request = pb.ListImportJobRowsRequest(
        import_job_id=import_job_id, outcomes=_REFUSED, page_size=_PAGE
    )
    lead, lines = BOM, [[worded("What to mend"), *(guarded(each.name) for each in job.columns)]]
    while True:
        found = await page(request, pb.ListImportJobRowsResponse, context)
        for row in found.import_job_rows:
            cells = row.cells or [row.name]
            lines.append([_reasons(row), *map(guarded, cells)])
        yield lead + lines_of(lines)
        if not found.next_page_token:
            return
        request.page_token, lead, lines = found.next_page_token, b"", []


def _reasons(row: pb.ImportJobRow) -> str:
    return "\n".join(
        f"{each.column}: {each.message}" if each.column else each.message for each in row.reasons
    )
