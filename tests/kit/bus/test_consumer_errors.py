"""Consumers: errors of handlers and crashes, until a notice is a dead letter."""

from typing import Any

import pytest
from nats.aio.msg import Msg
from sqlalchemy import text

from services.kit.bus import subscription
from services.kit.bus.consumers import Handling
from services.kit.process.ids import uuid7
from services.kit.work.notices import SCHEMA_HEADER, notice_headers, subject_of
from services.kit.work.work import Work
from tests.kit.bus.consuming import (
    NAME,
    NOW,
    Owner,
    claim_all,
    consumer,
    copies,
    copy_note,
    failures,
)
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import eventually


class TestCrash:
    async def test_a_crash_between_commit_and_acknowledgement_has_one_effect(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert await self.effects(notes, owner, monkeypatch) == 1

    async def test_control_without_the_claim_it_has_two(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Handling, "_claim", claim_all)
        assert await self.effects(notes, owner, monkeypatch) == 2

    async def effects(self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> int:
        """Returns how often a notice was handled whose first acknowledgement was lost."""
        effects = 0
        acknowledge = Msg.ack
        losses = iter([True])

        async def handler(note: Any, work: Work) -> None:
            nonlocal effects
            effects += 1
            await copy_note(note, work)

        async def loses_the_first(self: Msg) -> None:
            if not next(losses, False):
                await acknowledge(self)

        monkeypatch.setattr(Msg, "ack", loses_the_first)
        await owner.publish(uuid7())
        service = note_service(consumers=[consumer(handler)])
        async with notes.start(service, ack_wait=0.2):
            await eventually(owner.is_done)
        return effects


class TestErrors:
    async def test_the_eighth_error_of_a_handler_is_a_dead_letter_while_others_pass(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subscription, "BATCH", 1)  # trying several together is not counted
        bad, good = uuid7(), [uuid7() for _ in range(5)]
        attempts = 0

        async def handler(note: Any, work: Work) -> None:
            nonlocal attempts
            if note.id == str(bad):
                attempts += 1
                raise KeyError("canary")
            await copy_note(note, work)

        await owner.publish(bad)
        for id_ in good:
            await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(owner.is_done)
        assert attempts == 8
        assert set(await copies(notes)) == set(good)
        (row,) = await failures(notes)
        assert (row["consumer"], row["errors"], row["dead"]) == (NAME, 8, True)
        assert row["last_error"] == "KeyError"
        assert row["subject"] == f"banyan.others.note.{bad}.updated"
        assert pb.Note.FromString(row["payload"]).id == str(bad)
        assert "canary" not in str(row["last_error"])

    async def test_others_pass_while_one_waits_for_its_next_attempt(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        bad, good = uuid7(), [uuid7() for _ in range(5)]

        async def handler(note: Any, work: Work) -> None:
            if note.id == str(bad):
                raise ValueError
            await copy_note(note, work)

        await owner.publish(bad)
        for id_ in good:
            await owner.publish(id_)
        service = note_service(consumers=[consumer(handler)])
        async with notes.start(service, redelivery_delays=(3600,)):

            async def all_passed() -> bool:
                return set(await copies(notes)) == set(good)

            await eventually(all_passed)
            (row,) = await failures(notes)
        assert (row["errors"], row["dead"]) == (1, False)

    async def test_others_pass_while_very_many_wait_for_their_next_attempt(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        async def handler(note: Any, work: Work) -> None:
            if note.title == "bad":
                raise ValueError(note.title)
            await copy_note(note, work)

        for _ in range(100):
            await owner.publish(uuid7(), title="bad")
        good = uuid7()
        await owner.publish(good)

        async def is_copied() -> bool:
            return good in await copies(notes)

        service = note_service(consumers=[consumer(handler)])
        async with notes.start(service, redelivery_delays=(60,)):
            await eventually(is_copied)
        assert len(await failures(notes)) == 100

    async def test_what_takes_too_long_is_tried_ever_more_seldom(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        slow, good = uuid7(), uuid7()
        attempts = 0

        async def handler(note: Any, work: Work) -> None:
            nonlocal attempts
            if note.id == str(slow):
                attempts += 1
                await work.session.execute(text("SELECT pg_sleep(5)"))
            await copy_note(note, work)

        async def is_copied() -> bool:
            return good in await copies(notes)

        await owner.publish(slow)
        service = note_service(consumers=[consumer(handler)])
        async with notes.start(service, redelivery_delays=(0.01, 3600), statement_timeout=0.3):
            await eventually(lambda: attempts >= 2)
            await owner.publish(good)
            await eventually(is_copied)
            assert attempts == 2
        assert await failures(notes) == []

    async def test_an_error_that_passes_leaves_no_trace(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        errors = iter([ValueError, KeyError])

        async def handler(note: Any, work: Work) -> None:
            if error := next(errors, None):
                await copy_note(pb.Note(id=note.id, title="half done"), work)
                raise error
            await copy_note(note, work)

        await owner.publish(uuid7())
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(owner.is_done)
        assert list((await copies(notes)).values()) == ["version 1"]
        assert await failures(notes) == []

    async def test_an_error_rolls_back_what_the_handler_did(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        async def handler(note: Any, work: Work) -> None:
            await copy_note(note, work)
            raise ValueError

        await owner.publish(uuid7())
        async with notes.start(note_service(consumers=[consumer(handler)]), handler_attempts=2):
            await eventually(owner.is_done)
        assert await copies(notes) == {}
        assert await notes.sql("SELECT count(*) FROM seen") == [(0,)]

    @pytest.mark.parametrize("error", [ConnectionRefusedError, TimeoutError, OSError])
    async def test_an_error_of_the_infrastructure_is_never_counted(
        self, notes: NoteSite, owner: Owner, error: type[Exception]
    ) -> None:
        attempts = 0

        async def handler(note: Any, work: Work) -> None:
            nonlocal attempts
            attempts += 1
            if attempts <= 40:
                raise error
            await copy_note(note, work)

        await owner.publish(uuid7())
        service = note_service(consumers=[consumer(handler)])
        async with notes.start(service, handler_attempts=2, redelivery_delays=(0.001,)):
            await eventually(owner.is_done)
        assert attempts == 41
        assert await failures(notes) == []
        assert len(await copies(notes)) == 1

    async def test_a_payload_that_nobody_can_read_becomes_a_dead_letter(
        self, notes: NoteSite, owner: Owner
    ) -> None:
        note = Note(id=uuid7(), version=1)
        headers = notice_headers("others", note, "updated", NOW)
        headers[SCHEMA_HEADER] = pb.OTHERS_NOTE.DESCRIPTOR.full_name
        await owner.jetstream.publish(
            subject_of("others", note, "updated"), b"\xff", headers=headers
        )
        async with notes.start(note_service(consumers=[consumer(copy_note)]), handler_attempts=2):
            await eventually(owner.is_done)
        (row,) = await failures(notes)
        assert (row["dead"], row["last_error"]) == (True, "DecodeError")

    @pytest.mark.parametrize(
        "headers",
        [
            None,
            {},
            {"ce-id": "x"},
            {"ce-id": "x", "ce-subject": "x", "Banyan-Version": "1"},
            # A notice of another message, as NATS delivers it where somebody has asked for it under this subject.
            {
                "ce-id": "x",
                "ce-subject": str(uuid7()),
                "Banyan-Version": "1",
                "ce-dataschema": "other.Note",
            },
        ],
    )
    async def test_a_message_that_is_no_notice_is_set_aside_at_once(
        self, notes: NoteSite, owner: Owner, headers: dict[str, str] | None
    ) -> None:
        await owner.jetstream.publish("banyan.others.note.x.updated", b"junk", headers=headers)
        id_ = uuid7()
        await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(copy_note)])):
            await eventually(owner.is_done)
            info = await owner.jetstream.consumer_info("others", NAME)
        assert info.num_redelivered == 0
        assert set(await copies(notes)) == {id_}
        assert await failures(notes) == []
