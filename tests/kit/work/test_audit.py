"""The audit trail: what changed, row by row, without the confidential values."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.contract.personal import REDACTED
from services.kit.process.ids import uuid7
from services.kit.work import tables
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes.models import Diary, Note, Remark
from tests.kit.notes.service import caller_named

CANARY = "canary in confidence"


@asynccontextmanager
async def working(units: Units) -> AsyncIterator[Work]:
    """Opens a transaction as a unit of work does, and brings the changes into the session."""
    async with units.writing(caller_named(uuid7())) as work:
        yield work
        await work.session.flush()


async def test_a_new_row_is_told_whole(units: Units) -> None:
    async with working(units) as work:
        await work.add(Note(title="groceries", rank=2, tags=["a"]))
    (change,) = work.changes.rows
    assert change["table"] == "note"
    assert change["before"] == {}
    assert (change["after"]["title"], change["after"]["rank"], change["after"]["tags"]) == (
        "groceries",
        2,
        ["a"],
    )


async def test_a_change_is_told_by_what_changed(units: Units) -> None:
    async with working(units) as work:
        note = Note(title="before", rank=1)
        await work.add(note)
    async with working(units) as work:
        found = await work.lock(Note, note.id)
        found.title, found.due_date = "after", datetime(2026, 5, 1, tzinfo=UTC).date()
    assert work.changes.rows == [
        {
            "table": "note",
            "id": str(note.id),
            "before": {"title": "before", "due_date": None},
            "after": {"title": "after", "due_date": "2026-05-01"},
        }
    ]
    assert work.changes.resource_ids == [str(note.id)]


async def test_a_conditional_change_is_told(units: Units) -> None:
    async with working(units) as work:
        note = Note(rank=1)
        await work.add(note)
    async with working(units) as work:
        await work.change_if(Note, note.id, rank=col(Note.rank) + 1)
    (change,) = work.changes.rows
    assert (change["before"], change["after"]) == ({}, {"rank": 2})


async def test_a_deletion_is_told_whole(units: Units) -> None:
    async with working(units) as work:
        note = Note(title="gone")
        await work.add(note)
    async with working(units) as work:
        await work.session.delete(await work.lock(Note, note.id))
    (change,) = work.changes.rows
    assert (change["before"]["title"], change["after"]) == ("gone", {})


async def test_child_rows_are_told_under_their_own_keys(units: Units) -> None:
    async with working(units) as work:
        note = Note(remarks=[Remark(number=1, text="first"), Remark(number=2, text="second")])
        await work.add(note)
    assert {change["id"] for change in work.changes.rows} == {
        str(note.id),
        f"{note.id}/1",
        f"{note.id}/2",
    }
    async with working(units) as work:
        found = await work.lock(Note, note.id)
        found.remarks[0].text = "changed"
        del found.remarks[1]
    told = {change["id"]: (change["before"], change["after"]) for change in work.changes.rows}
    assert told[f"{note.id}/1"] == ({"text": "first"}, {"text": "changed"})
    assert told[f"{note.id}/2"][0]["text"] == "second"
    assert told[f"{note.id}/2"][1] == {}
    assert work.changes.resource_ids == [str(note.id)]


async def test_child_rows_that_go_with_their_resource_are_told_once(units: Units) -> None:
    async with working(units) as work:
        note = Note(remarks=[Remark(number=1, text="first")])
        await work.add(note)
    async with working(units) as work:
        await work.session.delete(await work.lock(Note, note.id))
    assert sorted(change["id"] for change in work.changes.rows) == [
        str(note.id),
        f"{note.id}/1",
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"text": CANARY},
        {"photo": CANARY.encode()},
        {"home": {"name": CANARY}},
        {"weight_grams": 424_242},
    ],
    ids=lambda values: next(iter(values)),
)
async def test_confidential_values_are_redacted_before_and_after(
    units: Units, engine: AsyncEngine, values: dict[str, Any]
) -> None:
    (name,) = values
    person = uuid7()
    async with working(units) as work:
        await work.add(Diary(id=person, cover="red", **values))
        created = work.changes.rows
    async with working(units) as work:
        found = await work.lock(Diary, person)
        setattr(found, name, None if name == "home" else type(values[name])())
        await work.session.flush()
        emptied = work.changes.rows
    async with working(units) as work:
        await work.change_if(Diary, person, **values)
        changed = work.changes.rows
    async with working(units) as work:
        await work.session.delete(await work.lock(Diary, person))
        await work.session.flush()
        deleted = work.changes.rows
    assert created[0]["after"][name] == REDACTED
    assert created[0]["after"]["cover"] == "red"
    assert emptied[0]["before"][name] == REDACTED
    assert changed[0]["after"][name] == REDACTED
    assert deleted[0]["before"][name] == REDACTED
    told = repr((created, emptied, changed, deleted))
    assert CANARY not in told
    assert "424242" not in told
    del engine


async def test_control_without_the_classes_the_value_would_stand_in_the_trail(
    units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.work.audit.confidential_fields", lambda _: ())
    async with working(units) as work:
        await work.add(Diary(text=CANARY))
    assert CANARY in repr(work.changes.rows)


async def test_an_input_only_value_that_is_confidential_is_redacted(units: Units) -> None:
    async with working(units) as work:
        await work.add(Note(secret=CANARY))
    assert CANARY not in repr(work.changes.rows)


async def test_the_first_organization_that_is_concerned_is_noted(units: Units) -> None:
    first, second = uuid7(), uuid7()
    async with working(units) as work:
        await work.add(Note())
        await work.add(Note(organization_id=first))
        await work.add(Note(organization_id=second))
    assert work.changes.organization_id == first
    assert len(work.changes.resource_ids) == 3


async def test_each_organization_has_what_concerns_it(units: Units, engine: AsyncEngine) -> None:
    first, second = uuid7(), uuid7()
    mine, ours, yours = Note(), Note(organization_id=first), Note(organization_id=second)
    async with working(units) as work:
        for note in (mine, ours, yours):
            await work.add(note)
        work.closing.note(work.changes, "several")
    async with engine.connect() as connection:
        entries = (
            await connection.execute(select(tables.audit).where(tables.audit.c.method == "several"))
        ).all()
    assert {entry.organization_id: entry.resource_ids for entry in entries} == {
        first: [str(mine.id), str(ours.id)],
        second: [str(yours.id)],
    }
    for entry in entries:
        assert [change["id"] for change in entry.changes] == entry.resource_ids


async def test_what_concerns_no_organization_is_one_entry(
    units: Units, engine: AsyncEngine
) -> None:
    async with working(units) as work:
        work.changes.note_read(["looked at"])
        work.closing.note(work.changes, "read")
    async with engine.connect() as connection:
        entry = (
            await connection.execute(select(tables.audit).where(tables.audit.c.method == "read"))
        ).one()
    assert (entry.organization_id, entry.resource_ids, entry.changes) == (None, ["looked at"], [])


async def test_every_kind_of_value_can_be_kept_as_json(units: Units, engine: AsyncEngine) -> None:
    async with working(units) as work:
        await work.add(
            Note(
                due_date=datetime(2026, 5, 1, tzinfo=UTC).date(),
                remind_time=datetime(2026, 5, 1, tzinfo=UTC),
                related_ids=[uuid7()],
                parent_id=uuid7(),
                weight=2**60,
                pinned=True,
                place={"name": "林", "floor": 2},
            )
        )
        await work.add(Diary(photo=b"\xff\x00"))
    async with engine.begin() as connection:
        row = {
            "id": uuid7(),
            "create_time": work.now,
            "principal_id": "x",
            "client_id": "",
            "method": "",
            "trace_id": "",
            "resource_ids": work.changes.resource_ids,
            "changes": work.changes.rows,
        }
        await connection.execute(insert(tables.audit), row)
        kept = (await connection.execute(select(tables.audit.c.changes))).scalar_one()
    assert kept == work.changes.rows


async def test_bookkeeping_is_left_out(units: Units) -> None:
    async with working(units) as work:
        await work.add(Note())
    assert not {"version", "create_time", "update_time"} & set(work.changes.rows[0]["after"])
