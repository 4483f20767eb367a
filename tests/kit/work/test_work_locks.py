"""What a unit of work locks: one at a time, and what it finds changed afterwards."""

import asyncio
import contextlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.kit.errors import NotFound
from services.kit.process.ids import uuid7
from services.kit.work.database import LOCK_NOT_AVAILABLE, sqlstate
from services.kit.work.unit import Units
from tests.kit.notes.models import Note
from tests.kit.work.working import read, store, working


class TestLocks:
    async def test_a_change_of_a_row_that_is_not_locked_is_refused(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            (await work.get(Note, note.id)).title = "changed"
            with pytest.raises(RuntimeError, match="Note was changed without being locked"):
                await work.session.flush()
            await work.session.rollback()
        assert (await read(timed, note.id)).title == "untitled"

    async def test_a_deletion_of_a_row_that_is_not_locked_is_refused(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            await work.session.delete(await work.get(Note, note.id))
            with pytest.raises(RuntimeError, match="Note was deleted without being locked"):
                await work.session.flush()
            await work.session.rollback()
        assert (await read(timed, note.id)).title == "untitled"

    async def test_a_row_that_is_locked_can_be_deleted(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            await work.session.delete(await work.lock(Note, note.id))
        async with timed.reading() as session:
            assert await session.get(Note, note.id) is None

    async def test_two_who_lock_change_one_after_the_other(self, timed: Units) -> None:
        note = await store(timed)

        async def bump() -> None:
            async with working(timed) as work:
                found = await work.lock(Note, note.id)
                found.rank += 1

        await asyncio.gather(*(bump() for _ in range(10)))
        assert (await read(timed, note.id)).rank == 10

    async def test_control_who_does_not_lock_loses_the_change_of_another(
        self, timed: Units
    ) -> None:
        note = await store(timed)
        meeting = asyncio.Barrier(2)

        async def bump() -> None:
            async with working(timed) as work:
                found = await work.get(Note, note.id)
                work._locked.add(note.id)  # the guard believes that it is locked
                await meeting.wait()
                found.rank += 1

        await asyncio.gather(bump(), bump())
        assert (await read(timed, note.id)).rank == 1

    async def test_a_lock_shows_the_row_as_it_is_now(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            await work.get(Note, note.id)
            async with working(timed) as other:
                (await other.lock(Note, note.id)).title = "changed meanwhile"
            assert (await work.lock(Note, note.id)).title == "changed meanwhile"

    async def test_names_are_locked_one_after_the_other(self, timed: Units) -> None:
        async def want_both() -> None:
            async with working(timed) as other:
                await other.lock_name("王")
                await other.session.execute(text("SET LOCAL lock_timeout = '10ms'"))
                await other.lock_name("林")

        async with working(timed) as work:
            await work.lock_name("林")
            with pytest.raises(Exception, match="lock timeout") as refused:
                await want_both()
            assert sqlstate(refused.value) == LOCK_NOT_AVAILABLE

    async def test_an_error_that_is_not_passed_on_commits_nothing(self, timed: Units) -> None:
        note = await store(timed, rank=1)

        async def go_on_regardless() -> None:
            async with working(timed) as work:
                (await work.lock(Note, note.id)).rank = 2
                await work.session.flush()
                with contextlib.suppress(DBAPIError):
                    await work.session.execute(text("SELECT 1 / 0"))

        with pytest.raises(RuntimeError, match="after a statement of it had failed"):
            await go_on_regardless()
        assert (await read(timed, note.id)).rank == 1

    async def test_what_is_not_there_cannot_be_locked_or_got(self, timed: Units) -> None:
        async with working(timed) as work:
            with pytest.raises(NotFound, match="This note does not exist"):
                await work.lock(Note, uuid7())
            with pytest.raises(NotFound, match="This note does not exist"):
                await work.get(Note, str(uuid7()))
