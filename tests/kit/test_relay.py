"""The relay: what the outbox holds is published, in order, and never lost."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus import Bus
from services.kit.config import ServiceSettings
from services.kit.ids import uuid7
from services.kit.relay import Relay, oldest
from services.kit.streams import declare_stream
from services.kit.tasks import end
from services.kit.unit import Units
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite
from tests.servers import start_nats
from tests.waiting import eventually


async def announce(units: Units, *titles: str) -> None:
    """Commits one note, and one notice of it, for each title."""
    for title in titles:
        async with units.writing() as session, session.begin():
            work = units.work(session, caller_named(uuid7()))
            note = Note(title=title)
            await work.add(note)
            await work.announce(note, "created")


async def waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM outbox")
        return int(found.scalar_one())


async def connected(stack: AsyncExitStack, url: str) -> Bus:
    bus = Bus(url, "tests")
    connecting = asyncio.create_task(bus.connect())
    stack.push_async_callback(end, [connecting])
    stack.push_async_callback(bus.close)
    return bus


async def run(stack: AsyncExitStack, relay: Relay) -> None:
    stack.push_async_callback(end, [asyncio.create_task(relay.run())])


async def test_publishes_in_the_order_of_announcement_and_empties_the_outbox(
    engine: AsyncEngine, units: Units, notes: NoteSite, jetstream: JetStreamContext
) -> None:
    await announce(units, *"abcdefghij")
    async with AsyncExitStack() as stack:
        bus = await connected(stack, notes.nats_url)
        await run(stack, Relay(engine, bus, "notes", notes.settings()))
        await eventually(lambda: waiting_is(engine, 0))
    said = [await jetstream.get_msg("notes", number) for number in range(1, 11)]
    times = [message.headers["ce-id"] for message in said if message.headers]
    assert times == sorted(times)


async def waiting_is(engine: AsyncEngine, count: int) -> bool:
    return await waiting(engine) == count


async def test_two_replicas_publish_each_notice_once(
    engine: AsyncEngine, units: Units, notes: NoteSite, jetstream: JetStreamContext
) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(2):
            bus = await connected(stack, notes.nats_url)
            await run(stack, Relay(engine, bus, "notes", notes.settings(relay_poll=0.01)))
        await asyncio.gather(*(announce(units, *"abcde") for _ in range(10)))
        await eventually(lambda: waiting_is(engine, 0))
    assert (await jetstream.stream_info("notes")).state.messages == 50


async def test_a_crash_between_publishing_and_deleting_doubles_nothing(
    engine: AsyncEngine,
    units: Units,
    notes: NoteSite,
    jetstream: JetStreamContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await announce(units, "once")
    await declare_stream(jetstream, "notes", notes.settings())
    async with AsyncExitStack() as stack:
        bus = await connected(stack, notes.nats_url)
        relay = Relay(engine, bus, "notes", notes.settings())
        with monkeypatch.context() as crash:
            crash.setattr("services.kit.relay._delete", _fail)
            with pytest.raises(ConnectionResetError):
                await relay.publish_batch()
        assert await waiting(engine) == 1
        assert (await jetstream.stream_info("notes")).state.messages == 1
        assert await relay.publish_batch()
    assert await waiting(engine) == 0
    assert (await jetstream.stream_info("notes")).state.messages == 1


async def _fail(*_: object) -> None:
    raise ConnectionResetError


async def test_declares_a_stream_again_that_is_gone(
    engine: AsyncEngine, units: Units, notes: NoteSite, jetstream: JetStreamContext
) -> None:
    async with AsyncExitStack() as stack:
        bus = await connected(stack, notes.nats_url)
        relay = Relay(engine, bus, "notes", notes.settings(relay_poll=0.01))
        await run(stack, relay)
        await announce(units, "before")
        await eventually(lambda: waiting_is(engine, 0))
        await jetstream.delete_stream("notes")
        await announce(units, "after")
        await eventually(lambda: waiting_is(engine, 0))
    assert (await jetstream.stream_info("notes")).state.messages == 1


async def test_keeps_everything_while_nats_is_away(
    engine: AsyncEngine, units: Units, notes: NoteSite, tmp_path: Path
) -> None:
    nats = start_nats(tmp_path / "nats")
    try:
        async with AsyncExitStack() as stack:
            bus = await connected(stack, nats.url)
            await run(stack, Relay(engine, bus, "notes", notes.settings(relay_poll=0.01)))
            await announce(units, "before")
            await eventually(lambda: waiting_is(engine, 0))
            await asyncio.to_thread(nats.kill)
            await announce(units, "meanwhile")
            async with engine.connect() as connection:
                assert await oldest(connection) is not None
            nats.launch()
            await eventually(lambda: waiting_is(engine, 0), timeout=20)
            messages = (await (await bus.jetstream()).stream_info("notes")).state.messages
            assert messages == 2
    finally:
        nats.remove()


def test_the_stream_refuses_what_does_not_fit_and_forgets_nothing_for_it(
    settings: ServiceSettings,
) -> None:
    from nats.js.api import DiscardPolicy, StorageType

    from services.kit.streams import stream_config

    config = stream_config("notes", settings)
    assert config.discard is DiscardPolicy.NEW
    assert config.storage is StorageType.FILE
    assert config.max_bytes == settings.stream_max_bytes
