"""docs/retention.md names every table that there is, and every job that forgets rows."""

import re
from pathlib import Path

from services.catalogue import NAMES
from services.events.reminders.jobs import FORGET
from services.events.rotas.jobs import FORGET as FORGET_ROTA_SEARCHES
from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.images import RETIRE
from services.kit.work.pruning import kit_pruning
from services.organizations.app_keys.jobs import FORGET_APP_USAGE
from services.organizations.changes.jobs import FORGET_CHANGES
from services.organizations.imports.jobs import FORGET_IMPORTS
from services.organizations.webhook_deliveries.jobs import FORGET as FORGET_WEBHOOKS
from services.volunteers.contacts.jobs import FORGET as FORGET_READINGS
from tests.services import service_named

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


def test_every_job_that_forgets_is_named(office: object) -> None:
    jwks = office.jwks  # type: ignore[attr-defined] # an office of passports
    settings = ServiceSettings(database_url="postgresql://u@localhost/d", passport_jwks=jwks)
    of_jobs = (
        *kit_pruning(settings),
        FORGET_APP_USAGE,
        FORGET_CHANGES,
        FORGET_IMPORTS,
        FORGET_WEBHOOKS,
        FORGET_ROTA_SEARCHES,
    )
    names = {job.name for job in of_jobs} | {RETIRE, FORGET, FORGET_READINGS}
    assert {job for *_, job in ROWS if job} == names
