"""Every refusal of imports of calendars says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import event_import_job_pb2 as pb

from services.events.event_imports.reading import MOST
from services.events.event_imports.servicer import MOST_READY
from tests.events.event_imports.calendars import (
    CREATE,
    UNCHANGED,
    UPDATE,
    calendar,
    component,
    event_of,
    execute,
    imported,
    outcomes,
    plan,
    rows,
    undo,
)
from tests.events.event_imports.test_imports import rename
from tests.events.stage import Stage
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "events",
    "event_imports",
    elsewhere={
        "CHANGED_MEANWHILE": "a race; the remedy is to try again",
        "IMPORT_TOO_LARGE": "the same as of other imports: tests/organizations/imports/test_planner.py",
        "TOO_MANY_IMPORTS": "the same as of other imports: tests/organizations/imports/test_planner.py",
    },
)
remedy = REMEDIES.of


@remedy("NO_CALENDAR: is no calendar", "NO_CALENDAR: is an answer", "NO_ROWS", "TOO_MANY_ROWS")
async def choose_another_file(stage: Stage) -> None:
    gone = ("BEGIN:VEVENT", "UID:1", "STATUS:CANCELLED", "END:VEVENT")
    assert "Choose a file" in await refused(plan(stage, "hello"), "NO_CALENDAR")
    answer = plan(stage, calendar(*gone, method="REPLY"))
    assert "Export the calendar" in await refused(answer, "NO_CALENDAR")
    assert "another calendar" in await refused(plan(stage, calendar()), "NO_ROWS")
    large = plan(stage, calendar(*gone * (MOST + 1)))
    assert "Split the calendar" in await refused(large, "TOO_MANY_ROWS")
    assert outcomes(await rows(stage, await plan(stage, calendar(*gone)))) == [UNCHANGED]


@remedy("IMPORT_NOT_READY: executed", "IMPORT_NOT_READY: discarded", "IMPORT_NOT_EXECUTED")
async def plan_it_again(stage: Stage) -> None:
    job = await plan(stage, calendar(component("a@x")))
    undoing = pb.UndoEventImportJobRequest(event_import_job_id=job.id)
    early = stage.call(undoing, pb.EventImportJob)
    assert "discard it" in await refused(early, "IMPORT_NOT_EXECUTED")
    await stage.call(pb.DiscardEventImportJobRequest(event_import_job_id=job.id), pb.EventImportJob)
    for request in (
        pb.ExecuteEventImportJobRequest(event_import_job_id=job.id),
        pb.DiscardEventImportJobRequest(event_import_job_id=job.id),
    ):
        again = stage.call(request, pb.EventImportJob)
        assert "Create a new import" in await refused(again, "IMPORT_NOT_READY")
    job = await execute(stage, await plan(stage, calendar(component("a@x"))))
    assert (await undo(stage, job)).undone_count == 1


@remedy("TOO_MANY_IMPORTS_READY")
async def discard_one(stage: Stage) -> None:
    job = await plan(stage, calendar(component("a@x")))
    await stage.sql(
        "INSERT INTO event_import_job SELECT gen_random_uuid(), version, create_time, update_time, organization_id,"
        " event_import_feed_id, file_name, state, time_zone, visibility, publish, rows_total, rows_done, create_count, update_count,"
        " unchanged_count, conflict_count, error_count, undone_count, rows_to_undo, actor_id"
        " FROM event_import_job, generate_series(2, $2) WHERE id = $1",
        UUID(job.id),
        MOST_READY,
    )
    full = plan(stage, calendar(component("b@x")))
    assert "discard one" in await refused(full, "TOO_MANY_IMPORTS_READY")
    await stage.call(pb.DiscardEventImportJobRequest(event_import_job_id=job.id), pb.EventImportJob)
    assert (await plan(stage, calendar(component("b@x")))).create_count == 1


async def test_what_has_changed_since_is_planned_again(stage: Stage) -> None:
    """The remedy of CHANGED_SINCE_IMPORT."""
    (row,) = await imported(stage, component("a@x"))
    job = await plan(stage, calendar(component("a@x", title="New")))
    await rename(stage, await event_of(stage, row), "Ours")
    await rename(stage, await event_of(stage, row), "Ours once more")
    await execute(stage, job)
    again = await rows(stage, await plan(stage, calendar(component("a@x", "LOCATION:B"))))
    assert outcomes(again) == [UPDATE]
    assert outcomes(await imported(stage, component("b@x"))) == [CREATE]


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
