"""Announcing again: everything that may be announced, as it is, and never after something newer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.catalogue import NAMES
from services.kit.bus import republishing
from services.kit.bus.consumers import Consumer, Handling
from services.kit.bus.republishing import VERB, announced_resources, forget_seen
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work import tables
from services.kit.work.models import Resource
from services.kit.work.notices import Notice, read_notice
from services.kit.work.projection import project
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.commandline import Screen, execute
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy, Diary, Note, Remark, Table
from tests.kit.notes.service import Gate, caller_named, note_service
from tests.services import service_named
from tests.waiting import eventually

TABLES = {name: service_named(name).tables for name in NAMES}


async def add(units: Units, *rows: Resource) -> None:
    async with units.writing(caller_named(uuid7())) as work:
        for row in rows:
            await work.add(row)


async def change(units: Units, note: Note) -> None:
    """Changes a note and announces it, as a handler would."""
    async with units.writing(caller_named(uuid7())) as work:
        changed = await work.change_if(Note, note.id, rank=col(Note.rank) + 1)
        assert changed is not None
        await work.announce(changed, "updated")


async def outbox(engine: AsyncEngine) -> list[Notice]:
    async with engine.connect() as connection:
        rows = await connection.execute(select(tables.outbox).order_by(tables.outbox.c.sequence))
        return [read_notice(row.subject, row.headers, row.payload) for row in rows]


def tables_announced_by(name: str) -> set[str]:
    """Returns the tables whose rows a service announces again."""
    return {str(row_type.__tablename__) for row_type in announced_resources(TABLES[name])}


class TestRepublish:
    async def test_announces_every_row_as_it_is(
        self,
        units: Units,
        engine: AsyncEngine,
        settings: ServiceSettings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(republishing, "BATCH", 2)
        notes = [
            Note(title=f"{number}", remarks=[Remark(number=1, text="first")]) for number in range(5)
        ]
        await add(units, *notes)
        await change(units, notes[3])
        before = await outbox(engine)
        status, printed = await execute(note_service(), settings, "republish")
        told = (await outbox(engine))[len(before) :]
        assert status == 0
        assert [notice.resource_id for notice in told] == sorted(note.id for note in notes)
        shown = {notice.resource_id: pb.Note.FromString(notice.payload).rank for notice in told}
        versions = {notice.resource_id: notice.version for notice in told}
        assert shown == {note.id: int(note is notes[3]) for note in notes}
        assert versions == {note.id: 1 + int(note is notes[3]) for note in notes}
        assert all(pb.Note.FromString(notice.payload).remarks for notice in told)
        assert {notice.subject.rpartition(".")[2] for notice in told} == {VERB}
        assert len({notice.id for notice in (*before, *told)}) == len(before) + len(told)
        assert printed.splitlines() == [
            "note: 5 announced again",
            "resource  announced",
            "note              5",
            "all               5",
            "6 notices wait in the outbox; the running service publishes them.",
        ]

    async def test_never_announces_what_is_confidential(
        self, units: Units, engine: AsyncEngine, settings: ServiceSettings
    ) -> None:
        await add(units, Diary(text="canary"))
        await execute(note_service(), settings, "republish")
        assert await outbox(engine) == []
        assert announced_resources(Table) == [Note]

    @pytest.mark.parametrize(
        ("name", "resource"),
        [("volunteers", "person"), ("organizations", "organization"), ("events", "event")],
    )
    def test_announces_the_resources_of_a_service(self, name: str, resource: str) -> None:
        assert resource in tables_announced_by(name)

    @pytest.mark.parametrize("name", NAMES)
    def test_announces_contact_details_in_no_service(self, name: str) -> None:
        assert "person_contact" not in tables_announced_by(name)

    def test_control_only_the_contract_keeps_it_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(republishing, "may_be_announced", lambda _: True)
        assert Diary in announced_resources(Table)

    @pytest.mark.parametrize("name", ["diary", "copy", "nothing"])
    async def test_takes_the_names_of_announced_resources_only(
        self, settings: ServiceSettings, name: str
    ) -> None:
        with pytest.raises(SystemExit) as stopped:
            await execute(note_service(), settings, f"republish --resource {name}")
        assert stopped.value.code == 2

    async def test_shows_on_a_terminal_how_far_it_has_come(
        self, units: Units, settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(republishing, "BATCH", 2)
        await add(units, *(Note(title=f"{number}") for number in range(3)))
        line = "republish --resource note"
        _, printed = await execute(note_service(), settings, line, Screen())
        assert (
            "\r\033[Knote  2 of 3\r\033[Knote  3 of 3\r\033[Knote: 3 announced again\n" in printed
        )


class TestOrder:
    async def test_a_change_that_comes_meanwhile_is_announced_later(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def waits() -> bool:
            return await lock_is_awaited(engine)

        assert await self.versions(units, engine, monkeypatch, lambda _: waits()) == [1, 2]

    async def test_control_without_the_locks_it_is_announced_earlier(
        self, units: Units, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unlocked(self: Select[Any], **_: object) -> Select[Any]:
            return self

        async def is_done(changing: asyncio.Task[None]) -> bool:
            return changing.done()

        monkeypatch.setattr(Select, "with_for_update", unlocked)
        assert await self.versions(units, engine, monkeypatch, is_done) == [2, 1]

    async def versions(
        self,
        units: Units,
        engine: AsyncEngine,
        monkeypatch: pytest.MonkeyPatch,
        has_come: Callable[[asyncio.Task[None]], Awaitable[bool]],
    ) -> list[int]:
        """Returns the versions announced, where a change comes in the middle of a batch.

        The batch goes on when the change has come as far as `has_come` tells.
        """
        gate = Gate()
        announce_all = Work.announce_all

        async def announce_through_the_gate(
            self: Work, rows: Sequence[Resource], verb: str, **options: bool
        ) -> None:
            if rows and verb == VERB:
                await gate.pass_through()
            await announce_all(self, rows, verb, **options)

        monkeypatch.setattr(Work, "announce_all", announce_through_the_gate)
        note = Note()
        await add(units, note)

        async def republish() -> None:
            async for _ in republishing.republish(units, Note):
                pass

        republish_task = asyncio.create_task(republish())
        await gate.reached.wait()
        changing = asyncio.create_task(change(units, note))
        await eventually(lambda: has_come(changing))
        gate.open()
        await asyncio.gather(republish_task, changing)
        return [notice.version for notice in await outbox(engine)]


async def lock_is_awaited(engine: AsyncEngine) -> bool:
    query = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    """
    async with engine.connect() as connection:
        return bool(await connection.scalar(text(query)))


