"""Consumers: what is done about a notice, once for each version, whatever the bus delivers."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.kit.bus import consumers, subscription
from services.kit.bus.consumers import Consumer, Handling
from services.kit.bus.streams import declare_stream
from services.kit.bus.subscription import MAX_ACK_PENDING, Subscription
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work.notices import SCHEMA_HEADER, Notice, notice_headers, read_notice, subject_of
from services.kit.work.projection import project
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy, Note
from tests.kit.notes.service import Gate, note_service
from tests.kit.notes.site import NoteSite
from tests.roundtrips import round_trips
from tests.waiting import TIMEOUT, eventually

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
NAME = "tests-note"
COPIED = "INSERT INTO copy"
PATIENCE = 5.0  # on a busy machine, what is pending may take a while to arrive
Handler = Callable[[Any, Work], Awaitable[None]]


def consumer(handler: Handler, stream: str = "others") -> Consumer:
    message = pb.OTHERS_NOTE if stream == "others" else pb.Note
    return Consumer(NAME, stream, "note", message, handler)


async def copy_note(note: Any, work: Work) -> None:
    """Projects a note."""
    await project(work, Copy, note)


class Owner:
    """Publishes notices of notes, as their owner would: in any order, and more than once."""

    def __init__(self, jetstream: JetStreamContext, settings: ServiceSettings) -> None:
        self.jetstream = jetstream
        self._settings = settings

    async def declare(self) -> None:
        """Declares the stream."""
        await declare_stream(self.jetstream, "others", self._settings)

    async def publish(self, id_: UUID, version: int = 1, **fields: Any) -> None:
        """Publishes a version of a note."""
        note = Note(id=id_, version=version)
        message = pb.Note(id=str(id_), **({"title": f"version {version}"} | fields))
        headers = notice_headers("others", note, "updated", NOW)
        headers[SCHEMA_HEADER] = pb.OTHERS_NOTE.DESCRIPTOR.full_name
        await self.jetstream.publish(
            subject_of("others", note, "updated"), message.SerializeToString(), headers=headers
        )

    async def is_done(self) -> bool:
        """Tells whether the consumer has nothing left to do."""
        if not await self.jetstream.consumers_info("others"):
            return False
        info = await self.jetstream.consumer_info("others", NAME)
        return not info.num_pending and not info.num_ack_pending


@pytest.fixture
async def owner(jetstream: JetStreamContext, settings: ServiceSettings) -> Owner:
    owner = Owner(jetstream, settings)
    await owner.declare()
    return owner


def notice(id_: UUID, **fields: Any) -> Notice:
    """Returns the notice of a note, as the bus would deliver it."""
    note = Note(id=id_, version=1)
    payload = pb.Note(id=str(id_), **({"title": "new"} | fields)).SerializeToString()
    subject = subject_of("others", note, "updated")
    return read_notice(subject, notice_headers("others", note, "updated", NOW), payload)


async def claim_all(self: Handling, session: AsyncSession, notices: Sequence[Notice]) -> set[str]:
    """Takes every version for new."""
    del self, session
    return {notice.id for notice in notices}


async def copies(notes: NoteSite) -> dict[UUID, str]:
    return {row["id"]: row["title"] for row in await notes.sql("SELECT id, title FROM copy")}


async def failures(notes: NoteSite) -> list[Any]:
    return await notes.sql("SELECT * FROM failure")


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


class TestTime:
    """A notice whose work takes too long does not hold up the others for ever."""

    async def test_others_pass_one_that_takes_too_long_every_time(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.kit.bus.consumers.DEFAULT_SECONDS", 0.3)
        slow, *others = [uuid7() for _ in range(4)]

        async def handler(note: Any, work: Work) -> None:
            if note.id == str(slow):
                await asyncio.sleep(3600)
            await copy_note(note, work)

        for id_ in (slow, *others):
            await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(lambda: _has_copied(notes, others))


async def _has_copied(notes: NoteSite, ids: Sequence[UUID]) -> bool:
    return set(await copies(notes)) == set(ids)


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


async def test_delays_between_attempts_are_those_of_the_configuration(
    notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    delays = (0.05, 0.3)
    attempts: list[float] = []
    asked: list[float | None] = []
    nak = Msg.nak

    async def counting(message: Msg, delay: float | None = None) -> None:
        asked.append(delay)
        await nak(message, delay)

    monkeypatch.setattr(Msg, "nak", counting)

    async def handler(note: Any, work: Work) -> None:
        del note, work
        attempts.append(time.monotonic())
        raise ValueError

    await owner.publish(uuid7())
    service = note_service(consumers=[consumer(handler)])
    async with notes.start(service, redelivery_delays=delays, handler_attempts=4):
        await eventually(owner.is_done)
    waited = [later - earlier for earlier, later in pairwise(attempts)]
    assert asked == [0.05, 0.3, 0.3]
    assert all(each >= delay for each, delay in zip(waited, asked, strict=True) if delay)


async def test_a_consumer_waits_for_a_stream_that_is_not_there_yet(
    notes: NoteSite, jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    late = Owner(jetstream, settings)
    async with notes.start(note_service(consumers=[consumer(copy_note)])):
        await late.declare()
        id_ = uuid7()
        await late.publish(id_)

        async def is_copied() -> bool:
            return set(await copies(notes)) == {id_}

        await eventually(is_copied)


async def test_a_consumer_that_was_deleted_comes_back(
    notes: NoteSite, owner: Owner, jetstream: JetStreamContext
) -> None:
    async with notes.start(note_service(consumers=[consumer(copy_note)])):
        for _ in range(2):
            id_ = uuid7()
            await owner.publish(id_)

            async def is_copied(id_: UUID = id_) -> bool:
                return id_ in await copies(notes)

            await eventually(is_copied)
            await jetstream.delete_consumer("others", NAME)


async def test_a_consumer_is_declared_as_the_rules_say(
    notes: NoteSite, owner: Owner, jetstream: JetStreamContext
) -> None:
    async with notes.start(note_service(consumers=[consumer(copy_note)]), ack_wait=7):
        await owner.publish(uuid7())

        async def is_declared() -> bool:
            return bool(await jetstream.consumers_info("others"))

        await eventually(is_declared)
        config = (await jetstream.consumer_info("others", NAME)).config
    assert config.durable_name == NAME
    assert config.filter_subject == "banyan.others.note.>"
    assert AckPolicy(config.ack_policy) is AckPolicy.EXPLICIT
    assert (config.max_deliver, config.ack_wait) == (-1, 7)
    assert config.max_ack_pending == MAX_ACK_PENDING


async def test_a_consumer_whose_settings_have_changed_is_brought_up_to_date(
    notes: NoteSite, owner: Owner, jetstream: JetStreamContext
) -> None:
    for ack_wait in (7, 9):
        async with notes.start(note_service(consumers=[consumer(copy_note)]), ack_wait=ack_wait):
            await owner.publish(uuid7())

            async def is_declared(ack_wait: float = ack_wait) -> bool:
                if not await jetstream.consumers_info("others"):
                    return False
                info = await jetstream.consumer_info("others", NAME)
                return bool(info.config.ack_wait == ack_wait)

            await eventually(is_declared)
            await eventually(owner.is_done)
    assert len(await copies(notes)) == 2


async def test_what_a_handler_announces_is_published_at_once(
    notes: NoteSite, owner: Owner, jetstream: JetStreamContext
) -> None:
    async def handler(note: Any, work: Work) -> None:
        answer = Note(title=f"in answer to {note.title}")
        await work.add(answer)
        await work.announce(answer, "created")

    await owner.publish(uuid7())
    service = note_service(consumers=[consumer(handler)])
    async with notes.start(service, relay_poll=3600):
        await eventually(owner.is_done)

        async def is_published() -> bool:
            return (await jetstream.stream_info("notes")).state.messages == 1

        await eventually(is_published)


async def test_what_has_begun_is_brought_to_its_end_before_the_service_stops(
    notes: NoteSite, owner: Owner
) -> None:
    gate = Gate()

    async def handler(note: Any, work: Work) -> None:
        await copy_note(note, work)
        await gate.pass_through()

    id_ = uuid7()
    await owner.publish(id_)
    stopping = asyncio.Event()

    async def serve() -> None:
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await stopping.wait()

    service = asyncio.create_task(serve())
    await gate.reached.wait()
    stopping.set()
    done, _ = await asyncio.wait([service], timeout=0.3)
    assert not done
    gate.open()
    await service
    assert set(await copies(notes)) == {id_}
    assert await owner.is_done()


async def test_subscriptions_that_failed_leave_nothing_behind(
    notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def fails(self: Subscription, messages: JetStreamContext.PullSubscription) -> None:
        nonlocal tries
        tries += 1
        del self, messages
        raise TimeoutError

    monkeypatch.setattr(Subscription, "_handle_next", fails)
    monkeypatch.setattr("services.kit.bus.subscription.Backoff.wait", lambda _: asyncio.sleep(0))
    async with notes.start(note_service(consumers=[consumer(copy_note)])) as running:
        await eventually(lambda: tries > 20)
        bus: Any = running.instance.relay._bus
        assert len(bus._client._subs) < 5
    del owner
