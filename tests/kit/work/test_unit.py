"""Units of work: one RPC is one transaction, with one effect and one answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.trace import SpanKind
from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.kit.calls.passport import Caller
from services.kit.errors import (
    AlreadyExists,
    Conflict,
    DomainError,
    Internal,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
)
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work import tables, unit
from services.kit.work.claim import Claim
from services.kit.work.database import SERIALIZATION_FAILURE, sqlstate
from services.kit.work.mapping import to_proto
from services.kit.work.unit import ATTEMPTS, Units
from services.kit.work.work import Work
from tests.kit.conftest import Bell
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import NOTES, NoteServicer, caller_named, note_service
from tests.kit.notes.site import NoteSite

Handler = Callable[[Any, Work], Awaitable[Any]]
TABLES = ("note", "answer", "audit", "outbox")


def caller() -> Caller:
    return caller_named(uuid7())


async def write(
    units: Units, request: Any, who: Caller | None = None, handler: Handler | None = None
) -> Any:
    """Runs a mutation as the pipeline does, by its own handler or another."""
    name = type(request).__name__.removesuffix("Request")
    return await units.write(
        pb.METHODS[name],
        handler or getattr(NoteServicer(), name),
        request,
        who or caller(),
        None,
    )


async def counts(engine: AsyncEngine) -> dict[str, int]:
    """Returns how many rows the tables hold."""
    async with engine.connect() as connection:
        return {
            name: (await connection.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one()
            for name in TABLES
        }


async def store(units: Units, **values: Any) -> Note:
    """Stores a note, without an audit row or a notice."""
    async with units.writing(caller()) as work:
        note = Note(**values)
        await work.add(note)
    return note


NOTHING = dict.fromkeys(TABLES, 0)
ONE_OF_EACH = dict.fromkeys(TABLES, 1)


def creation(title: str = "groceries", request_id: UUID | None = None, **fields: Any) -> Any:
    request = pb.CreateNoteRequest(note=pb.Note(title=title, **fields))
    if request_id is not None:
        request.request_id = str(request_id)
    return request


class TestRequestId:
    async def test_the_same_request_20_times_at_once_has_one_effect_and_equal_answers(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        answers = await asyncio.gather(*(write(units, request, who) for _ in range(20)))
        assert len({answer.SerializeToString() for answer in answers}) == 1
        assert answers[0].title == "groceries"
        assert await counts(engine) == ONE_OF_EACH

    async def test_control_without_the_claim_there_are_20_effects(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def nothing(*_: object) -> None:
            return None

        monkeypatch.setattr(Claim, "take", nothing)
        who, request = caller(), creation(request_id=uuid7())
        await asyncio.gather(*(write(units, request, who) for _ in range(20)))
        assert (await counts(engine))["note"] == 20

    async def test_the_same_request_20_times_over_grpc_has_one_effect(
        self, notes: NoteSite
    ) -> None:
        passport, request = notes.passport(uuid7()), creation(request_id=uuid7())
        async with notes.start() as running:
            answers = await asyncio.gather(
                *(running.call(request, pb.Note, passport) for _ in range(20))
            )
        assert len({answer.SerializeToString() for answer in answers}) == 1
        assert await notes.sql("SELECT count(*) FROM note") == [(1,)]

    async def test_another_body_is_refused_and_names_the_field(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request_id = caller(), uuid7()
        await write(units, creation("first", request_id), who)
        with pytest.raises(InvalidArgument) as refused:
            await write(units, creation("second", request_id), who)
        (violation,) = refused.value.violations
        assert (violation.field, violation.reason) == ("request_id", "REQUEST_ID_REUSED")
        assert await counts(engine) == ONE_OF_EACH

    async def test_another_body_at_the_same_moment_is_refused(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request_id = caller(), uuid7()
        results = await asyncio.gather(
            *(write(units, creation(title, request_id), who) for title in ("first", "second")),
            return_exceptions=True,
        )
        assert sorted(isinstance(each, InvalidArgument) for each in results) == [False, True]
        assert await counts(engine) == ONE_OF_EACH

    async def test_a_failure_is_not_replayed(self, units: Units, engine: AsyncEngine) -> None:
        who, request = caller(), creation(request_id=uuid7())

        async def refuses(request: Any, work: Work) -> Any:
            await NoteServicer().CreateNote(request, work)
            raise Refused("Not today.")

        with pytest.raises(Refused):
            await write(units, request, who, refuses)
        assert await counts(engine) == NOTHING
        assert (await write(units, request, who)).title == "groceries"
        assert await counts(engine) == ONE_OF_EACH

    async def test_who_waits_for_one_that_fails_goes_next(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        first = True

        async def fails_once(request: Any, work: Work) -> Any:
            nonlocal first
            answer = await NoteServicer().CreateNote(request, work)
            if first:
                first = False
                raise Refused("Not the first.")
            return answer

        results = await asyncio.gather(
            *(write(units, request, who, fails_once) for _ in range(5)), return_exceptions=True
        )
        assert sum(isinstance(each, Refused) for each in results) == 1
        assert await counts(engine) == ONE_OF_EACH

    async def test_another_principal_with_the_same_id_is_another_request(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        request = creation(request_id=uuid7())
        first, second = await write(units, request), await write(units, request)
        assert first.id != second.id
        assert (await counts(engine))["answer"] == 2

    async def test_another_method_with_the_same_id_is_another_request(self, units: Units) -> None:
        who, request_id = caller(), str(uuid7())
        await write(units, creation(request_id=UUID(request_id)), who)
        diary = pb.UpdateDiaryRequest(diary=pb.Diary(cover="red"), request_id=request_id)
        assert (await write(units, diary, who)).cover == "red"

    async def test_a_request_without_an_id_is_never_the_same(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        who, request = caller(), creation()
        first, second = await write(units, request, who), await write(units, request, who)
        assert first.id != second.id
        assert (await counts(engine))["answer"] == 0

    async def test_an_answer_is_given_again_although_the_state_has_moved_on(
        self, units: Units
    ) -> None:
        who, request = caller(), creation(request_id=uuid7())
        first = await write(units, request, who)
        change = pb.UpdateNoteRequest(id=first.id, note=pb.Note(title="changed"))
        change.update_mask.paths.append("title")
        await write(units, change, who)
        assert await write(units, request, who) == first

    async def test_who_waits_too_long_for_the_first_is_told_to_try_again(
        self, notes: NoteSite
    ) -> None:
        who, request = uuid7(), creation(request_id=uuid7())
        reached, released = asyncio.Event(), asyncio.Event()

        async def waits(request: Any, work: Work) -> Any:
            reached.set()
            await released.wait()
            return await NoteServicer().CreateNote(request, work)

        service = note_service(servicer=NoteServicer(CreateNote=waits))
        async with notes.start(service, lock_timeout=0.05) as running:
            first = asyncio.create_task(running.call(request, pb.Note, notes.passport(who)))
            await reached.wait()
            with pytest.raises(Conflict) as refused:
                await running.call(request, pb.Note, notes.passport(who))
            released.set()
            assert (await first).title == "groceries"
        assert refused.value.reason == "BUSY"


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


class TestRaces:
    """A transaction that loses a race runs again; the races are real ones."""

    async def test_a_deadlock_is_run_again_until_both_are_through(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        first, second = await store(units), await store(units)
        meeting = asyncio.Barrier(2)
        runs = 0

        def locks(*ids: UUID) -> Handler:
            met = False

            async def handler(request: Any, work: Work) -> Any:
                nonlocal met, runs
                runs += 1
                await work.session.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
                one = await work.lock(Note, ids[0])
                if not met:
                    met = True
                    await meeting.wait()
                other = await work.lock(Note, ids[1])
                one.rank += 1
                other.rank += 1
                return to_proto(one, pb.Note)

            return handler

        await asyncio.gather(
            write(units, creation(), handler=locks(first.id, second.id)),
            write(units, creation(), handler=locks(second.id, first.id)),
        )
        assert runs > 2
        async with units.reading() as session:
            assert list(await session.scalars(select(col(Note.rank)))) == [2, 2]
        assert (await counts(engine))["audit"] == 2

    async def test_a_serialization_failure_is_run_again(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units)
        runs = 0

        async def overtaken(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await repeatable(work)
            found = await work.get(Note, note.id)
            if runs < ATTEMPTS:
                await bump(engine, note.id)
            await work.session.execute(update(Note).values(rank=found.rank + 100))
            return to_proto(found, pb.Note)

        await write(units, creation(), handler=overtaken)
        assert runs == ATTEMPTS
        async with units.reading() as session:
            assert (await session.scalars(select(col(Note.rank)))).one() == ATTEMPTS - 1 + 100

    async def test_three_times_at_most(self, units: Units, engine: AsyncEngine) -> None:
        note = await store(units)
        runs = 0

        async def always_overtaken(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await repeatable(work)
            found = await work.get(Note, note.id)
            await bump(engine, note.id)
            await work.session.execute(update(Note).values(rank=found.rank + 100))

        with pytest.raises(Conflict) as refused:
            await write(units, creation(), handler=always_overtaken)
        assert refused.value.reason == "BUSY"
        assert sqlstate(refused.value.__cause__ or refused.value) == SERIALIZATION_FAILURE
        assert runs == ATTEMPTS == 3
        assert await counts(engine) == NOTHING | {"note": 1}

    async def test_other_errors_of_the_database_are_not_run_again(self, units: Units) -> None:
        runs = 0

        async def breaks_a_rule(request: Any, work: Work) -> Any:
            nonlocal runs
            runs += 1
            await work.add(Note(rank=-1))

        with pytest.raises(Exception, match="note_rank"):
            await write(units, creation(), handler=breaks_a_rule)
        assert runs == 1


async def repeatable(work: Work) -> None:
    await work.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def bump(engine: AsyncEngine, note_id: UUID) -> None:
    """Changes a note in a transaction of its own, under the feet of the one that has read it."""
    async with engine.begin() as connection:
        await connection.execute(
            update(Note).where(col(Note.id) == note_id).values(rank=col(Note.rank) + 1)
        )


class TestConstraints:
    async def test_a_constraint_with_a_meaning_says_it(self, units: Units) -> None:
        await write(units, creation("taken", pinned=True))
        with pytest.raises(AlreadyExists) as refused:
            await write(units, creation("taken", pinned=True))
        assert refused.value.reason == "TITLE_TAKEN"

    async def test_20_at_once_leave_one_and_19_hear_why(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        results = await asyncio.gather(
            *(write(units, creation("taken", pinned=True)) for _ in range(20)),
            return_exceptions=True,
        )
        assert sum(isinstance(each, AlreadyExists) for each in results) == 19
        assert (await counts(engine))["note"] == 1

    async def test_every_refusal_is_an_error_of_its_own(self, units: Units) -> None:
        """A raised instance holds a traceback, and with it the request of somebody else."""
        await write(units, creation("taken", pinned=True))
        errors: list[DomainError] = []
        for _ in range(2):
            with pytest.raises(AlreadyExists) as refused:
                await write(units, creation("taken", pinned=True))
            errors.append(refused.value)
        assert errors[0] is not errors[1]

    async def test_a_constraint_without_a_meaning_is_a_fault_of_ours(self, notes: NoteSite) -> None:
        request = creation(rank=-1)
        async with notes.start() as running:
            with pytest.raises(Internal):
                await running.call(request, pb.Note, notes.passport(uuid7()))


class TestAuditedReading:
    async def test_a_reading_of_what_is_confidential_leaves_an_audit_row(
        self, notes: NoteSite
    ) -> None:
        me = uuid7()
        passport = notes.passport(me, client_id="reader")
        async with notes.start() as running:
            update_request = pb.UpdateDiaryRequest(diary=pb.Diary(text="canary"))
            await running.call(update_request, pb.Diary, passport)
            diary = await running.call(pb.GetDiaryRequest(id=str(me)), pb.Diary, passport)
        assert diary.text == "canary"
        rows = await notes.sql("SELECT * FROM audit WHERE method LIKE '%GetDiary'")
        assert [(row["person_id"], row["client_id"]) for row in rows] == [(me, "reader")]
        assert rows[0]["resource_ids"] == f'["{me}"]'
        assert rows[0]["changes"] == "[]"

    async def test_a_reading_that_is_refused_shows_nothing_and_leaves_nothing(
        self, notes: NoteSite
    ) -> None:
        async with notes.start() as running:
            with pytest.raises(PermissionDenied):
                await running.call(
                    pb.GetDiaryRequest(id=str(uuid7())), pb.Diary, notes.passport(uuid7())
                )
        assert await notes.sql("SELECT count(*) FROM audit") == [(0,)]

    async def test_other_readings_leave_no_row(self, notes: NoteSite) -> None:
        async with notes.start() as running:
            await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, notes.passport(uuid7()))
        assert await notes.sql("SELECT count(*) FROM audit") == [(0,)]


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
