"""Reading: rows as messages, by ID and page by page, the same as the entities of these rows."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.contract.fields import fields_of, without
from services.kit.errors import NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.mapping import to_proto
from services.kit.work.query import MOST_VARIANTS, Query, Variant, compile_statement
from services.kit.work.reading import Resources, Shown
from services.kit.work.unit import Units
from services.kit.work.viewer import Viewer
from services.kit.work.viewer import given as parameter
from services.kit.work.works import PREPARING
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Color, Note, Remark
from tests.kit.notes.service import NOTES, caller_named
from tests.waiting import eventually

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "floor": st.integers(-5, 5),
        "color": st.sampled_from(["COLOR_RED", "COLOR_NOBODY_KNOWS"]),
        "open_time": st.just("2026-05-01T08:00:00Z"),
        "unknown": st.integers(),
    },
)
ROWS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "body": st.none() | TEXTS,
        "tags": st.lists(TEXTS, max_size=3),
        "color": st.sampled_from(Color),
        "place": st.none() | PLACES,
        "stops": st.lists(PLACES, max_size=3),
        "due_date": st.none() | st.dates(date(1, 1, 2), date(9999, 12, 30)),
        "remind_time": st.none() | TIMES,
        "related_ids": st.lists(st.uuids(), max_size=3),
        "parent_id": st.none() | st.uuids(),
        "rank": st.integers(0, 2**31 - 1),
        "weight": st.none() | st.integers(-(2**63), 2**63 - 1),
        "pinned": st.none() | st.just(value=False),
    }
)
REMARKS = st.lists(st.tuples(TEXTS, st.sampled_from(Color)), max_size=3)
ANYONE = Viewer(is_signed_in=False)


async def store(units: Units, remarks: list[Any] | None = None, **values: Any) -> Note:
    async with units.writing(caller_named(uuid7())) as work:
        note = Note(**values)
        note.remarks = [
            Remark(number=number, text=text, color=color)
            for number, (text, color) in enumerate(remarks or [])
        ]
        await work.add(note)
    return note


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS, REMARKS)
async def test_a_row_is_shown_as_its_entity_is(
    units: Units, values: dict[str, Any], remarks: list[Any]
) -> None:
    note = await store(units, remarks, **values)
    of_entity = to_proto(note, pb.Note)
    reader = caller_named(uuid7(), admin=True)
    assert await NOTES.get(note.id, units.work(None, reader)) == of_entity
    async with units.writing(reader) as work:
        assert await NOTES.get(note.id, work) == of_entity


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS, REMARKS, st.sets(st.sampled_from([each.name for each in fields_of(pb.Note)])))
async def test_a_caller_gets_the_fields_that_they_read_as_all_others_do(
    units: Units, values: dict[str, Any], remarks: list[Any], names: set[str]
) -> None:
    note = await store(units, remarks, **values)
    work = units.work(None, caller_named(uuid7(), admin=True))
    whole = await NOTES.get(note.id, work)
    work.wanted = {pb.Note.DESCRIPTOR.full_name: frozenset(names)}
    part = await NOTES.get(note.id, work)
    # The etag is made of all that callers may set, so who reads it gets everything.
    unread = set() if "etag" in names else {each.name for each in fields_of(pb.Note)} - names
    assert part == without(whole, unread)


async def test_what_costs_is_not_queried_for_a_caller_who_does_not_read_it(units: Units) -> None:
    viewer = Viewer(is_signed_in=True, is_admin=True)
    everything = NOTES._by_ids.compiled(Variant(viewer))
    unwanted = frozenset({"place", "stops", "remarks"})
    less = NOTES._by_ids.compiled(Variant(replace(viewer, unwanted=unwanted)))
    assert everything is not None
    assert less is not None
    assert "note.place" in everything.sql
    assert "nullif(note.stops, '[]'::jsonb)" in everything.sql  # nor is an empty list decoded
    assert "note.title" in less.sql
    assert not any(f"note.{name}" in less.sql for name in unwanted)
    work = units.work(None, caller_named(uuid7(), admin=True))
    work.wanted = {pb.Note.DESCRIPTOR.full_name: frozenset({"title"})}
    assert NOTES._by_ids.shown is not None
    assert unwanted <= NOTES._by_ids.shown.unwanted(work.wanted)


async def test_a_transaction_reads_what_it_has_not_yet_written(units: Units) -> None:
    note = await store(units)
    async with units.writing(caller_named(uuid7())) as work:
        (await work.lock(Note, note.id)).title = "new"
        assert (await NOTES.get(note.id, work)).title == "new"


async def test_what_nobody_may_see_is_not_found_where_anyone_may_see(units: Units) -> None:
    work = units.work(None, caller_named(None))
    with pytest.raises(PermissionDenied):
        await NOTES.get(uuid7(), work)
    with pytest.raises(NotFound, match="This note does not exist"):
        await Resources[Any](Note, None).get(uuid7(), work)


async def test_a_field_can_depend_on_who_looks(units: Units) -> None:
    note = await store(units, body="for admins")
    shown = Shown(
        pb.Note, Note, body=lambda viewer: col(Note.body) if viewer.is_admin else literal("hidden")
    )
    notes = Resources[Any](Note, None, shown=shown)
    found = [
        (await notes.get(note.id, units.work(None, caller_named(uuid7(), admin=admin)))).body
        for admin in (False, True)
    ]
    assert found == ["hidden", "for admins"]


def test_a_field_that_nothing_supplies_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="nothing supplies"):
        Shown(pb.Diary, Remark)


class TestStatements:
    async def test_are_compiled_once_for_callers_of_one_shape(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        notes = Resources[Any](Note, "view_note")
        note = await store(units)
        await notes.get(note.id, units.work(None, caller_named(uuid7())))
        monkeypatch.setattr("services.kit.work.query.compile_statement", None)
        await notes.get(note.id, units.work(None, caller_named(uuid7())))
        with pytest.raises(TypeError, match="not callable"):  # another shape
            await notes.get(note.id, units.work(None, caller_named(uuid7(), admin=True)))

    async def test_of_one_shape_keep_callers_apart(self, units: Units) -> None:
        mine, other = uuid7(), uuid7()
        note = await store(units, color=Color.RED, parent_id=mine)
        for _ in range(2):
            assert len(await NOTES.get_all([note.id], units.work(None, caller_named(mine)))) == 1
            assert await NOTES.get_all([note.id], units.work(None, caller_named(other))) == []

    def test_hold_all_values_but_those_of_parameters(self) -> None:
        statement = compile_statement(
            select(col(Note.id)).where(
                col(Note.color) == Color.RED, col(Note.title) == parameter("title")
            )
        )
        assert "note.color = 'RED'" in statement.sql
        assert [each.key for each in statement.parameters] == ["title"]

    async def test_that_can_find_nothing_are_not_run(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        work = units.work(None, caller_named(None))
        monkeypatch.setattr("services.kit.work.query.Pool.fetch", None)
        assert await work.fetch(Query(lambda _: None)) == ()

    def test_are_bounded(self) -> None:
        query = Query(select(col(Note.id)))
        for number in range(MOST_VARIANTS + 10):
            query.compiled(Variant(ANYONE, None, frozenset({str(number)})))
        assert query.compiled.cache_info().currsize == MOST_VARIANTS

    async def test_a_missing_value_is_a_mistake(self, units: Units) -> None:
        query = Query(select(col(Note.id)).where(col(Note.title) == parameter("title")))
        with pytest.raises(KeyError, match="title"):
            await units.work(None, caller_named(None)).fetch(query)


async def test_few_queries_run_at_once_for_changes_that_prepare(
    units: Units, engine: AsyncEngine
) -> None:
    waiting = Query(select(func.pg_advisory_xact_lock(1)))
    crowd, reader = units.preparing(caller_named(None)), units.work(None, caller_named(None))

    async def waiters() -> int:
        async with engine.connect() as connection:
            query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            return int((await connection.execute(text(query))).scalar_one())

    async with engine.begin() as holder:
        await holder.execute(text("SELECT pg_advisory_xact_lock(1)"))
        queries = [asyncio.create_task(crowd.fetch(waiting)) for _ in range(3 * PREPARING)]

        async def stand_in_line() -> bool:
            return await waiters() == PREPARING

        await eventually(stand_in_line)
        assert list(await reader.fetch(Query(select(literal(1))))) == [(1,)]  # it waits for none
        assert await waiters() == PREPARING
    await asyncio.gather(*queries)
