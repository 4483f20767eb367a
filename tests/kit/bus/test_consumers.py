"""Consumers: what is done about a notice, once for each version, whatever the bus delivers."""

import asyncio
import time
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy

from services.kit.bus.subscription import MAX_ACK_PENDING, Subscription
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.kit.bus.consuming import (
    NAME,
    Owner,
    consumer,
    copies,
    copy_note,
    has_copied,
)
from tests.kit.notes.models import Note
from tests.kit.notes.service import Gate, note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import eventually


class TestTime:
    """A notice whose work takes too long does not hold up the others for ever."""

    async def test_others_pass_one_that_takes_too_long_every_time(
        self, notes: NoteSite, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.kit.bus.consumers.DEFAULT_SECONDS", 0.3)
        slow, *others = [uuid7() for _ in range(4)]

        async def handler(note: Any, work: Work) -> None:
            if note.id == str(slow):
                await asyncio.sleep(3600)  # stuck: the time limit ends it
            await copy_note(note, work)

        for id_ in (slow, *others):
            await owner.publish(id_)
        async with notes.start(note_service(consumers=[consumer(handler)])):
            await eventually(lambda: has_copied(notes, others))


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
        bus: Any = running.instance.relay._bus
        await eventually(lambda: tries > 5)
        standing = len(bus._client._subs)
        await eventually(lambda: tries > 25)
        assert len(bus._client._subs) <= standing + 1  # the one that is being tried
    del owner
