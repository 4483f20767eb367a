"""Trimming: a stream keeps what consumers still need, and nobody fills it for the others."""

from typing import Any

import pytest
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig

from services.kit.bus.connection import Bus
from services.kit.bus.streams import declare_stream
from services.kit.bus.trimming import Trimming
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from tests.kit.notes import contract as pb
from tests.kit.notes.site import NoteSite
from tests.metrics import scrape
from tests.services import Site
from tests.waiting import TIMEOUT, eventually

NO_TAIL = 0.000_001
SMALL = 40_000


class Stream:
    """A stream with as many consumers as a test gives it."""

    def __init__(self, jetstream: JetStreamContext, site: Site, settings: ServiceSettings) -> None:
        self.jetstream = jetstream
        self.settings = settings
        self._url = site.nats_url

    async def declare(self, **changes: Any) -> Trimming:
        self.settings = self.settings.model_copy(update={"stream_tail": NO_TAIL} | changes)
        await declare_stream(self.jetstream, "notes", self.settings)
        return Trimming(Bus(self._url, "tests"), "notes", self.settings)

    async def publish(self, count: int, resource: str = "note", size: int = 10) -> None:
        for _ in range(count):
            await self.jetstream.publish(f"banyan.notes.{resource}.x.updated", b"x" * size)

    async def consumer(self, name: str, resource: str = "note") -> Any:
        config = ConsumerConfig(
            durable_name=name,
            ack_policy=AckPolicy.EXPLICIT,
            filter_subject=f"banyan.notes.{resource}.>",
        )
        await self.jetstream.add_consumer("notes", config)
        return await self.jetstream.pull_subscribe_bind(consumer=name, stream="notes")

    async def left(self) -> int:
        return int((await self.jetstream.stream_info("notes")).state.messages)


@pytest.fixture
def stream(jetstream: JetStreamContext, site: Site, settings: ServiceSettings) -> Stream:
    return Stream(jetstream, site, settings)


async def handle(consumer: Any, count: int) -> None:
    for message in await consumer.fetch(count, timeout=TIMEOUT):
        await message.ack_sync()


async def trims(trimming: Trimming, stream: Stream, left: int) -> None:
    """Looks until so many notices are left: NATS tells of the last acknowledgements a moment later."""

    async def are_left() -> bool:
        await trimming.look(stream.jetstream)
        return await stream.left() == left

    await eventually(are_left)


async def test_what_every_consumer_has_handled_goes_and_the_rest_stays(stream: Stream) -> None:
    trimming = await stream.declare()
    fast, slow = await stream.consumer("fast"), await stream.consumer("slow")
    await stream.publish(10)
    await handle(fast, 10)
    await handle(slow, 4)
    await trims(trimming, stream, 6)
    for _ in range(2):
        await trimming.look(stream.jetstream)
    assert await stream.left() == 6
    await handle(slow, 6)
    await trims(trimming, stream, 0)


async def test_a_consumer_does_not_hold_what_is_not_for_it(stream: Stream) -> None:
    trimming = await stream.declare()
    await stream.consumer("others", resource="other")
    await stream.publish(5)
    for _ in range(2):
        await trimming.look(stream.jetstream)
    assert await stream.left() == 0


async def test_what_is_handled_stays_for_a_tail(stream: Stream) -> None:
    trimming = await stream.declare(stream_tail=3600.0)
    await stream.publish(5)
    await handle(await stream.consumer("all"), 5)
    for _ in range(3):
        await trimming.look(stream.jetstream)
    assert await stream.left() == 5


async def test_a_crowded_stream_gives_up_its_tail(stream: Stream) -> None:
    trimming = await stream.declare(stream_tail=3600.0, stream_max_bytes=SMALL)
    await stream.publish(25, size=1000)
    await handle(await stream.consumer("all"), 25)
    await trims(trimming, stream, 0)


async def test_nothing_goes_while_there_is_no_consumer(stream: Stream) -> None:
    trimming = await stream.declare()
    await stream.publish(5)
    for _ in range(2):
        await trimming.look(stream.jetstream)
    assert await stream.left() == 5


async def test_a_new_consumer_finds_what_was_there_when_it_came(stream: Stream) -> None:
    """Places that were reached before it came count no more."""
    trimming = await stream.declare()
    await handle_all(stream)
    await trimming.look(stream.jetstream)
    await stream.consumer("new")
    for _ in range(2):
        await trimming.look(stream.jetstream)
    assert await stream.left() == 5


async def handle_all(stream: Stream) -> None:
    consumer = await stream.consumer("all")
    await stream.publish(5)
    await handle(consumer, 5)


async def test_a_nearly_full_stream_names_who_is_furthest_behind(
    stream: Stream, caplog: pytest.LogCaptureFixture
) -> None:
    trimming = await stream.declare(stream_max_bytes=SMALL)
    await stream.consumer("slow")
    await stream.publish(35, size=1000)
    for _ in range(2):
        await trimming.look(stream.jetstream)
    (record,) = [each for each in caplog.records if "nearly full" in each.message]
    assert vars(record)["furthest_behind"] == "slow"
    assert vars(record)["percent"] > 80


class TestFilling:
    """Somebody announces several times what the stream holds."""

    async def test_one_party_cannot_stop_the_bus(self, notes: NoteSite, stream: Stream) -> None:
        assert await self.fill(notes, stream) == 0

    async def test_control_without_trimming_the_stream_takes_no_more(
        self, notes: NoteSite, stream: Stream, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def does_nothing(*_: Any) -> None:
            pass

        monkeypatch.setattr(Trimming, "look", does_nothing)
        with pytest.raises(AssertionError):
            await self.fill(notes, stream, patience=0.5)

    async def fill(self, notes: NoteSite, stream: Stream, patience: float = TIMEOUT) -> int:
        """Returns what waits in the outbox once each change was handled by a consumer that keeps up."""
        await declare_stream(stream.jetstream, "notes", notes.settings())
        consumer = await stream.consumer("all")
        options: dict[str, Any] = {
            "stream_max_bytes": 12_000,
            "stream_tail": 0.6,
            "relay_poll": 0.05,
        }
        async with notes.start(metrics_listen="127.0.0.1:0", **options) as service:
            passport = notes.passport(uuid7())
            for _ in range(4):
                for number in range(10):
                    note = pb.Note(title=f"{number}")
                    await service.call(pb.CreateNoteRequest(note=note), pb.Note, passport)
                await handle(consumer, 10)

                async def is_trimmed() -> bool:
                    return await stream.left() < 10

                await eventually(is_trimmed, patience)
            fullness = await scrape(service.instance.metrics_port)
            assert 0 <= fullness.value("banyan_stream_fullness_ratio") < 1
        return len(await notes.sql("SELECT * FROM outbox"))
