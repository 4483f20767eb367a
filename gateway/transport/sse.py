"""GraphQL over server-sent events: the "distinct connections mode" of graphql-sse.

Each operation is a request of its own. Its results are `next` events, and the last event is `complete`.
Errors of the operation, even those found before it starts, are ordinary results, because a browser's
`EventSource` cannot read a body with an error status.

Strawberry can stream server-sent events too, but it leaves the subscription's generator to the garbage
collector when the client disconnects, and interrupts what the generator awaits in its `finally`.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_log = logging.getLogger("banyan.gateway")

_KEEPALIVE = b":\n\n"
_COMPLETE = b"event: complete\ndata:\n\n"


class EventStream(Response):
    """Streams results until they end, the client disconnects, or the gateway closes.

    In each case the generator of the results has finished its cleanup when this returns.

    Args:
        results: The results. The generator is closed at the end.
        encode: Encodes a result as one line of JSON.
        keepalive: Seconds between keepalive comments on an idle connection.
        closing: Ends the stream when set, without `complete`, so that the client reconnects.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        results: AsyncGenerator[Any, None],
        encode: Callable[[Any], bytes],
        *,
        keepalive: float,
        closing: asyncio.Event,
    ) -> None:
        self.status_code = 200
        self.background = None
        # The last one asks nginx not to buffer events.
        self.init_headers({"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"})
        self._results = results
        self._encode = encode
        self._keepalive = keepalive
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        stream = asyncio.create_task(self._stream(send))
        others = [
            asyncio.create_task(_keep_alive(send, self._keepalive)),
            asyncio.create_task(_disconnected(receive)),
            asyncio.create_task(self._closing.wait()),
        ]
        tasks = {stream, *others}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            # This way of waiting never cancels a task again in the middle of its cleanup.
            await asyncio.wait(tasks)
        if not stream.cancelled() and (error := stream.exception()):
            _log.error("a stream of events broke off", exc_info=error)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, send: Send) -> None:
        async with aclosing(self._results):
            async for result in self._results:
                await _send(send, b"event: next\ndata: " + self._encode(result) + b"\n\n")
                # Sending to a disconnected client returns at once; let other tasks run.
                await asyncio.sleep(0)
        await _send(send, _COMPLETE)


async def _keep_alive(send: Send, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _send(send, _KEEPALIVE)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})
