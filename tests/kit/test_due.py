"""Due work: what a service does by the clock."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit import tables
from services.kit.config import ServiceSettings
from services.kit.due import Each, Every, forget_answers, keep_running, run_once
from services.kit.ids import uuid7
from services.kit.passport import Caller
from services.kit.tasks import end
from services.kit.unit import Units
from services.kit.work import Work
from tests.kit.notes.models import Note
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


NEVER = 3600.0  # seconds: what runs within a test was hastened


async def hasten(units: Units, job: str) -> None:
    """Commits a transaction that leaves something for a job to do."""
    async with units.writing() as session, session.begin():
        work = units.work(session, caller_named(None))
        work.hasten(job)
    units.committed(work)


async def test_a_hastened_job_runs_at_once_and_once_for_many(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1

    task = asyncio.create_task(keep_running(Every("eager", NEVER, job), units))
    await eventually(lambda: runs == 1)
    await hasten(units, "another")
    for _ in range(3):
        await hasten(units, "eager")
    await eventually(lambda: runs >= 2)
    assert runs <= 4
    assert not task.done()
    await end([task])


async def test_what_is_hastened_during_a_run_gets_another(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            work.hasten("going on")

    task = asyncio.create_task(keep_running(Every("going on", NEVER, job), units))
    await eventually(lambda: runs == 3)
    await end([task])


async def test_nothing_is_hastened_by_what_is_not_committed(units: Units) -> None:
    with pytest.raises(ValueError, match="rolled back"):
        await run_once(Every("failing", NEVER, _hasten_and_fail), units, caller_named(None))
    assert not units.bell("another").is_set()


async def _hasten_and_fail(work: Work) -> None:
    work.hasten("another")
    raise ValueError("rolled back")


async def test_each_thing_that_is_due_is_a_transaction_of_its_own(units: Units) -> None:
    transactions: dict[str, int] = {}

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["one", "two"]

    async def job(key: str, work: Work) -> None:
        number = await work.session.scalar(text("SELECT pg_current_xact_id()::text::bigint"))
        transactions[key] = int(number or 0)

    await run_once(Each("each", NEVER, find, job), units, caller_named(None))
    assert transactions["one"] < transactions["two"]


async def test_what_fails_does_not_hold_up_the_others(units: Units) -> None:
    done: list[str] = []

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["faulty", "held", "slow", "sound"]

    async def job(key: str, work: Work) -> None:
        if key == "faulty":
            raise ValueError(key)
        if key == "held":
            await work.session.execute(text("SET LOCAL lock_timeout = '1ms'"))
            await work.lock_name("held")
        if key == "slow":
            await work.session.execute(text("SET LOCAL statement_timeout = '1ms'"))
            await work.session.execute(text("SELECT pg_sleep(5)"))
        done.append(key)

    async with units.writing() as session, session.begin():
        await units.work(session, caller_named(None)).lock_name("held")
        await run_once(Each("each", NEVER, find, job), units, caller_named(None))
    assert done == ["sound"]


async def test_a_fault_is_told_of_and_what_may_pass_is_not(units: Units) -> None:
    told: list[str] = []

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["faulty", "held", "sound"]

    async def job(key: str, work: Work) -> None:
        if key == "faulty":
            raise ValueError(key)
        if key == "held":
            await work.session.execute(text("SET LOCAL lock_timeout = '1ms'"))
            await work.lock_name("held")

    async def failed(key: str, work: Work) -> None:
        assert await work.session.scalar(text("SELECT 1"))
        told.append(key)

    async with units.writing() as session, session.begin():
        await units.work(session, caller_named(None)).lock_name("held")
        await run_once(Each("each", NEVER, find, job, failed), units, caller_named(None))
    assert told == ["faulty"]


async def test_what_it_changes_is_told_in_the_audit_trail(
    units: Units, engine: AsyncEngine
) -> None:
    async def job(work: Work) -> None:
        work.session.add(Note(title="due"))

    async def nothing(work: Work) -> None:
        del work

    for name, act in (("tidying", job), ("idling", nothing)):
        await run_once(Every(name, NEVER, act), units, Caller(principal_id=f"due:{name}"))
    async with engine.connect() as connection:
        entry = (await connection.execute(select(tables.audit))).one()
    assert (entry.method, entry.principal_id, entry.person_id) == ("tidying", "due:tidying", None)
    assert [change["after"]["title"] for change in entry.changes] == ["due"]
