"""docs/retention.md names every table that there is, and every job that forgets rows."""

import re
from pathlib import Path

from services.catalogue import NAMES
from services.kit.service.retaining import prunings
from services.kit.work import tables
from services.kit.work.images import RETIRE
from tests.services import Site, service_named

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (\w+) \| `(\w+)` \| .+ \| (?:`(\w+)`|.+) \|$", re.MULTILINE)
ROWS = [match.groups() for match in ROW.finditer((ROOT / "docs/retention.md").read_text())]


def test_every_table_has_a_row_and_every_row_a_table() -> None:
    there_are = {("all", table) for table in tables.metadata.tables} | {
        (service, table)
        for service in NAMES
        for table in service_named(service).tables.metadata.tables
    }
    assert {(service, table) for service, table, _ in ROWS} == there_are
    assert len(ROWS) == len(there_are)


async def test_every_job_that_forgets_is_named(site: Site) -> None:
    names = {RETIRE}
    for service in NAMES:
        await site.prepare(service)
        jobs = prunings(service_named(service), site.settings(service))
        names |= {job.name for job in jobs}
        own = {(job.name, job.table.name) for job in jobs}
        assert own <= {(job, table) for of, table, job in ROWS if of in ("all", service)}
    assert {job for *_, job in ROWS if job} == names
