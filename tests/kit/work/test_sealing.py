"""Seals of the audit trail: what is changed or taken away is noticed, and what is forgotten in time is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.process.ids import uuid7
from services.kit.work import sealing
from services.kit.work.jobs import BatchedJob, run_once
from services.kit.work.sealing import verify_trail
from services.kit.work.tables import audit
from services.kit.work.unit import Units
from tests.kit.notes.service import caller_named

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
GROUP, CLUB = UUID(int=7), UUID(int=8)
ENTRIES = 6


async def run(engine: AsyncEngine, statement: str, **values: Any) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement), values)


async def write(engine: AsyncEngine, organization_id: UUID | None, *, days_ago: int = 0) -> None:
    entry = {
        "id": uuid7(),
        "create_time": NOW - timedelta(days=days_ago),
        "principal_id": "p",
        "client_id": "",
        "method": "/banyan/Rename",
        "trace_id": "",
        "organization_id": organization_id,
        "resource_ids": [str(uuid7())],
        "changes": [{"after": {"title": "合唱团"}, "before": {}, "number": 1.5}],
    }
    async with engine.begin() as connection:
        await connection.execute(audit.insert().values(entry))


async def seal(units: Units) -> None:
    await run_once(BatchedJob("seal", 1, sealing.seal), units, caller_named(None))


@pytest_asyncio.fixture
async def trail(units: Units, engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """Three chains of several days, sealed in two runs."""
    for days_ago in range(ENTRIES, 0, -1):
        for organization_id in (GROUP, CLUB, None):
            await write(engine, organization_id, days_ago=days_ago)
        if days_ago == ENTRIES // 2:
            await seal(units)
    await seal(units)
    yield engine


async def broken(engine: AsyncEngine) -> tuple[int, dict[UUID, int]]:
    found = await verify_trail(engine)
    return len(found.changed), dict(found.missing)


async def test_what_is_as_it_was_written_holds(trail: AsyncEngine) -> None:
    assert await broken(trail) == (0, {})


@pytest.mark.parametrize(
    "change",
    [
        "changes = '[]'",
        "principal_id = 'somebody else'",
        "create_time = create_time - interval '1 second'",
        "organization_id = NULL",
        "seal = sha256(seal)",
    ],
)
async def test_a_changed_entry_is_found(trail: AsyncEngine, change: str) -> None:
    await run(
        trail, f"UPDATE audit SET {change} WHERE organization_id = :id AND number = 4", id=GROUP
    )
    changed, missing = await broken(trail)
    assert changed or missing


@pytest.mark.parametrize("number", [3, 4, ENTRIES])
async def test_a_missing_entry_is_found(trail: AsyncEngine, number: int) -> None:
    lost = "DELETE FROM audit WHERE organization_id = :id AND number = :number"
    await run(trail, lost, id=GROUP, number=number)
    assert await broken(trail) == (0, {GROUP: 1})


async def test_a_chain_that_is_gone_is_found(trail: AsyncEngine) -> None:
    await run(trail, "DELETE FROM audit WHERE organization_id IS NULL")
    assert await broken(trail) == (0, {sealing.NOBODYS: ENTRIES})


async def test_what_is_forgotten_in_time_is_not_missed(trail: AsyncEngine) -> None:
    """In any order: of the oldest day some are gone, and of the day before all."""
    await run(trail, "DELETE FROM audit WHERE number = 1")
    await run(trail, "DELETE FROM audit WHERE organization_id = :id AND number = 2", id=CLUB)
    assert await broken(trail) == (0, {})


async def test_what_comes_later_is_chained_to_it(units: Units, trail: AsyncEngine) -> None:
    await run(trail, "DELETE FROM audit WHERE number <= 2")
    await write(trail, GROUP)
    assert await broken(trail) == (0, {})  # also while it is not sealed yet
    await seal(units)
    assert await broken(trail) == (0, {})
    await run(trail, "DELETE FROM audit WHERE organization_id = :id AND number = 7", id=GROUP)
    assert await broken(trail) == (0, {GROUP: 1})


async def test_replicas_that_seal_at_once_make_one_chain(
    units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    monkeypatch.setattr(sealing, "_NEW", sealing._NEW.limit(3))
    for _ in range(10):
        await write(engine, GROUP)
    await asyncio.gather(*(seal(units) for _ in range(4)))
    assert await broken(engine) == (0, {})
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT number FROM audit ORDER BY number"))
        assert list(found.scalars()) == list(range(1, 11))
