"""The work of a handler: what it may do in its transaction, and what it is kept from."""

import asyncio
from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.streams import MAX_MESSAGE_BYTES
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work import tables
from services.kit.work.models import Resource
from services.kit.work.notices import VERSION_HEADER
from services.kit.work.reading import Resources
from services.kit.work.unit import Units
from tests.kit.clocks import ManualClock
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Color, Diary, Note, Remark
from tests.kit.notes.service import NOTES
from tests.kit.work.working import read, store, working


async def announce(timed: Units, row: Resource) -> None:
    """Stores a row and announces it."""
    async with working(timed) as work:
        await work.add(row)
        await work.announce(row, "created")


class TestBookkeeping:
    async def test_a_new_row_has_version_1_and_the_time_of_the_work(
        self, timed: Units, clock: ManualClock
    ) -> None:
        note = await store(timed)
        assert (note.version, note.create_time, note.update_time) == (1, clock.now(), clock.now())

    async def test_every_change_raises_the_version_and_the_time_of_change(
        self, timed: Units, clock: ManualClock
    ) -> None:
        note = await store(timed)
        created = clock.now()
        for version in (2, 3):
            clock.advance(minutes=1)
            async with working(timed) as work:
                (await work.lock(Note, note.id)).rank = version
            now = await read(timed, note.id)
            assert (now.version, now.create_time, now.update_time) == (
                version,
                created,
                clock.now(),
            )

    @pytest.mark.parametrize("conditionally", [False, True])
    async def test_a_later_change_has_the_later_time_whoever_began_first(
        self, timed: Units, clock: ManualClock, *, conditionally: bool
    ) -> None:
        note = await store(timed)
        async with working(timed) as waiting:
            clock.advance(minutes=1)
            async with working(timed) as holding:
                (await holding.lock(Note, note.id)).rank = 2
            before = await read(timed, note.id)
            if conditionally:
                await waiting.change_if(Note, note.id, rank=3)
            else:
                (await waiting.lock(Note, note.id)).rank = 3
        after = await read(timed, note.id)
        assert (before.version, after.version) == (2, 3)
        assert waiting.now < holding.now == before.update_time < after.update_time

    async def test_what_stays_the_same_is_not_a_change(
        self, timed: Units, clock: ManualClock
    ) -> None:
        note = await store(timed, title="same")
        clock.advance(minutes=1)
        async with working(timed) as work:
            (await work.lock(Note, note.id)).title = "same"
        now = await read(timed, note.id)
        assert (now.version, now.update_time) == (1, note.update_time)

    async def test_a_child_row_changes_its_resource(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            found = await work.lock(Note, note.id)
            found.remarks.append(Remark(number=1, text="first"))
        assert (await read(timed, note.id)).version == 2

    async def test_time_stands_still_within_the_work(
        self, timed: Units, clock: ManualClock
    ) -> None:
        async with working(timed) as work:
            before = work.now
            clock.advance(hours=1)
            assert work.now == before


class TestSeeing:
    async def test_finds_what_the_caller_may_see(self, timed: Units) -> None:
        note = await store(timed, color="BLUE")
        async with working(timed) as work:
            assert (await NOTES.get(str(note.id), work)).id == str(note.id)

    async def test_what_may_not_be_seen_looks_like_what_does_not_exist(self, timed: Units) -> None:
        hidden = await store(timed, color="RED")
        refusals = set()
        for id_ in (hidden.id, uuid7()):
            async with working(timed) as work:
                with pytest.raises(PermissionDenied) as refused:
                    await NOTES.get(id_, work)
            refusals.add((refused.value.message, refused.value.reason))
        assert len(refusals) == 1

    async def test_finds_several_in_the_order_asked_each_once(self, timed: Units) -> None:
        first, second, hidden = [
            await store(timed, color=color) for color in (Color.BLUE, Color.UNSPECIFIED, Color.RED)
        ]
        ids = [second.id, uuid7(), hidden.id, first.id, second.id]
        async with working(timed) as work:
            found = await NOTES.get_all(ids, work)
            assert [note.id for note in found] == [str(second.id), str(first.id)]
            assert await NOTES.get_all([], work) == []

    async def test_finds_without_a_relation_where_anyone_may_see(self, timed: Units) -> None:
        note = await store(timed, color="RED")
        async with working(timed) as work:
            assert len(await Resources[Any](Note, None).get_all([note.id], work)) == 1
            assert work.checked == {}

    async def test_asking_marks_the_relation_as_checked(self, timed: Units) -> None:
        note = await store(timed)
        async with working(timed) as work:
            await NOTES.get(note.id, work)
            assert work.checked.keys() == {"view_note"}
            await work.require("own_note", note.id)
            assert work.checked.keys() == {"view_note", "own_note"}

    async def test_a_relation_that_does_not_hold_is_not_checked(self, timed: Units) -> None:
        note = await store(timed, parent_id=uuid7())
        async with working(timed) as work:
            with pytest.raises(PermissionDenied):
                await work.require("own_note", note.id)
            assert work.checked == {}

    async def test_a_relation_that_nobody_defined_is_a_mistake(self, timed: Units) -> None:
        async with working(timed) as work:
            with pytest.raises(KeyError):
                await work.require("nonsense")
            with pytest.raises(KeyError):
                await Resources[Any](Note, "nonsense").get(uuid7(), work)


class TestAnnouncing:
    async def test_a_notice_is_the_resource_after_the_change(
        self, timed: Units, engine: AsyncEngine, clock: ManualClock
    ) -> None:
        note = await store(timed)
        clock.advance(minutes=1)
        async with working(timed) as work:
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
        self, timed: Units, engine: AsyncEngine
    ) -> None:
        note = await store(timed)

        async def change() -> None:
            async with working(timed) as work:
                found = await work.lock(Note, note.id)
                found.rank += 1
                await work.announce(found, "updated")

        await asyncio.gather(*(change() for _ in range(20)))
        versions = [int(row.headers[VERSION_HEADER]) for row in await outbox(engine)]
        assert versions == list(range(2, 22))

    async def test_control_without_the_flush_a_notice_speaks_of_a_version_that_never_was(
        self, timed: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def nothing() -> None:
            return None

        note = await store(timed)
        async with working(timed) as work:
            found = await work.lock(Note, note.id)
            found.title = "changed"
            with work.session.no_autoflush, monkeypatch.context() as patch:
                patch.setattr(work.session, "flush", nothing)
                await work.announce_all([found], "updated", unchanged=True)
        (row,) = await outbox(engine)
        assert row.headers[VERSION_HEADER] == "1"
        assert pb.Note.FromString(row.payload).title == "changed"

    async def test_several_are_announced_in_their_order(
        self, timed: Units, engine: AsyncEngine
    ) -> None:
        async with working(timed) as work:
            notes = [Note(rank=rank) for rank in range(5)]
            work.session.add_all(notes)
            await work.announce_all(notes, "created")
            await work.announce_all([], "created")
        ranks = [pb.Note.FromString(row.payload).rank for row in await outbox(engine)]
        assert ranks == list(range(5))

    async def test_what_is_confidential_is_never_announced(
        self, timed: Units, engine: AsyncEngine
    ) -> None:
        with pytest.raises(TypeError, match="Diary is confidential and is never announced"):
            await announce(timed, Diary(text="canary"))
        assert await outbox(engine) == []

    async def test_control_without_the_guard_the_confidential_text_would_be_on_the_bus(
        self, timed: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.kit.work.notices.may_be_announced", lambda _: True)
        await announce(timed, Diary(text="canary"))
        (row,) = await outbox(engine)
        assert b"canary" in row.payload

    async def test_what_goes_in_and_never_comes_out_is_not_in_a_notice(
        self, timed: Units, engine: AsyncEngine
    ) -> None:
        await announce(timed, Note(secret="canary"))
        (row,) = await outbox(engine)
        assert b"canary" not in row.payload

    async def test_what_the_bus_would_refuse_is_refused_here(
        self, timed: Units, engine: AsyncEngine
    ) -> None:
        """It would stand at the head of the outbox for ever, and nothing would pass it."""
        with pytest.raises(InvalidArgument) as refused:
            await announce(timed, Note(body="x" * MAX_MESSAGE_BYTES))
        assert refused.value.reason == "TOO_LARGE"
        assert await outbox(engine) == []


async def outbox(engine: AsyncEngine) -> list[Any]:
    async with engine.connect() as connection:
        query = select(tables.outbox).order_by(tables.outbox.c.sequence)
        return list((await connection.execute(query)).all())


async def test_rows_are_unchanged_by_time_zones(timed: Units, clock: ManualClock) -> None:
    """The database answers in UTC, whatever it was given."""
    moment = clock.now().astimezone(timezone(timedelta(hours=8)))
    note = await store(timed, remind_time=moment)
    remind_time = (await read(timed, note.id)).remind_time
    assert remind_time is not None
    assert remind_time == moment
    assert remind_time.utcoffset() == timedelta(0)
