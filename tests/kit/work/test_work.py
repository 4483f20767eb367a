"""The work of a handler: what it may do in its transaction, and what it is kept from."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.kit.bus.streams import MAX_MESSAGE_BYTES
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, NotFound, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work import tables, transaction
from services.kit.work.change import Change
from services.kit.work.database import LOCK_NOT_AVAILABLE, sqlstate
from services.kit.work.models import Resource
from services.kit.work.notices import VERSION_HEADER
from services.kit.work.reading import Resources
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.clocks import ManualClock
from tests.kit.conftest import PLENTY, Bell
from tests.kit.notes import contract as pb
from tests.kit.notes.models import CONFLICTS, Color, Diary, Note, Remark
from tests.kit.notes.service import NOTES, RELATIONS, caller_named

REPAINT = Change(
    Diary,
    col(Diary.id) == bindparam("diary_id"),
    col(Diary.cover) == "red",
    cover=col(Diary.cover) + "!",
)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def units(engine: AsyncEngine, clock: ManualClock, bell: Bell) -> Units:
    return Units(
        engine,
        service="notes",
        clock=clock,
        relations=RELATIONS,
        conflicts=CONFLICTS,
        relay=bell,
        budget=PLENTY,
    )


@asynccontextmanager
async def working(units: Units, caller: Caller | None = None) -> AsyncIterator[Work]:
    """Opens a transaction as a unit of work does."""
    async with units.writing(caller or caller_named(uuid7())) as work:
        yield work


async def store(units: Units, **values: Any) -> Note:
    async with working(units) as work:
        note = Note(**values)
        await work.add(note)
    return note


async def keep(units: Units, **values: Any) -> Diary:
    async with working(units) as work:
        diary = Diary(**values)
        await work.add(diary)
    return diary


async def announce(units: Units, row: Resource) -> None:
    """Stores a row and announces it."""
    async with working(units) as work:
        await work.add(row)
        await work.announce(row, "created")


async def read(units: Units, id_: UUID) -> Note:
    async with units.reading() as session:
        note = await session.get(Note, id_)
        assert note is not None
        return note


class TestBookkeeping:
    async def test_a_new_row_has_version_1_and_the_time_of_the_work(
        self, units: Units, clock: ManualClock
    ) -> None:
        note = await store(units)
        assert (note.version, note.create_time, note.update_time) == (1, clock.now(), clock.now())

    async def test_every_change_raises_the_version_and_the_time_of_change(
        self, units: Units, clock: ManualClock
    ) -> None:
        note = await store(units)
        created = clock.now()
        for version in (2, 3):
            clock.advance(minutes=1)
            async with working(units) as work:
                (await work.lock(Note, note.id)).rank = version
            now = await read(units, note.id)
            assert (now.version, now.create_time, now.update_time) == (
                version,
                created,
                clock.now(),
            )

    @pytest.mark.parametrize("conditionally", [False, True])
    async def test_a_later_change_has_the_later_time_whoever_began_first(
        self, units: Units, clock: ManualClock, *, conditionally: bool
    ) -> None:
        note = await store(units)
        async with working(units) as waiting:
            clock.advance(minutes=1)
            async with working(units) as holding:
                (await holding.lock(Note, note.id)).rank = 2
            before = await read(units, note.id)
            if conditionally:
                await waiting.change_if(Note, note.id, rank=3)
            else:
                (await waiting.lock(Note, note.id)).rank = 3
        after = await read(units, note.id)
        assert (before.version, after.version) == (2, 3)
        assert waiting.now < holding.now == before.update_time < after.update_time

    async def test_what_stays_the_same_is_not_a_change(
        self, units: Units, clock: ManualClock
    ) -> None:
        note = await store(units, title="same")
        clock.advance(minutes=1)
        async with working(units) as work:
            (await work.lock(Note, note.id)).title = "same"
        now = await read(units, note.id)
        assert (now.version, now.update_time) == (1, note.update_time)

    async def test_a_child_row_changes_its_resource(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            found = await work.lock(Note, note.id)
            found.remarks.append(Remark(number=1, text="first"))
        assert (await read(units, note.id)).version == 2

    async def test_time_stands_still_within_the_work(
        self, units: Units, clock: ManualClock
    ) -> None:
        async with working(units) as work:
            before = work.now
            clock.advance(hours=1)
            assert work.now == before


class TestLocks:
    async def test_a_change_of_a_row_that_is_not_locked_is_refused(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            (await work.get(Note, note.id)).title = "changed"
            with pytest.raises(RuntimeError, match="Note was changed without being locked"):
                await work.session.flush()
            await work.session.rollback()
        assert (await read(units, note.id)).title == "untitled"

    async def test_a_deletion_of_a_row_that_is_not_locked_is_refused(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            await work.session.delete(await work.get(Note, note.id))
            with pytest.raises(RuntimeError, match="Note was deleted without being locked"):
                await work.session.flush()
            await work.session.rollback()
        assert (await read(units, note.id)).title == "untitled"

    async def test_a_row_that_is_locked_can_be_deleted(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            await work.session.delete(await work.lock(Note, note.id))
        async with units.reading() as session:
            assert await session.get(Note, note.id) is None

    async def test_two_who_lock_change_one_after_the_other(self, units: Units) -> None:
        note = await store(units)

        async def bump() -> None:
            async with working(units) as work:
                found = await work.lock(Note, note.id)
                found.rank += 1

        await asyncio.gather(*(bump() for _ in range(10)))
        assert (await read(units, note.id)).rank == 10

    async def test_control_who_does_not_lock_loses_the_change_of_another(
        self, units: Units
    ) -> None:
        note = await store(units)
        meeting = asyncio.Barrier(2)

        async def bump() -> None:
            async with working(units) as work:
                found = await work.get(Note, note.id)
                work._locked.add(note.id)  # the guard believes that it is locked
                await meeting.wait()
                found.rank += 1

        await asyncio.gather(bump(), bump())
        assert (await read(units, note.id)).rank == 1

    async def test_a_lock_shows_the_row_as_it_is_now(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            await work.get(Note, note.id)
            async with working(units) as other:
                (await other.lock(Note, note.id)).title = "changed meanwhile"
            assert (await work.lock(Note, note.id)).title == "changed meanwhile"

    async def test_names_are_locked_one_after_the_other(self, units: Units) -> None:
        async def want_both() -> None:
            async with working(units) as other:
                await other.lock_name("王")
                await other.session.execute(text("SET LOCAL lock_timeout = '10ms'"))
                await other.lock_name("林")

        async with working(units) as work:
            await work.lock_name("林")
            with pytest.raises(Exception, match="lock timeout") as refused:
                await want_both()
            assert sqlstate(refused.value) == LOCK_NOT_AVAILABLE

    async def test_an_error_that_is_not_passed_on_commits_nothing(self, units: Units) -> None:
        note = await store(units, rank=1)

        async def go_on_regardless() -> None:
            async with working(units) as work:
                (await work.lock(Note, note.id)).rank = 2
                await work.session.flush()
                with contextlib.suppress(DBAPIError):
                    await work.session.execute(text("SELECT 1 / 0"))

        with pytest.raises(RuntimeError, match="after a statement of it had failed"):
            await go_on_regardless()
        assert (await read(units, note.id)).rank == 1

    async def test_what_is_not_there_cannot_be_locked_or_got(self, units: Units) -> None:
        async with working(units) as work:
            with pytest.raises(NotFound, match="This note does not exist"):
                await work.lock(Note, uuid7())
            with pytest.raises(NotFound, match="This note does not exist"):
                await work.get(Note, str(uuid7()))


class TestConditionalChange:
    async def test_changes_the_row_where_the_conditions_hold(
        self, units: Units, clock: ManualClock
    ) -> None:
        note = await store(units)
        clock.advance(minutes=1)
        async with working(units) as work:
            changed = await work.change_if(
                Note, note.id, col(Note.rank) < 1, rank=col(Note.rank) + 1, title="changed"
            )
            assert changed is not None
            assert (changed.rank, changed.title, changed.version) == (1, "changed", 2)
            assert changed.update_time == clock.now()

    async def test_changes_nothing_where_they_do_not(self, units: Units) -> None:
        note = await store(units, rank=5)
        async with working(units) as work:
            assert await work.change_if(Note, note.id, col(Note.rank) < 1, rank=0) is None
            assert await work.change_if(Note, uuid7(), rank=0) is None
        assert (await read(units, note.id)).rank == 5

    async def test_20_at_once_get_3_places(self, units: Units) -> None:
        note = await store(units)

        async def take() -> bool:
            async with working(units) as work:
                taken = await work.change_if(
                    Note, note.id, col(Note.rank) < 3, rank=col(Note.rank) + 1
                )
                return taken is not None

        taken = await asyncio.gather(*(take() for _ in range(20)))
        assert sum(taken) == 3
        assert (await read(units, note.id)).rank == 3

    async def test_control_looking_first_lets_more_in(self, units: Units) -> None:
        note = await store(units)
        meeting = asyncio.Barrier(5)

        async def take() -> bool:
            async with working(units) as work:
                free = (await work.get(Note, note.id)).rank < 3
                await meeting.wait()
                if free:
                    await work.change_if(Note, note.id, rank=col(Note.rank) + 1)
                return free

        assert sum(await asyncio.gather(*(take() for _ in range(5)))) == 5
        assert (await read(units, note.id)).rank == 5

    async def test_a_row_that_was_changed_so_may_be_changed_further(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            changed = await work.change_if(Note, note.id, rank=1)
            assert changed is not None
            changed.title = "changed further"
        now = await read(units, note.id)
        assert (now.rank, now.title, now.version) == (1, "changed further", 3)

    async def test_several_rows_change_in_one_statement(self, units: Units) -> None:
        for rank in (1, 2, 3):
            await store(units, rank=rank)
        async with working(units) as work:
            changed = await work.change_all(Note, col(Note.rank) > 1, title="high")
            assert sorted(note.rank for note in changed) == [2, 3]
            assert {note.version for note in changed} == {2}
        async with units.reading() as session:
            titles = await session.scalars(select(col(Note.title)).order_by(col(Note.rank)))
            assert list(titles) == ["untitled", "high", "high"]


class TestDeclaredChange:
    async def test_the_rows_are_as_they_are_then(self, units: Units, clock: ManualClock) -> None:
        diary = await keep(units, cover="red", home={"name": "garden"}, photo=b"\x00")
        clock.advance(minutes=1)
        async with working(units) as work:
            (changed,) = await work.make(REPAINT, diary_id=diary.id)
        async with units.reading() as session:
            now = await session.get(Diary, diary.id)
        assert now is not None
        assert (now.cover, now.version, now.update_time) == ("red!", 2, clock.now())
        assert changed.model_dump() == now.model_dump()
        assert [each["after"] for each in work.changes.rows] == [{"cover": "red!"}]

    async def test_where_the_conditions_do_not_hold_nothing_changes(self, units: Units) -> None:
        diary = await keep(units, cover="blue")
        async with working(units) as work:
            assert await work.make(REPAINT, diary_id=diary.id) == []
            assert work.changes.rows == []

    async def test_it_sees_what_the_work_has_changed_before(self, units: Units) -> None:
        diary = await keep(units, cover="blue")
        async with working(units) as work:
            (await work.lock(Diary, diary.id)).cover = "red"
            (changed,) = await work.make(REPAINT, diary_id=diary.id)
        assert (changed.cover, changed.version) == ("red!", 3)

    async def test_it_takes_no_session(self, units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
        diary, made = await keep(units, cover="red"), []

        def session(*arguments: Any, **options: Any) -> AsyncSession:
            made.append(options)
            return AsyncSession(*arguments, **options)

        monkeypatch.setattr(transaction, "AsyncSession", session)
        async with working(units) as work:
            await work.make(REPAINT, diary_id=diary.id)
        assert made == []
        async with working(units) as work:  # negative control
            await work.change_if(Diary, diary.id, cover="blue")
        assert len(made) == 1

    async def test_rows_with_child_rows_are_not_changed_so(self, units: Units) -> None:
        raising = Change(Note, col(Note.id) == bindparam("note_id"), rank=col(Note.rank) + 1)
        async with working(units) as work:
            with pytest.raises(TypeError, match="Note has child rows"):
                await work.make(raising, note_id=uuid7())


class TestSeeing:
    async def test_finds_what_the_caller_may_see(self, units: Units) -> None:
        note = await store(units, color="BLUE")
        async with working(units) as work:
            assert (await NOTES.get(str(note.id), work)).id == str(note.id)

    async def test_what_may_not_be_seen_looks_like_what_does_not_exist(self, units: Units) -> None:
        hidden = await store(units, color="RED")
        refusals = set()
        for id_ in (hidden.id, uuid7()):
            async with working(units) as work:
                with pytest.raises(PermissionDenied) as refused:
                    await NOTES.get(id_, work)
            refusals.add((refused.value.message, refused.value.reason))
        assert len(refusals) == 1

    async def test_finds_several_in_the_order_asked_each_once(self, units: Units) -> None:
        first, second, hidden = [
            await store(units, color=color) for color in (Color.BLUE, Color.UNSPECIFIED, Color.RED)
        ]
        ids = [second.id, uuid7(), hidden.id, first.id, second.id]
        async with working(units) as work:
            found = await NOTES.get_all(ids, work)
            assert [note.id for note in found] == [str(second.id), str(first.id)]
            assert await NOTES.get_all([], work) == []

    async def test_finds_without_a_relation_where_anyone_may_see(self, units: Units) -> None:
        note = await store(units, color="RED")
        async with working(units) as work:
            assert len(await Resources[Any](Note, None).get_all([note.id], work)) == 1
            assert work.checked == {}

    async def test_asking_marks_the_relation_as_checked(self, units: Units) -> None:
        note = await store(units)
        async with working(units) as work:
            await NOTES.get(note.id, work)
            assert work.checked.keys() == {"view_note"}
            await work.require("own_note", note.id)
            assert work.checked.keys() == {"view_note", "own_note"}

    async def test_a_relation_that_does_not_hold_is_not_checked(self, units: Units) -> None:
        note = await store(units, parent_id=uuid7())
        async with working(units) as work:
            with pytest.raises(PermissionDenied):
                await work.require("own_note", note.id)
            assert work.checked == {}

    async def test_a_relation_that_nobody_defined_is_a_mistake(self, units: Units) -> None:
        async with working(units) as work:
            with pytest.raises(KeyError):
                await work.require("nonsense")
            with pytest.raises(KeyError):
                await Resources[Any](Note, "nonsense").get(uuid7(), work)


class TestAnnouncing:
    async def test_a_notice_is_the_resource_after_the_change(
        self, units: Units, engine: AsyncEngine, clock: ManualClock
    ) -> None:
        note = await store(units)
        clock.advance(minutes=1)
        async with working(units) as work:
            found = await work.lock(Note, note.id)
            found.title = "changed"
            await work.announce(found, "updated")
            assert work.closing.notices
        (row,) = await outbox(engine)
        assert row.subject == f"banyan.notes.note.{note.id}.updated"
        shown = pb.Note.FromString(row.payload)
        assert (shown.title, shown.id) == ("changed", str(note.id))
        assert shown.update_time.ToDatetime() == clock.now().replace(tzinfo=None)
        assert row.headers[VERSION_HEADER] == "2"

    async def test_versions_stand_in_the_outbox_in_the_order_of_the_changes(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        note = await store(units)

        async def change() -> None:
            async with working(units) as work:
                found = await work.lock(Note, note.id)
                found.rank += 1
                await work.announce(found, "updated")

        await asyncio.gather(*(change() for _ in range(20)))
        versions = [int(row.headers[VERSION_HEADER]) for row in await outbox(engine)]
        assert versions == list(range(2, 22))

    async def test_control_without_the_flush_a_notice_speaks_of_a_version_that_never_was(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def nothing() -> None:
            return None

        note = await store(units)
        async with working(units) as work:
            found = await work.lock(Note, note.id)
            found.title = "changed"
            with work.session.no_autoflush, monkeypatch.context() as patch:
                patch.setattr(work.session, "flush", nothing)
                await work.announce_all([found], "updated", unchanged=True)
        (row,) = await outbox(engine)
        assert row.headers[VERSION_HEADER] == "1"
        assert pb.Note.FromString(row.payload).title == "changed"

    async def test_several_are_announced_in_their_order(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        async with working(units) as work:
            notes = [Note(rank=rank) for rank in range(5)]
            work.session.add_all(notes)
            await work.announce_all(notes, "created")
            await work.announce_all([], "created")
        ranks = [pb.Note.FromString(row.payload).rank for row in await outbox(engine)]
        assert ranks == list(range(5))

    async def test_what_is_confidential_is_never_announced(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        with pytest.raises(TypeError, match="Diary is confidential and is never announced"):
            await announce(units, Diary(text="canary"))
        assert await outbox(engine) == []

    async def test_control_without_the_guard_the_confidential_text_would_be_on_the_bus(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.kit.work.notices.may_be_announced", lambda _: True)
        await announce(units, Diary(text="canary"))
        (row,) = await outbox(engine)
        assert b"canary" in row.payload

    async def test_what_goes_in_and_never_comes_out_is_not_in_a_notice(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        await announce(units, Note(secret="canary"))
        (row,) = await outbox(engine)
        assert b"canary" not in row.payload

    async def test_what_the_bus_would_refuse_is_refused_here(
        self, units: Units, engine: AsyncEngine
    ) -> None:
        """It would stand at the head of the outbox for ever, and nothing would pass it."""
        with pytest.raises(InvalidArgument) as refused:
            await announce(units, Note(body="x" * MAX_MESSAGE_BYTES))
        assert refused.value.reason == "TOO_LARGE"
        assert await outbox(engine) == []


async def outbox(engine: AsyncEngine) -> list[Any]:
    async with engine.connect() as connection:
        query = select(tables.outbox).order_by(tables.outbox.c.sequence)
        return list((await connection.execute(query)).all())


async def test_rows_are_unchanged_by_time_zones(units: Units, clock: ManualClock) -> None:
    """The database answers in UTC, whatever it was given."""
    moment = clock.now().astimezone(timezone(timedelta(hours=8)))
    note = await store(units, remind_time=moment)
    remind_time = (await read(units, note.id)).remind_time
    assert remind_time is not None
    assert remind_time == moment
    assert remind_time.utcoffset() == timedelta(0)
