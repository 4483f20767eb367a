"""Consumers: what is pending is handled together, in few round trips."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus import consumers, subscription
from services.kit.bus.consumers import Handling
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work.notices import Notice
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.bus.consuming import (
    COPIED,
    PATIENCE,
    Owner,
    consumer,
    copies,
    copy_note,
    failures,
    notice,
)
from tests.kit.notes.models import Note
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.roundtrips import round_trips
from tests.waiting import TIMEOUT, eventually


class Together:
    """Counts transactions, and the notices that were handled in each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        apply_all = Handling.apply_all

        async def counting(handling: Handling, notices: Sequence[Notice]) -> set[str]:
            self.sizes.append(len(notices))
            return await apply_all(handling, notices)

        monkeypatch.setattr(Handling, "apply_all", counting)
        # What takes longer would be handled one by one, and counted again.
        monkeypatch.setattr("services.kit.bus.consumers.TOGETHER_SECONDS", TIMEOUT)


class TestBatches:
    """What is pending is handled in one transaction."""

    async def test_a_backlog_takes_few_transactions(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "REST_SECONDS", PATIENCE)
        monkeypatch.setattr(consumers, "TOGETHER_SECONDS", PATIENCE)
        together = Together(monkeypatch)
        ids = [uuid7() for _ in range(100)]
        for id_ in ids:
            await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(copy_note)])):
            await eventually(owner.is_done)
        assert set(await copies(notes)) == set(ids)
        assert sum(together.sizes) == 100
        assert max(together.sizes) == subscription.BATCH
        assert len(together.sizes) <= 4

    async def test_control_one_at_a_time_takes_one_for_each(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "BATCH", 1)
        together = Together(monkeypatch)
        for _ in range(20):
            await owner.publish(uuid7())
        async with notes.start(note_service(consumers=[consumer(copy_note)])):
            await eventually(owner.is_done)
        assert together.sizes == [1] * 20

    async def test_one_that_fails_does_not_keep_back_the_others(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "REST_SECONDS", PATIENCE)
        together = Together(monkeypatch)
        bad, *good = [uuid7() for _ in range(10)]

        async def handler(note: Any, work: Work) -> None:
            if note.id == str(bad):
                raise ValueError("poison")
            await copy_note(note, work)

        for id_ in (*good[:5], bad, *good[5:]):
            await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(handler)]), handler_attempts=2):
            await eventually(owner.is_done)
        assert set(await copies(notes)) == set(good)
        (failure,) = await failures(notes)
        assert failure["dead"]
        # Together once, then each alone, then the bad one again.
        assert together.sizes == [10, *[1] * 10, 1]

    async def test_each_change_has_an_audit_row_of_its_own(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        async def handler(note: Any, work: Work) -> None:
            await work.add(Note(title=note.title))

        for _ in range(3):
            await owner.publish(uuid7())
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(owner.is_done)
        rows = await notes.sql("SELECT method, changes FROM audit")
        assert len({row["method"] for row in rows}) == 3
        assert [row["changes"].count("note") for row in rows] == [1, 1, 1]


class TestRoundTrips:
    """How often a consumer waits for the database: a count that is the same on every machine."""

    @pytest.fixture
    async def sent(self, engine: AsyncEngine) -> AsyncIterator[Callable[[], list[str]]]:
        """Returns what is sent to the database, each by its first words."""
        async with engine.connect():
            pass  # an engine asks its first connection about the server
        with round_trips() as sent:
            yield lambda: [" ".join(each.split()[:3]) for each in sent]

    async def test_a_notice_takes_three(
        self, units: Units, settings: ServiceSettings, sent: Callable[[], list[str]]
    ) -> None:
        handling = Handling(consumer(copy_note), units, settings)
        assert len(await handling.apply_all([notice(uuid7())])) == 1
        assert sent() == ["BEGIN; WITH over", COPIED, "COMMIT"]

    async def test_several_share_their_beginning_and_their_end(
        self, units: Units, settings: ServiceSettings, sent: Callable[[], list[str]]
    ) -> None:
        handling = Handling(consumer(copy_note), units, settings)
        assert len(await handling.apply_all([notice(uuid7()) for _ in range(3)])) == 3
        assert sent() == ["BEGIN; WITH over", *[COPIED] * 3, "COMMIT"]

    async def test_which_are_new_is_asked_only_where_some_are_not(
        self, units: Units, settings: ServiceSettings, sent: Callable[[], list[str]]
    ) -> None:
        handling = Handling(consumer(copy_note), units, settings)
        first, second, third = (notice(uuid7()) for _ in range(3))
        assert await handling.apply_all([first, second]) == {first.id, second.id}
        assert await handling.apply_all([second, third]) == {third.id}
        assert await handling.apply_all([first, third]) == set()
        assert sent() == [
            *("BEGIN; WITH over", COPIED, COPIED, "COMMIT"),
            *("BEGIN; WITH over", "SELECT resource_id FROM", COPIED, "COMMIT"),
            *("BEGIN; WITH over", "COMMIT"),
        ]

    async def test_the_locks_of_all_are_taken_as_it_begins(
        self, units: Units, settings: ServiceSettings, sent: Callable[[], list[str]]
    ) -> None:
        locked: list[int] = []

        async def handler(note: Any, work: Work) -> None:
            del note
            found = await work.transaction.fetch(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                [],
            )
            locked.append(found[0][0])

        locking = replace(consumer(handler), locks=lambda note: [note.title, "a lock of all"])
        notices = [notice(uuid7(), title=title) for title in ("second", "first", "first")]
        await Handling(locking, units, settings).apply_all(notices)
        assert locked == [3, 3, 3]
        assert sent()[0].startswith("BEGIN; SELECT pg_advisory_xact_lock(")
