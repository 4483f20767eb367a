"""The proxy of the fault tests: a pattern is found however the stream is cut into pieces."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from tests.faults.proxy import Cut, Proxy, Trap, proxying
from tests.waiting import eventually

REQUESTS = b"PING\r\nHPUB banyan.x 1\r\nPING\r\n"
PATTERN = rb"HPUB banyan\."
START = REQUESTS.index(b"HPUB")


class Echo:
    """A server that notes what it gets, and answers with the same."""

    def __init__(self) -> None:
        self.got = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1024):
            self.got += data
            writer.write(data)
        writer.close()


@dataclass(frozen=True)
class Site:
    """A server, a proxy before it, and the port that leads through the proxy."""

    echo: Echo
    proxy: Proxy
    port: int
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def send(self) -> asyncio.StreamReader:
        """Sends the requests on a new connection, which stays open."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(REQUESTS)
        return reader


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    echo = Echo()
    server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with proxying(f"tcp://127.0.0.1:{port}") as (proxy, url):
        site = Site(echo, proxy, int(url.rpartition(":")[2]))
        yield site
        for writer in site.writers:
            writer.close()
    server.close()


@pytest.mark.parametrize("size", [1, 2, 5, 7, len(REQUESTS)])
def test_a_trap_springs_wherever_the_pieces_end(size: int) -> None:
    trap = Trap(PATTERN)
    passed = b""
    for start in range(0, len(REQUESTS), size):
        piece = REQUESTS[start : start + size]
        if (before := trap.spring(passed, piece)) is not None:
            # What may have gone before is only a part of the pattern, and no whole request.
            assert START <= start + before < START + len("HPUB banyan.")
            return
        passed += piece
    pytest.fail("the pattern was not found")


def test_a_trap_does_not_spring_at_what_had_passed_before() -> None:
    assert Trap(PATTERN).spring(REQUESTS, b"PING\r\n") is None


async def test_neither_the_pattern_nor_what_follows_arrives(site: Site) -> None:
    trap = site.proxy.set_trap(PATTERN)
    answers = await site.send()
    await trap.sprung()
    await eventually(lambda: site.echo.got == REQUESTS[:START])
    await site.proxy.close()
    assert REQUESTS[:START].startswith(await answers.read())
    assert site.echo.got == REQUESTS[:START]


async def test_the_pattern_arrives_where_only_answers_are_kept_back(site: Site) -> None:
    trap = site.proxy.set_trap(PATTERN, Cut.ANSWERS)
    answers = await site.send()
    await trap.sprung()
    await eventually(lambda: site.echo.got == REQUESTS)
    await site.proxy.close()
    assert REQUESTS[:START].startswith(await answers.read())


async def test_a_trap_springs_once_and_lets_new_connections_pass(site: Site) -> None:
    trap = site.proxy.set_trap(PATTERN)
    await site.send()
    await trap.sprung()
    answers = await site.send()
    assert await answers.readexactly(len(REQUESTS)) == REQUESTS


async def test_silence_holds_for_old_and_new_connections_and_recovery_for_new_ones(
    site: Site,
) -> None:
    before = await site.send()
    assert await before.readexactly(len(REQUESTS)) == REQUESTS
    site.proxy.fall_silent()
    during = await site.send()
    await eventually(lambda: site.proxy.connections == 2)
    site.proxy.recover()
    after = await site.send()
    assert await after.readexactly(len(REQUESTS)) == REQUESTS
    await site.proxy.close()
    assert await before.read() == b""
    assert await during.read() == b""
    assert site.echo.got == 2 * REQUESTS
