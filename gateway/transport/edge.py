"""The outermost layer of the application: it knows who asks, counts answers, and drains connections."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.transport.addresses import Proxies, site
from gateway.transport.metrics import answered

_CLOSE = (b"connection", b"close")


class Edge:
    """Finds the client behind proxies, counts answers by status, and closes connections while draining.

    Args:
        app: The application.
        draining: Set once the gateway has been told to stop. Answers then ask clients, and load
            balancers, to send the next request on another connection.
        proxies: The proxies in front of the gateway.
    """

    def __init__(self, app: ASGIApp, draining: asyncio.Event, proxies: Proxies) -> None:
        self._app = app
        self._draining = draining
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or serves one WebSocket."""

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered(message["status"]).inc()
                if self._draining.is_set():
                    message["headers"] = [*message.get("headers", ()), _CLOSE]
            await send(message)

        if scope.get("client"):
            peer = scope["client"][0]
            # Limits tell callers apart by it alone.
            scope["client"] = (site(self._proxies.client(peer, Headers(scope=scope))), 0)
        await self._app(scope, receive, count if scope["type"] == "http" else send)
