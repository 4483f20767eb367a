"""The connection to NATS: made in the background, and kept whatever happens."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats.errors
import pytest

from deploy.local.nats import Nats
from deploy.local.process import free_port
from gateway.backend.notices import Notices
from services.kit.bus.connection import Bus
from services.kit.process.tasks import end, in_background
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


async def test_one_of_several_servers_is_enough(own_nats: Nats) -> None:
    away = own_nats.url.replace(f":{own_nats.port}", f":{free_port()}")
    async with connecting(f"{away}, {own_nats.url}") as bus:
        await eventually(lambda: answers(bus))
    notices = Notices(f"{away},{own_nats.url}", {})
    async with in_background([notices.run]):
        await eventually(lambda: notices.is_connected)


async def test_makes_another_connection_where_the_library_gives_up(own_nats: Nats) -> None:
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
        await bus._client.close()  # as the library does after an error that it does not know
        await eventually(lambda: answers(bus))


async def test_closing_one_that_is_lost_is_no_failure_and_leaves_nothing_behind(
    own_nats: Nats,
) -> None:
    before = asyncio.all_tasks()
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
        begun = {task for task in asyncio.all_tasks() - before if is_of_the_client(task)}
        assert begun
        own_nats.kill()
        await eventually(lambda: not bus.is_connected)
        await bus._client.publish("somewhere", b"what the library still has to write")
    await eventually(lambda: all(task.done() for task in begun))


async def test_closing_before_there_was_a_connection_leaves_nothing_behind(
    own_nats: Nats, caplog: pytest.LogCaptureFixture
) -> None:
    own_nats.stop()
    before = asyncio.all_tasks()
    async with connecting(own_nats.url):
        await eventually(lambda: "NATS cannot be reached" in caplog.text)
    await eventually(lambda: asyncio.all_tasks() <= before)


def is_of_the_client(task: asyncio.Task[Any]) -> bool:
    """Tells apart what other services begin meanwhile."""
    coroutine: Any = task.get_coro()
    return "/nats/" in coroutine.cr_code.co_filename


async def test_closing_is_quiet(own_nats: Nats, caplog: pytest.LogCaptureFixture) -> None:
    before = asyncio.all_tasks()
    async with connecting(own_nats.url) as bus:
        assert await answers(bus)
        begun = {task for task in asyncio.all_tasks() - before if is_of_the_client(task)}
        assert begun
    await eventually(lambda: all(task.done() for task in begun))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
