"""A TCP proxy that stands between a service and a server, and cuts the line at a chosen moment.

It watches what the client sends. When a trap's pattern appears, that connection falls silent, as if
the network between the two had gone, and the test is told; both ends believe themselves connected.
All connections can be made to fall silent at once, too.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from deploy.local.process import LOOPBACK

_CHUNK = 64 * 1024
_MEMORY = (
    256  # bytes of what has passed, in which a pattern may have begun; longer than any pattern
)


class Cut(Enum):
    """What a sprung trap keeps back, from the pattern on."""

    EVERYTHING = "neither the pattern nor anything after it arrives, in either direction"
    ANSWERS = "the server gets what the client sends, but its answers do not arrive"


@dataclass
class Trap:
    """Waits for a pattern in what a client sends, and cuts that client's line; once.

    Attributes:
        pattern: A regular expression over bytes.
        cut: What is kept back from then on.
    """

    pattern: bytes
    cut: Cut = Cut.EVERYTHING
    _sprung: asyncio.Event = field(default_factory=asyncio.Event)

    async def sprung(self, timeout: float = 10.0) -> None:
        """Waits until the pattern has appeared."""
        async with asyncio.timeout(timeout):
            await self._sprung.wait()

    def spring(self, passed: bytes, data: bytes) -> int | None:
        """Returns how much of the data lies before the pattern; None where there is none of it."""
        for found in re.finditer(self.pattern, passed + data):
            if found.end() > len(passed):  # what had passed before the trap was set does not count
                self._sprung.set()
                return max(found.start() - len(passed), 0)
        return None


class Proxy:
    """Forwards connections to one server. See `proxying`.

    Args:
        host: Where the server listens.
        port: Its port.
    """

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._trap: Trap | None = None
        self._silent = False
        self._lines: dict[asyncio.Task[None], _Line] = {}

    @property
    def connections(self) -> int:
        """How many connections it forwards, or pretends to."""
        return len(self._lines)

    def set_trap(self, pattern: bytes, cut: Cut = Cut.EVERYTHING) -> Trap:
        """Sets a trap for whichever connection sends the pattern first."""
        self._trap = Trap(pattern, cut)
        return self._trap

    def fall_silent(self) -> None:
        """Cuts all lines, and those to come until `recover`."""
        self._silent = True
        for line in self._lines.values():
            line.cut = Cut.EVERYTHING

    def recover(self) -> None:
        """Lets new lines through; those that were cut stay silent, as their state is lost."""
        self._silent = False

    async def serve(
        self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter
    ) -> None:
        """Connects a client with the server until one of them ends, however the line is cut."""
        task = asyncio.current_task()
        assert task is not None
        with suppress(OSError, asyncio.CancelledError):
            try:
                server_in, server_out = await asyncio.open_connection(*self._server)
                line = _Line(client_in, client_out, server_in, server_out)
                line.cut = Cut.EVERYTHING if self._silent else None
                self._lines[task] = line
                await line.run(self)
            finally:
                client_out.close()
                self._lines.pop(task, None)

    def watch(self, passed: bytes, data: bytes) -> tuple[Cut, int] | None:
        """Returns how to cut, and after how many bytes of the data; None for not at all."""
        if self._trap is None or (before := self._trap.spring(passed, data)) is None:
            return None
        cut, self._trap = self._trap.cut, None
        return cut, before

    async def close(self) -> None:
        """Ends all connections."""
        for task in list(self._lines):
            task.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)


class _Line:
    """One client's connection to the server.

    Attributes:
        cut: What is kept back; None as long as everything passes.
    """

    def __init__(
        self,
        client_in: asyncio.StreamReader,
        client_out: asyncio.StreamWriter,
        server_in: asyncio.StreamReader,
        server_out: asyncio.StreamWriter,
    ) -> None:
        self._client_in, self._client_out = client_in, client_out
        self._server_in, self._server_out = server_in, server_out
        self.cut: Cut | None = None

    async def run(self, proxy: Proxy) -> None:
        """Forwards both ways until one end closes."""
        ways = [asyncio.create_task(self._requests(proxy)), asyncio.create_task(self._answers())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._server_out.close()

    async def _requests(self, proxy: Proxy) -> None:
        passed = b""
        while data := await self._client_in.read(_CHUNK):
            if self.cut is None and (found := proxy.watch(passed, data)) is not None:
                self.cut, before = found
                if self.cut is Cut.EVERYTHING:
                    self._server_out.write(data[:before])
            if self.cut is not Cut.EVERYTHING:
                self._server_out.write(data)
            await self._server_out.drain()
            passed = (passed + data)[-_MEMORY:]

    async def _answers(self) -> None:
        while data := await self._server_in.read(_CHUNK):
            if self.cut is None:
                self._client_out.write(data)
                await self._client_out.drain()
        if self.cut is not None:  # the client does not hear of the end either
            await asyncio.Event().wait()


@asynccontextmanager
async def proxying(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """Stands before the server of a URL; gives the proxy, and the URL that leads through it."""
    parts = urlsplit(url)
    proxy = Proxy(parts.hostname or LOOPBACK, parts.port or 0)
    server = await asyncio.start_server(proxy.serve, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    account = parts.netloc.rpartition("@")[0]
    try:
        yield proxy, parts._replace(netloc=f"{account}@{LOOPBACK}:{port}").geturl()
    finally:
        server.close()
        await proxy.close()
