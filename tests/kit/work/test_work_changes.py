"""Changes of a unit of work that the database decides: conditional and declared ones."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.kit.process.ids import uuid7
from services.kit.work import transaction
from services.kit.work.change import Change
from services.kit.work.unit import Units
from tests.kit.clocks import ManualClock
from tests.kit.notes.models import Diary, Note
from tests.kit.work.working import read, store, working

REPAINT = Change(
    Diary,
    col(Diary.id) == bindparam("diary_id"),
    col(Diary.cover) == "red",
    cover=col(Diary.cover) + "!",
)


async def keep(timed: Units, **values: Any) -> Diary:
    async with working(timed) as work:
        diary = Diary(**values)
        await work.add(diary)
    return diary


class TestConditionalChange:
    async def test_changes_the_row_where_the_conditions_hold(
        self, timed: Units, clock: ManualClock
    ) -> None:
        note = await store(timed)
        clock.advance(minutes=1)
        async with working(timed) as work:
            changed = await work.change_if(
                Note, note.id, col(Note.rank) < 1, rank=col(Note.rank) + 1, title="changed"
            )
            assert changed is not None
            assert (changed.rank, changed.title, changed.version) == (1, "changed", 2)
            assert changed.update_time == clock.now()

    async def test_changes_nothing_where_they_do_not(self, timed: Units) -> None:
        note = await store(timed, rank=5)
        async with working(timed) as work:
            assert await work.change_if(Note, note.id, col(Note.rank) < 1, rank=0) is None
            assert await work.change_if(Note, uuid7(), rank=0) is None
        assert (await read(timed, note.id)).rank == 5

    async def test_20_at_once_get_3_places(self, timed: Units) -> None:
        note = await store(timed)

        async def take() -> bool:
            async with working(timed) as work:
                taken = await work.change_if(
                    Note, note.id, col(Note.rank) < 3, rank=col(Note.rank) + 1
                )
                return taken is not None

        taken = await asyncio.gather(*(take() for _ in range(20)))
        assert sum(taken) == 3
        assert (await read(timed, note.id)).rank == 3

    async def test_control_looking_first_lets_more_in(self, timed: Units) -> None:
        note = await store(timed)
        meeting = asyncio.Barrier(5)

        async def take() -> bool:
            async with working(timed) as work:
                free = (await work.get(Note, note.id)).rank < 3
                await meeting.wait()
                if free:
                    await work.change_if(Note, note.id, rank=col(Note.rank) + 1)
                return free

        assert sum(await asyncio.gather(*(take() for _ in range(5)))) == 5
        assert (await read(timed, note.id)).rank == 5

    async def test_a_row_that_was_changed_so_may_be_changed_further(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            changed = await work.change_if(Note, note.id, rank=1)
            assert changed is not None
            changed.title = "changed further"
        now = await read(timed, note.id)
        assert (now.rank, now.title, now.version) == (1, "changed further", 3)

    async def test_several_rows_change_in_one_statement(self, timed: Units) -> None:
        for rank in (1, 2, 3):
            await store(timed, rank=rank)
        async with working(timed) as work:
            changed = await work.change_all(Note, col(Note.rank) > 1, title="high")
            assert sorted(note.rank for note in changed) == [2, 3]
            assert {note.version for note in changed} == {2}
        async with timed.reading() as session:
            titles = await session.scalars(select(col(Note.title)).order_by(col(Note.rank)))
            assert list(titles) == ["untitled", "high", "high"]


class TestDeclaredChange:
    async def test_the_rows_are_as_they_are_then(self, timed: Units, clock: ManualClock) -> None:
        diary = await keep(timed, cover="red", home={"name": "garden"}, photo=b"\x00")
        clock.advance(minutes=1)
        async with working(timed) as work:
            (changed,) = await work.make(REPAINT, diary_id=diary.id)
        async with timed.reading() as session:
            now = await session.get(Diary, diary.id)
        assert now is not None
        assert (now.cover, now.version, now.update_time) == ("red!", 2, clock.now())
        assert changed.model_dump() == now.model_dump()
        assert [each["after"] for each in work.changes.rows] == [{"cover": "red!"}]

    async def test_where_the_conditions_do_not_hold_nothing_changes(self, timed: Units) -> None:
        diary = await keep(timed, cover="blue")
        async with working(timed) as work:
            assert await work.make(REPAINT, diary_id=diary.id) == []
            assert work.changes.rows == []

    async def test_it_sees_what_the_work_has_changed_before(self, timed: Units) -> None:
        diary = await keep(timed, cover="blue")
        async with working(timed) as work:
            (await work.lock(Diary, diary.id)).cover = "red"
            (changed,) = await work.make(REPAINT, diary_id=diary.id)
        assert (changed.cover, changed.version) == ("red!", 3)

    async def test_it_takes_no_session(self, timed: Units, monkeypatch: pytest.MonkeyPatch) -> None:
        diary, made = await keep(timed, cover="red"), []

        def session(*arguments: Any, **options: Any) -> AsyncSession:
            made.append(options)
            return AsyncSession(*arguments, **options)

        monkeypatch.setattr(transaction, "AsyncSession", session)
        async with working(timed) as work:
            await work.make(REPAINT, diary_id=diary.id)
        assert made == []
        async with working(timed) as work:  # negative control
            await work.change_if(Diary, diary.id, cover="blue")
        assert len(made) == 1

    async def test_rows_with_child_rows_are_not_changed_so(self, timed: Units) -> None:
        raising = Change(Note, col(Note.id) == bindparam("note_id"), rank=col(Note.rank) + 1)
        async with working(timed) as work:
            with pytest.raises(TypeError, match="Note has child rows"):
                await work.make(raising, note_id=uuid7())
