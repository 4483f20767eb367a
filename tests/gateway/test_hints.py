import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import nats
import pytest

from deploy.local.nats import Nats
from deploy.local.process import free_port
from gateway.hints import Hints, Watch
from tests.servers import start_nats
from tests.waiting import eventually

KIND = "banyan.events.shift"
TOPIC = f"{KIND}.01920000-0000-7000-8000-000000000001"
OTHER = f"{KIND}.01920000-0000-7000-8000-000000000002"
LONG = 10.0


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[Hints]:
    hints = Hints(url, [KIND])
    task = asyncio.create_task(hints.run())
    try:
        yield hints
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def publish(url: str, *subjects: str) -> None:
    client = await nats.connect(url)
    for subject in subjects:
        await client.publish(subject, b"whatever it is")
    await client.flush()
    await client.close()


@pytest.fixture
def own_nats(tmp_path: Path) -> Nats:
    """A NATS server that the test may stop and start."""
    return start_nats(tmp_path)


async def test_a_notice_is_a_hint_to_those_who_watch_its_resource(nats_server: Nats) -> None:
    async with listening(nats_server.url) as hints:
        with (
            hints.watching(TOPIC) as one,
            hints.watching(TOPIC) as two,
            hints.watching(OTHER) as no,
        ):
            for watch in (one, two, no):
                assert await watch.wait(LONG)  # the connection has just come up
            await publish(nats_server.url, f"{TOPIC}.filled")
            assert await one.wait(LONG)
            assert await two.wait(LONG)
            assert not await no.wait(0)


async def test_hints_while_nobody_waits_are_one(nats_server: Nats) -> None:
    async with listening(nats_server.url) as hints:
        with hints.watching(TOPIC) as watch, hints.watching(OTHER) as last:
            assert await watch.wait(LONG)
            assert await last.wait(LONG)
            await publish(nats_server.url, *[f"{TOPIC}.updated"] * 50, f"{OTHER}.updated")
            assert await last.wait(LONG)  # so the others have arrived too
            assert await watch.wait(0)
            assert not await watch.wait(0)


async def test_whoever_stops_watching_is_forgotten(nats_server: Nats) -> None:
    hints = Hints(nats_server.url, [KIND])
    with hints.watching(TOPIC), hints.watching(TOPIC):
        assert len(hints._watches[TOPIC]) == 2
    assert TOPIC not in hints._watches


async def test_everybody_looks_again_after_an_interruption(own_nats: Nats) -> None:
    try:
        async with listening(own_nats.url) as hints:
            with hints.watching(TOPIC) as watch:
                assert await watch.wait(LONG)
                own_nats.stop()
                own_nats.start()
                assert await watch.wait(LONG)
                await eventually(lambda: _hinted_by_a_notice(own_nats.url, watch))
    finally:
        own_nats.remove()


async def test_a_bus_that_comes_up_later_is_found(own_nats: Nats) -> None:
    own_nats.stop()
    try:
        async with listening(own_nats.url) as hints:
            with hints.watching(TOPIC) as watch:
                assert not await watch.wait(0.1)
                own_nats.start()
                assert await watch.wait(LONG)
    finally:
        own_nats.remove()


async def test_it_ends_while_the_bus_is_away() -> None:
    async with listening(f"nats://127.0.0.1:{free_port()}") as hints:
        with hints.watching(TOPIC) as watch:
            assert not await watch.wait(0.05)


async def _hinted_by_a_notice(url: str, watch: Watch) -> bool:
    await publish(url, f"{TOPIC}.updated")
    return await watch.wait(0.2)
