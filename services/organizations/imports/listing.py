"""Imports and their rows as they are read and listed."""

from banyan.organizations.v1 import import_job_pb2 as pb
from sqlalchemy import any_, case, func, literal, literal_column, select
from sqlmodel import col

from services.kit.work.paging import Listing
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.organizations.imports.mending import CELLS
from services.organizations.imports.models import KEPT, ImportJob, ImportJobRow

IMPORT_JOBS = Resources(
    ImportJob,
    "view_import_job",
    shown=Shown(pb.ImportJob, ImportJob, expire_time=col(ImportJob.create_time) + literal(KEPT)),
)
_CREATION = (col(ImportJob.create_time), col(ImportJob.id))
NEWEST_FIRST = IMPORT_JOBS.listing(
    *_CREATION,
    where=[col(ImportJob.organization_id) == given("organization_id")],
    filters={"states": col(ImportJob.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
_ROW = Shown(
    pb.ImportJobRow,
    ImportJobRow,
    organization_id=case((col(ImportJobRow.person_id).is_(None), col(ImportJobRow.target_id))),
    membership_id=case((col(ImportJobRow.person_id).is_not(None), col(ImportJobRow.target_id))),
    first_line=col(ImportJobRow.head),
    cells=func.coalesce(col(ImportJobRow.said)[CELLS], literal_column("'[]'::jsonb")),
)
BY_LINE = Listing(
    lambda viewer: select(*_ROW.columns(viewer)).where(
        col(ImportJobRow.import_job_id) == given("import_job_id")
    ),
    _ROW,
    [col(ImportJobRow.line)],
    filters={
        "outcomes": col(ImportJobRow.outcome) == any_(given("outcomes", TEXTS)),
        "reasons": func.jsonb_path_query_array(
            col(ImportJobRow.reasons), literal_column("'$[*].code'::jsonpath")
        ).bool_op("?|")(given("reasons", TEXTS)),
    },
    orders={"LINE": [col(ImportJobRow.line)]},
)
