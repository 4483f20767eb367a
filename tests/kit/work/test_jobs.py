"""Job work: what a service does by the clock."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.calls.passport import Caller
from services.kit.errors import DomainError, Refused
from services.kit.process.tasks import end
from services.kit.work import tables
from services.kit.work.jobs import (
    BatchedJob,
    PeriodicJob,
    PerItemJob,
    keep_running,
    run_once,
)
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.limits import LONG, Limits
from tests.waiting import eventually


async def test_a_batched_job_goes_on_until_nothing_is_left(
    units: Units, engine: AsyncEngine
) -> None:
    """Each batch stays done: a fault later does not undo it."""
    left = 3

    async def batch(work: Work) -> bool:
        nonlocal left
        if not left:
            raise ValueError("a fault")
        await work.add(Note(title=f"{left}"))
        left -= 1
        return True

    with pytest.raises(ValueError, match="a fault"):
        await run_once(BatchedJob("batched", 60, batch), units, caller_named(None))
    async with engine.connect() as connection:
        assert len((await connection.execute(text("SELECT 1 FROM note"))).all()) == 3


async def test_an_item_that_takes_too_long_does_not_hold_up_the_others(
    units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.work.jobs.LONGEST_RUN_SECONDS", LONG)
    limits, done = Limits(monkeypatch), []

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["slow", "a", "b"]

    async def run(key: str, work: Work) -> None:
        del work
        if key == "slow":
            limits.end()
            await asyncio.sleep(3600)  # stuck: the time limit ends it
        done.append(key)

    await run_once(PerItemJob("items", 60, find, run), units, caller_named(None))
    assert done == ["a", "b"]


async def test_a_job_that_fails_is_run_again(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1
        raise ValueError("once more")

    task = asyncio.create_task(keep_running(PeriodicJob("failing", 0.01, job), units))
    await eventually(lambda: runs > 2)
    assert not task.done()
    await end([task])


NEVER = 3600.0  # seconds: what runs within a test was triggered


async def trigger(units: Units, job: str) -> None:
    """Commits a transaction that leaves something for a job to do."""
    async with units.writing(caller_named(None)) as work:
        work.trigger(job)


async def test_a_hastened_job_runs_at_once_and_once_for_many(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1

    task = asyncio.create_task(keep_running(PeriodicJob("eager", NEVER, job), units))
    await eventually(lambda: runs == 1)
    await trigger(units, "another")
    for _ in range(3):
        await trigger(units, "eager")
    await eventually(lambda: runs >= 2)
    assert runs <= 4
    assert not task.done()
    await end([task])


async def test_the_first_run_comes_later_unless_it_is_triggered(units: Units) -> None:
    ran: list[str] = []

    async def early(work: Work) -> None:
        ran.append("early")

    async def late(work: Work) -> None:
        ran.append("late")

    tasks = [
        asyncio.create_task(keep_running(PeriodicJob("early", NEVER, early), units, after=0.05)),
        asyncio.create_task(keep_running(PeriodicJob("late", NEVER, late), units, after=NEVER)),
    ]
    await eventually(lambda: ran)
    assert ran == ["early"]
    await trigger(units, "late")
    await eventually(lambda: ran == ["early", "late"])
    await end(tasks)


async def test_what_is_hastened_during_a_run_gets_another(units: Units) -> None:
    runs = 0

    async def job(work: Work) -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            work.trigger("going on")

    task = asyncio.create_task(keep_running(PeriodicJob("going on", NEVER, job), units))
    await eventually(lambda: runs == 3)
    await end([task])


async def test_nothing_is_hastened_by_what_is_not_committed(units: Units) -> None:
    with pytest.raises(ValueError, match="rolled back"):
        await run_once(PeriodicJob("failing", NEVER, _hasten_and_fail), units, caller_named(None))
    assert not units.bell("another").is_set()


async def _hasten_and_fail(work: Work) -> None:
    work.trigger("another")
    raise ValueError("rolled back")


async def test_each_thing_that_is_due_is_a_transaction_of_its_own(units: Units) -> None:
    transactions: dict[str, int] = {}

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["one", "two"]

    async def job(key: str, work: Work) -> None:
        number = await work.session.scalar(text("SELECT pg_current_xact_id()::text::bigint"))
        transactions[key] = int(number or 0)

    await run_once(PerItemJob("each", NEVER, find, job), units, caller_named(None))
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

    async with units.writing(caller_named(None)) as work:
        await work.lock_name("held")
        await run_once(PerItemJob("each", NEVER, find, job), units, caller_named(None))
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

    async with units.writing(caller_named(None)) as work:
        await work.lock_name("held")
        await run_once(PerItemJob("each", NEVER, find, job, failed), units, caller_named(None))
    assert told == ["faulty"]


async def test_a_refusal_is_recorded_where_somebody_wants_to_know(
    units: Units, engine: AsyncEngine
) -> None:
    told: list[str] = []

    async def find(work: Work) -> Sequence[str]:
        del work
        return ["refused", "sound"]

    async def job(key: str, work: Work) -> None:
        await work.add(Note(title=key))
        if key == "refused":
            raise Refused("Not this one.", reason="NOT_THIS_ONE")

    async def refused(key: str, error: DomainError, work: Work) -> None:
        await work.add(Note(title=f"{key}: {error.reason}"))

    async def failed(key: str, work: Work) -> None:
        del work
        told.append(key)

    knowing = PerItemJob("each", NEVER, find, job, failed, refused)
    await run_once(knowing, units, caller_named(None))
    async with engine.connect() as connection:
        titles = set((await connection.execute(text("SELECT title FROM note"))).scalars())
    assert titles == {"refused: NOT_THIS_ONE", "sound"}
    assert told == []
    # Without it a refusal counts as a fault.
    await run_once(PerItemJob("each", NEVER, find, job, failed), units, caller_named(None))
    assert told == ["refused"]


async def test_what_it_changes_is_told_in_the_audit_trail(
    units: Units, engine: AsyncEngine
) -> None:
    async def job(work: Work) -> None:
        work.session.add(Note(title="due"))

    async def nothing(work: Work) -> None:
        del work

    for name, act in (("tidying", job), ("idling", nothing)):
        await run_once(PeriodicJob(name, NEVER, act), units, Caller(principal_id=f"job:{name}"))
    async with engine.connect() as connection:
        entry = (await connection.execute(select(tables.audit))).one()
    assert (entry.method, entry.principal_id, entry.person_id) == ("tidying", "job:tidying", None)
    assert [change["after"]["title"] for change in entry.changes] == ["due"]
