"""A receiver of webhooks: a real HTTP server on loopback, which answers as a test says."""

import asyncio
import base64
import hmac
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    """A request that came.

    Attributes:
        headers: Its headers, in lower case.
        body: Its body.
    """

    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        """The ID of the message."""
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        """The type of the message."""
        return str(self.json["type"])

    @property
    def json(self) -> dict[str, Any]:
        """The message."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def verifies(self, secret: str) -> bool:
        """Returns whether a signature holds, as the specification tells receivers to check it."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.{self.body}"
        expected = base64.b64encode(hmac.digest(key, signed.encode(), "sha256")).decode()
        given = self.headers["webhook-signature"].split(" ")
        return any(hmac.compare_digest(each, f"v1,{expected}") for each in given)


@dataclass
class Receiver:
    """The server.

    Attributes:
        port: Where it listens.
        received: What came, in order.
        answer: Says the status, further headers and body of the answer to a request.
        running: How many requests it has at once now, and the most that it had.
    """

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], tuple[int, str, str]] = lambda _: (204, "", "")
    silent: asyncio.Event | None = None
    running: int = 0
    most_running: int = 0

    @property
    def url(self) -> str:
        """Where to send to."""
        return f"http://{LOOPBACK}:{self.port}/changes"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Takes one request and answers it."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
            lines = [each.partition(": ") for each in head if each]
            headers = {name.lower(): value for name, _, value in lines}
            body = (await reader.readexactly(int(headers["content-length"]))).decode()
            received = Received(headers, body)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
            self.received.append(received)
            status, more, text = self.answer(received)
            if self.silent is not None:
                await self.silent.wait()
            self.running -= 1
            length = len(text.encode())
            writer.write(
                f"HTTP/1.1 {status} X\r\n{more}content-length: {length}\r\nconnection: close\r\n\r\n{text}".encode()
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it was a look at the port
        finally:
            writer.close()


@asynccontextmanager
async def receiving(served: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """Runs a receiver while the block runs, with TLS if it is given a certificate."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, LOOPBACK, 0, ssl=served)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
