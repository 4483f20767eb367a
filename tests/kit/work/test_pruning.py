"""Pruning: what is old goes, in batches, after any backlog; what is not stays."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work import pruning, tables
from services.kit.work.jobs import run_once
from services.kit.work.pruning import kit_pruning
from services.kit.work.unit import Units
from tests.kit.commandline import execute
from tests.kit.notes.service import caller_named, note_service

DAY = timedelta(days=1)
# For each table: the column with the time, its retention, and a row apart from that time.
CASES: dict[str, tuple[str, timedelta, dict[str, Any]]] = {
    "answer": ("create_time", DAY, {"principal_id": "p", "method": "m", "body_hash": b""}),
    "audit": (
        "create_time",
        730 * DAY,
        {
            "principal_id": "p",
            "client_id": "c",
            "method": "m",
            "trace_id": "",
            "resource_ids": [],
            "changes": [],
        },
    ),
    "failure": (
        "update_time",
        30 * DAY,
        {
            "consumer": "c",
            "subject": "s",
            "headers": {},
            "payload": b"",
            "errors": 8,
            "last_error": "E",
            "dead": True,
        },
    ),
    "legal_hold": ("until_time", 730 * DAY, {"create_time": datetime.now(UTC), "reason": "r"}),
    "seen": ("update_time", 60 * DAY, {"consumer": "c", "version": 1}),
    "spent": ("update_time", timedelta(minutes=20), {"changes": 1.0, "bytes": 1.0}),
}
KEYS = {
    "answer": "request_id",
    "audit": "id",
    "failure": "notice_id",
    "legal_hold": "person_id",
    "seen": "resource_id",
    "spent": "principal_id",
}


async def store(engine: AsyncEngine, name: str, age: timedelta, count: int = 1) -> None:
    column, _, values = CASES[name]
    table, now = tables.metadata.tables[name], datetime.now(UTC)
    is_text = name in ("failure", "spent")
    ids = [str(uuid7()) if is_text else uuid7() for _ in range(count)]
    rows = [{**values, KEYS[name]: id_, column: now - age} for id_ in ids]
    async with engine.begin() as connection:
        await connection.execute(table.insert(), rows)


async def count(engine: AsyncEngine, table: Table) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("name", CASES)
async def test_rows_go_after_their_retention_and_not_before(
    engine: AsyncEngine, units: Units, settings: ServiceSettings, name: str
) -> None:
    _, retention, _ = CASES[name]
    await store(engine, name, retention - timedelta(minutes=1))
    await store(engine, name, retention + timedelta(minutes=1))
    for job in kit_pruning(settings):
        await run_once(job, units, caller_named(None))
    assert await count(engine, tables.metadata.tables[name]) == 1


async def test_operators_see_what_is_due_and_forget_it_at_once(
    engine: AsyncEngine, settings: ServiceSettings
) -> None:
    await store(engine, "answer", DAY - timedelta(hours=1))
    await store(engine, "answer", DAY + timedelta(hours=1), count=3)
    _, told = await execute(note_service(), settings, "retention")
    assert re.search(r"^answer +1 day +3 +forget_answers$", told, re.MULTILINE)
    assert re.search(r"^spent +20 minutes +0 +forget_spent$", told, re.MULTILINE)
    assert "`retention --now`" in told
    assert await count(engine, tables.answer) == 4
    _, told = await execute(note_service(), settings, "retention --now")
    assert re.search(r"^answer +1 day +3 +forget_answers$", told, re.MULTILINE)
    assert await count(engine, tables.answer) == 1


# With these the planner reads the batch again for each row, as it may choose to by itself.
NESTED = ("enable_hashjoin", "enable_mergejoin", "enable_hashagg", "enable_sort", "enable_material")


@pytest.mark.parametrize("avoided", [(), NESTED])
async def test_a_run_ends_after_a_backlog_in_small_transactions(
    engine: AsyncEngine,
    units: Units,
    settings: ServiceSettings,
    monkeypatch: pytest.MonkeyPatch,
    avoided: tuple[str, ...],
) -> None:
    await store(engine, "audit", 800 * DAY, count=2500)
    sizes = []
    prune = pruning.prune

    async def counting(work: Any, table: Table, *doomed: Any, **options: Any) -> bool:
        for method in avoided:
            await work.session.execute(text(f"SET LOCAL {method} = off"))
        before = await work.session.scalar(select(func.count()).select_from(table))
        more = await prune(work, table, *doomed, **options)
        sizes.append(before - await work.session.scalar(select(func.count()).select_from(table)))
        return more

    monkeypatch.setattr(pruning, "prune", counting)
    (job,) = [each for each in kit_pruning(settings) if each.name == "forget_audit"]
    await run_once(job, units, caller_named(None))
    assert sizes == [1000, 1000, 500]


def test_every_table_that_grows_by_itself_is_pruned() -> None:
    # The relay empties the outbox; images go by their own jobs (tests/events/events/test_covers.py); a chain of the
    # trail is one row for each organization, and an erasure one for each person who is erased.
    by_themselves = {"outbox", "image", "audit_chain", "erasure"}
    assert CASES.keys() | by_themselves == tables.metadata.tables.keys()
