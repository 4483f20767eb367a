"""The connection to NATS: made in the background, and kept whatever happens."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats.errors
import pytest

from deploy.local.nats import Nats
from services.kit.bus import Bus
from services.kit.tasks import end
from tests.waiting import eventually


@asynccontextmanager
async def connecting(url: str) -> AsyncIterator[Bus]:
    bus = Bus(url, "tests")
    task = asyncio.create_task(bus.connect())
    try:
        yield bus
    finally:
        await end([task])
        await bus.close()


async def answers(bus: Bus) -> bool:
    """Tells whether NATS answers through the bus."""
    try:
        await (await bus.jetstream()).account_info()
    except (nats.errors.Error, TimeoutError):
        return False
    return True


async def test_waits_for_a_server_that_comes_up_later(
    own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    own_nats.stop()
    async with connecting(own_nats.url) as bus:
        waiting = asyncio.create_task(answers(bus))
        await eventually(lambda: "NATS cannot be reached" in caplog.text)
        assert not waiting.done()
        own_nats.start()
        assert await waiting
    assert caplog.text.count("NATS cannot be reached") == 1


async def test_says_at_once_that_the_server_is_gone_and_finds_it_again(own_nats: Nats) -> None:
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
        own_nats.stop()

        async def is_refused() -> bool:
            try:
                await bus.jetstream()
            except nats.errors.ConnectionReconnectingError:
                return True
            return False

        await eventually(is_refused)
        own_nats.start()
        await eventually(lambda: answers(bus))


async def test_makes_another_connection_where_the_library_gives_up(own_nats: Nats) -> None:
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
        await bus._client.close()  # as the library does after an error that it does not know
        await eventually(lambda: answers(bus))


async def test_closing_before_there_was_a_connection_leaves_nothing_behind(
    own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    own_nats.stop()
    before = asyncio.all_tasks()
    async with connecting(own_nats.url):
        await eventually(lambda: "NATS cannot be reached" in caplog.text)
    await eventually(lambda: asyncio.all_tasks() <= before)


async def test_closing_is_quiet(own_nats: Nats, caplog: pytest.LogCaptureFixture) -> None:
    before = asyncio.all_tasks()
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
    await eventually(lambda: asyncio.all_tasks() <= before)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