class TestForgetSeen:
    async def test_lets_a_consumer_handle_again_what_it_has_seen(
        self, units: Units, engine: AsyncEngine, settings: ServiceSettings
    ) -> None:
        async def copy_note(note: Any, work: Work) -> None:
            await project(work, Copy, note)

        first = Consumer("notes-first", "others", "note", pb.OTHERS_NOTE, copy_note)
        second = Consumer("notes-second", "others", "note", pb.OTHERS_NOTE, copy_note)
        service = note_service(consumers=[first, second])
        await add(units, Note())
        await execute(service, settings, "republish")
        (notice,) = await outbox(engine)
        handlings = [Handling(each, units, settings) for each in (first, second)]
        for handling in handlings:
            assert await handling.apply(notice)
            assert not await handling.apply(notice)
        status, printed = await execute(service, settings, "forget-seen --consumer notes-first")
        assert (status, printed.split()) == (0, ["consumer", "forgotten", "notes-first", "1"])
        assert [await handling.apply(notice) for handling in handlings] == [True, False]
        await execute(service, settings, "forget-seen --all")
        assert [await handling.apply(notice) for handling in handlings] == [True, True]

    async def test_forgets_nothing_of_others(self, units: Units) -> None:
        assert await forget_seen(units, ["nobody"]) == {"nobody": 0}
