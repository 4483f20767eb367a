"""Due work: what a service does by the clock."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit import tables
from services.kit.config import ServiceSettings
from services.kit.due import Every, forget_answers, keep_running, run_once
from services.kit.ids import uuid7
from services.kit.tasks import end
from services.kit.unit import Units
from services.kit.work import Work
from tests.kit.notes.service import caller_named
from tests.waiting import eventually


async def test_answers_are_forgotten_after_their_retention_and_not_before(
    engine: AsyncEngine, units: Units, settings: ServiceSettings
) -> None:
    now = datetime.now(UTC)
    day = timedelta(seconds=settings.answer_retention)
    kept, gone = uuid7(), uuid7()
    async with engine.begin() as connection:
        for request_id, age in (
            (kept, day - timedelta(minutes=1)),
            (gone, day + timedelta(minutes=1)),
        ):
            await connection.execute(
                tables.answer.insert().values(
                    principal_id="test",
                    method="/test",
                    request_id=request_id,
                    body_hash=b"",
                    create_time=now - age,
                )
            )
    await run_once(forget_answers(settings), units, caller_named(None))
    async with engine.connect() as connection:
        left = (await connection.execute(tables.answer.select())).all()
    assert [row.request_id for row in left] == [kept]


async def test_a_job_that_fails_is_run_again(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1
        raise ValueError("once more")

    task = asyncio.create_task(keep_running(Every("failing", 0.01, job), units))
    await eventually(lambda: runs > 2)
    assert not task.done()
    await end([task])
