"""The HTTP server that carries the gateway.

    SIGTERM → /readyz answers 503 → `drain` seconds → listening ends → `shutdown_grace` seconds → stop

While it drains, the gateway serves on, so that a load balancer which has not yet seen the 503 loses no
request. Every answer closes its connection. A second signal stops the gateway at once.
"""

import asyncio
import logging
import resource
import signal
import socket
from functools import partial
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from gateway.transport.connections import Connections, HttpProtocol, WebSocketProtocol
from gateway.transport.settings import TransportSettings
from services.kit.process.environment import ConfigurationError, cannot_listen

_log = logging.getLogger("banyan.gateway")
# Descriptors of the process that are no connections of clients: channels, NATS, metrics, files.
_OTHER_DESCRIPTORS = 128


def _holds_no_request(record: logging.LogRecord) -> bool:
    """Returns whether a line of uvicorn holds nothing that a caller sent.

    Its lines about WebSockets hold the query string, in which clients put what is secret, and no setting turns them
    off. Those below INFO hold all that arrives.
    """
    return record.levelno >= logging.INFO and '"WebSocket %s"' not in str(record.msg)


class Server(uvicorn.Server):
    """uvicorn, with the connection limits of the settings.

    `await Server(app, settings, host=..., port=...).serve()` returns after SIGINT or SIGTERM, once
    streams have ended and other requests are complete, or were cancelled after `shutdown_grace` seconds.
    """

    def __init__(
        self, app: Starlette, settings: TransportSettings, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._draining: asyncio.Event = app.state.draining
        self._closing: asyncio.Event = app.state.closing
        self._drain = settings.drain
        self._loop: asyncio.AbstractEventLoop | None = None
        logging.getLogger("uvicorn.error").addFilter(_holds_no_request)
        connections = Connections(settings)
        connections.most = affordable(settings)
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                loop="uvloop",
                http=partial(HttpProtocol, connections=connections),  # type: ignore[arg-type]
                ws=WebSocketProtocol,
                proxy_headers=False,  # see gateway.transport.addresses
                ws_max_size=settings.max_message_bytes,
                ws_ping_interval=settings.keepalive,
                ws_ping_timeout=settings.keepalive,
                ws_per_message_deflate=False,
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=settings.idle_timeout,
                timeout_graceful_shutdown=settings.shutdown_grace,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen.

        Raises:
            ConfigurationError: The address cannot be listened on.
        """
        self._loop = asyncio.get_running_loop()
        try:
            await super().startup(sockets)
        except SystemExit as error:  # uvicorn has logged why
            raise ConfigurationError("listen", cannot_listen()) from error

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins to drain at the first SIGTERM; any other signal stops at once."""
        if sig == signal.SIGTERM and self._loop and self._drain and not self._draining.is_set():
            self._captured_signals.append(sig)
            self._loop.call_soon_threadsafe(self._begin_to_drain)
            return
        super().handle_exit(sig, frame)

    def _begin_to_drain(self) -> None:
        self._draining.set()
        asyncio.get_running_loop().call_later(self._drain, self._end)

    def _end(self) -> None:
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, which would never end by themselves, and then stops."""
        self._closing.set()
        await super().shutdown(sockets)


def affordable(settings: TransportSettings) -> int:
    """Returns how many connections there may be, and makes room for them as far as the system allows.

    A process without descriptors can accept nobody, not even a probe.
    """
    needed = settings.max_connections + settings.reserved_connections + _OTHER_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed == needed:
        return settings.max_connections
    most = max(1, settings.max_connections - (needed - allowed))
    _log.warning(
        "the process may open %d files, so there are %d connections at most; raise `ulimit -n`",
        allowed,
        most,
    )
    return most
