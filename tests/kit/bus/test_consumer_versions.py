"""Consumers: of a resource only what is newer has an effect, in whatever order it comes."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from services.kit.bus import subscription
from services.kit.bus.consumers import Handling
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.kit.bus.consuming import PATIENCE, Owner, claim_all, consumer, copies, copy_note
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import eventually


class TestVersions:
    async def test_200_versions_shuffled_and_doubled_end_in_the_last_of_each(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        ids = [uuid7() for _ in range(10)]
        deliveries = [(id_, version) for id_ in ids for version in range(1, 21)] * 2
        random.Random(7).shuffle(deliveries)  # noqa: S311 # no secret
        for id_, version in deliveries:
            await owner.publish(id_, version)
        async with notes.start(note_service(consumers=[consumer(copy_note)])):
            await eventually(owner.is_done)
        assert await copies(notes) == dict.fromkeys(ids, "version 20")

    async def test_a_version_that_comes_late_or_again_has_no_effect(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "BATCH", 1)
        assert await self.handled(notes, owner, [3, 1, 3, 2, 4, 3]) == (
            ["version 3", "version 4"],
            "version 4",
        )

    async def test_of_what_is_pending_only_the_newest_version_is_handled(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "REST_SECONDS", PATIENCE)
        assert await self.handled(notes, owner, [3, 1, 3, 2, 4, 3]) == (["version 4"], "version 4")

    async def test_control_without_the_claim_the_last_delivery_wins(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Handling, "_claim", claim_all)
        monkeypatch.setattr(subscription, "BATCH", 1)
        titles, last = await self.handled(notes, owner, [3, 1, 3, 2, 4, 3])
        assert len(titles) == 6
        assert last == "version 3"

    async def handled(
        self, notes: NoteSite, owner: Owner, versions: list[int]
    ) -> tuple[list[str], str]:
        """Returns what the handler saw, in order, and what was projected in the end."""
        seen: list[str] = []

        async def handler(note: Any, work: Work) -> None:
            seen.append(note.title)
            await copy_note(note, work)

        id_ = uuid7()
        for version in versions:
            await owner.publish(id_, version)
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(owner.is_done)
        return seen, (await copies(notes))[id_]

    async def test_two_replicas_handle_each_version_once(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        handled: Counter[str] = Counter()

        async def handler(note: Any, work: Work) -> None:
            handled[note.id] += 1
            await copy_note(note, work)

        service = note_service(consumers=[consumer(handler)])
        ids = [uuid7() for _ in range(60)]
        async with notes.start(service), notes.start(service):
            await asyncio.gather(*(owner.publish(id_) for id_ in ids))
            await eventually(owner.is_done)
        assert handled == Counter(map(str, ids))
