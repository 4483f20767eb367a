"""An HTTP client that costs next to nothing, so that what is measured is the server."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit


class Connection:
    """One connection that posts the same JSON again and again.

    Args:
        url: Where to.
        body: What to send.
        headers: Headers beside those that are needed.
    """

    def __init__(self, url: str, body: Any, headers: dict[str, str] | None = None) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname, address.port
        content = json.dumps(body).encode()
        head = {
            "Host": address.netloc,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Content-Length": str(len(content)),
            **(headers or {}),
        }
        lines = [f"POST {address.path} HTTP/1.1", *(f"{name}: {head[name]}" for name in head)]
        self._request = "\r\n".join([*lines, "", ""]).encode() + content
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self) -> bytes:
        """Sends the request and returns the body of the answer.

        Raises:
            RuntimeError: The answer has another status than 200.
        """
        if self._streams is None or self._streams[0].at_eof():  # closed by the server when idle
            self.close()
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(self._request)
        status, *headers = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        [length] = (line[15:] for line in headers if line.startswith(b"content-length:"))
        body = await reader.readexactly(int(length))
        if b" 200 " not in status:
            raise RuntimeError(f"{status.decode()}: {body.decode()}")
        return body

    async def repeat(self) -> None:
        """Sends the request and forgets the answer."""
        await self.post()

    def close(self) -> None:
        """Closes the connection."""
        if self._streams is not None:
            self._streams[1].close()
