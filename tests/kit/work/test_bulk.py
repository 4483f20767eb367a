"""Rows by the hundred: they are stored, audited and announced as single ones are."""

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from asyncpg import CheckViolationError
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.process.ids import uuid7
from services.kit.work import tables
from services.kit.work.bulk import known_row, new_row
from services.kit.work.unit import Units
from tests.kit.clocks import ManualClock
from tests.kit.conftest import PLENTY, Bell
from tests.kit.notes import contract as pb
from tests.kit.notes.models import CONFLICTS, Color, Note
from tests.kit.notes.service import RELATIONS
from tests.kit.work.working import working

VALUES: dict[str, Any] = {
    "title": '“Ünïcode”, 福德宮, \\x41 and "quotes"\n',
    "tags": ["a,b", "{c}", ""],
    "color": Color.BLUE,
    "place": {"name": "hall", "floor": 2},
    "stops": [{"name": "gate"}],
    "due_date": date(2026, 2, 28),
    "remind_time": datetime(2026, 3, 1, 8, 30, 0, 123456, UTC),
    "related_ids": [uuid7(), uuid7()],
    "parent_id": uuid7(),
    "weight": 2**60,
    "pinned": False,
    "secret": "known to few",
    "organization_id": uuid7(),
}
SINGLE = {"id", "remarks"}  # each row has its own


@pytest.fixture
def units(engine: AsyncEngine, bell: Bell) -> Units:
    return Units(
        engine,
        service="notes",
        clock=ManualClock(),
        relations=RELATIONS,
        conflicts=CONFLICTS,
        relay=bell,
        budget=PLENTY,
    )


def values_of(row: Note) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name not in SINGLE}


async def test_a_row_from_the_driver_is_what_a_session_reads(units: Units) -> None:
    async with working(units) as work:
        note = Note(**VALUES)
        await work.add(note)
        (record,) = await work.transaction.fetch("SELECT * FROM note WHERE id = $1", [note.id])
    known = known_row(Note, cast("Any", record))
    async with units.reading() as session:
        read = await session.get(Note, note.id)
    assert read is not None
    assert known.model_dump() == read.model_dump()
    assert type(known.color) is Color


@pytest.mark.parametrize("values", [VALUES, {}], ids=["values", "defaults"])
async def test_many_rows_are_what_single_rows_are(units: Units, values: dict[str, Any]) -> None:
    async with working(units) as work:
        single = Note(**values)
        await work.add(single)
        many = [new_row(Note, **values) for _ in range(3)]
        await work.add_many(many)
        noted = [change["after"] for change in work.changes.rows]
    async with units.reading() as session:
        stored = {row.id: values_of(row) for row in await session.scalars(select(Note))}
    assert len(stored) == 4
    assert [stored[row.id] for row in many] == [stored[single.id]] * 3
    assert [each.pop("id") for each in noted] == [str(each.id) for each in (single, *many)]
    assert noted == [noted[0]] * 4  # without the secret


async def test_many_rows_take_one_statement_and_are_announced_in_their_order(
    units: Units, engine: AsyncEngine
) -> None:
    statements: list[str] = []
    event.listen(
        engine.sync_engine,
        "before_cursor_execute",
        lambda *arguments: statements.append(arguments[2]),
    )
    rows = [new_row(Note, title=f"note {number}") for number in range(100)]
    async with working(units) as work:
        await work.add_many(rows)
        await work.announce_all(rows, "created")
    assert sum("INTO note" in statement for statement in statements) == 1
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(tables.outbox.c.payload).order_by(tables.outbox.c.sequence)
        )
    payloads = [pb.Note.FromString(payload) for payload in found]
    assert [(each.id, each.title) for each in payloads] == [(str(r.id), r.title) for r in rows]


async def test_a_violated_constraint_raises_where_the_rows_are_added(units: Units) -> None:
    rows = [new_row(Note, rank=rank) for rank in (1, -1)]
    with pytest.raises(IntegrityError, match="note_rank"):
        async with working(units) as work:
            await work.add_many(rows)
    async with units.reading() as session:
        assert not list(await session.scalars(select(col(Note.id))))


async def test_a_row_that_is_added_last_is_what_another_is(units: Units) -> None:
    async with working(units) as work:
        single = Note(**VALUES)
        await work.add(single)
        last = new_row(Note, **VALUES)
        work.add_last(last)
        await work.announce(last, "created")
        noted = [change["after"] for change in work.changes.rows]
    async with units.reading() as session:
        stored = {row.id: values_of(row) for row in await session.scalars(select(Note))}
    assert stored[last.id] == stored[single.id]
    assert [each.pop("id") for each in noted] == [str(single.id), str(last.id)]
    assert noted[0] == noted[1]


async def test_only_one_row_is_added_last(units: Units) -> None:
    async with working(units) as work:
        work.add_last(new_row(Note))
        with pytest.raises(RuntimeError, match="one row is added last"):
            work.add_last(new_row(Note))


async def test_a_constraint_that_it_violates_refuses_all(units: Units, engine: AsyncEngine) -> None:
    async def add_both() -> None:
        async with working(units) as work:
            await work.add(Note())
            work.add_last(new_row(Note, rank=-1))

    with pytest.raises(CheckViolationError, match="note_rank"):
        await add_both()
    async with engine.connect() as connection:
        assert not list(await connection.scalars(select(col(Note.id))))


async def test_nothing_is_added_without_a_row(units: Units) -> None:
    async with working(units) as work:
        await work.add_many([])
        assert not work.changes.rows
