"""Units of work: one RPC is one transaction, with one effect and one answer."""

import asyncio
from typing import Any

import pytest
from opentelemetry.trace import SpanKind
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.errors import (
    Internal,
    NotFound,
    PermissionDenied,
    Refused,
)
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work import tables, unit
from services.kit.work.mapping import to_proto
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.conftest import Bell
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import NOTES, NoteServicer, note_service
from tests.kit.notes.site import NoteSite
from tests.kit.work.units import NOTHING, Handler, caller, counts, creation, store, write


class TestRelation:
    async def test_a_handler_that_forgets_to_check_changes_nothing(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units)

        async def forgets(request: Any, work: Work) -> Any:
            found = await work.lock(Note, request.id)
            found.title = "taken over"
            await work.announce(found, "updated")
            return to_proto(found, pb.Note)

        request = pb.UpdateNoteRequest(id=str(note.id), request_id=str(uuid7()))
        with pytest.raises(RuntimeError, match="UpdateNote did not check the relation own_note"):
            await write(units, request, handler=forgets)
        assert await counts(engine) == NOTHING | {"note": 1}
        async with units.reading() as session:
            assert (await session.scalars(select(col(Note.title)))).one() == "untitled"

    async def test_control_without_the_guard_the_same_handler_takes_over(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def unguarded(_: Units, __: Any, handler: Handler, request: Any, work: Work) -> Any:
            return await handler(request, work)

        monkeypatch.setattr(Units, "_handle", unguarded)
        monkeypatch.setattr(unit, "refuse_uncovered", lambda *_: None)
        note = await store(units)

        async def forgets(request: Any, work: Work) -> Any:
            found = await work.lock(Note, request.id)
            found.title = "taken over"
            return to_proto(found, pb.Note)

        await write(units, pb.UpdateNoteRequest(id=str(note.id)), handler=forgets)
        async with units.reading() as session:
            assert (await session.scalars(select(col(Note.title)))).one() == "taken over"

    async def test_a_handler_that_forgets_to_check_shows_nothing(self, notes: NoteSite) -> None:
        async def forgets(request: Any, work: Work) -> Any:
            del work
            return pb.Note(id=request.id, title="canary")

        async with notes.start(note_service(servicer=NoteServicer(GetNote=forgets))) as running:
            with pytest.raises(Internal) as refused:
                await running.call(
                    pb.GetNoteRequest(id=str(uuid7())), pb.Note, notes.passport(uuid7())
                )
        assert "canary" not in str(refused.value)

    async def test_checking_another_relation_is_not_enough(self, units: Units) -> None:
        note = await store(units)

        async def checks_another(request: Any, work: Work) -> Any:
            return await NOTES.get(request.id, work)

        with pytest.raises(RuntimeError, match="own_note"):
            await write(units, pb.UpdateNoteRequest(id=str(note.id)), handler=checks_another)

    async def test_a_relation_that_does_not_hold_is_refused(self, units: Units) -> None:
        note = await store(units, parent_id=uuid7())
        with pytest.raises(PermissionDenied):
            await write(units, pb.UpdateNoteRequest(id=str(note.id)))

    async def test_what_does_not_exist_is_not_permitted_before_the_check(
        self, units: Units
    ) -> None:
        async def looks_first(request: Any, work: Work) -> Any:
            await work.lock(Note, request.id)

        with pytest.raises(PermissionDenied) as refused:
            await write(units, pb.UpdateNoteRequest(id=str(uuid7())), handler=looks_first)
        assert refused.value.message == PermissionDenied().message
        assert refused.value.reason == PermissionDenied().reason

    async def test_what_does_not_exist_is_not_found_after_the_check(self, units: Units) -> None:
        note = await store(units)

        async def checks_first(request: Any, work: Work) -> Any:
            await work.require("own_note", request.id)
            await work.lock(Note, uuid7())

        with pytest.raises(NotFound, match="This note does not exist"):
            await write(units, pb.UpdateNoteRequest(id=str(note.id)), handler=checks_first)

    async def test_what_does_not_exist_is_not_found_where_no_relation_is_declared(
        self, units: Units
    ) -> None:
        async def looks(request: Any, work: Work) -> Any:
            del request
            await work.lock(Note, uuid7())

        with pytest.raises(NotFound):
            await write(units, creation(), handler=looks)


class TestRollback:
    @pytest.mark.parametrize("error", [Refused("No."), ValueError("oh"), KeyError("oh")])
    async def test_an_error_leaves_no_row_behind(
        self, units: Units, engine: AsyncEngine, bell: Bell, error: Exception
    ) -> None:
        async def fails(request: Any, work: Work) -> Any:
            await NoteServicer().CreateNote(request, work)
            raise error

        with pytest.raises(type(error)):
            await write(units, creation(request_id=uuid7()), handler=fails)
        assert await counts(engine) == NOTHING
        assert bell.rung == 0

    async def test_a_cancellation_leaves_no_row_behind(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        reached = asyncio.Event()

        async def waits(request: Any, work: Work) -> Any:
            await NoteServicer().CreateNote(request, work)
            reached.set()
            await asyncio.Event().wait()

        running = asyncio.create_task(write(units, creation(request_id=uuid7()), handler=waits))
        await reached.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await counts(engine) == NOTHING
        pool: Any = engine.pool
        assert pool.checkedout() == 0

    async def test_an_answer_that_cannot_be_stored_changes_nothing(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        async def answers_nothing(request: Any, work: Work) -> Any:
            await NoteServicer().CreateNote(request, work)

        with pytest.raises(AttributeError):
            await write(units, creation(request_id=uuid7()), handler=answers_nothing)
        assert await counts(engine) == NOTHING

    async def test_a_notice_that_cannot_be_made_changes_nothing(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        async def announces_nonsense(request: Any, work: Work) -> Any:
            answer = await NoteServicer().CreateNote(request, work)
            await work.session.execute(insert(tables.outbox).values(subject="x"))
            return answer

        with pytest.raises(Exception, match="null value"):
            await write(units, creation(), handler=announces_nonsense)
        assert await counts(engine) == NOTHING


class TestCommit:
    async def test_the_relay_is_woken_after_the_commit(
        self, units: Units, engine: AsyncEngine, bell: Bell
    ) -> None:
        seen: list[int] = []

        async def creates(request: Any, work: Work) -> Any:
            answer = await NoteServicer().CreateNote(request, work)
            seen.append(bell.rung)
            return answer

        await write(units, creation(), handler=creates)
        assert seen == [0]
        assert bell.rung == 1
        assert (await counts(engine))["outbox"] == 1

    async def test_the_relay_sleeps_on_where_nothing_was_announced(
        self, units: Units, bell: Bell
    ) -> None:
        await write(units, pb.UpdateDiaryRequest(diary=pb.Diary(cover="red")))
        assert bell.rung == 0

    async def test_a_handler_that_reads_has_nothing_to_change_rows_with(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units)

        async def changes(request: Any, work: Work) -> Any:
            found = await NOTES.get(request.id, work)
            work.session.add(Note(title="made while reading"))
            return found

        request = pb.GetNoteRequest(id=str(note.id))
        with pytest.raises(RuntimeError, match="only reads"):
            await units.read(pb.METHODS["GetNote"], changes, request, caller())
        assert await counts(engine) == NOTHING | {"note": 1}

    async def test_what_was_prepared_is_there(self, units: Units) -> None:
        async def answers(request: Any, work: Work) -> Any:
            del request
            return work.prepared

        prepared = pb.Note(title="prepared")
        method = pb.METHODS["CreateNote"]
        assert await units.write(method, answers, creation(), caller(), prepared) is prepared


async def test_a_mutation_is_told_in_the_audit_trail(units: Units, engine: AsyncEngine) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    who, request_id = caller(), uuid7()
    with telemetry.span("x", SpanKind.SERVER, {"traceparent": f"00-{trace}-{'1' * 16}-01"}):
        note = await write(units, creation(request_id=request_id), who)
    async with engine.connect() as connection:
        row = (await connection.execute(select(tables.audit))).one()
    assert row.principal_id == who.principal_id
    assert row.person_id == who.person_id
    assert row.client_id == "tests"
    assert row.method == "/banyan.notes.v1.NoteService/CreateNote"
    assert row.request_id == request_id
    assert row.trace_id == trace
    assert row.resource_ids == [note.id]
    assert row.changes[0]["after"]["title"] == "groceries"
