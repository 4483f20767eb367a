"""The HTTP server that carries the gateway."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette

from gateway.settings import TransportSettings

# Longer than load balancers keep idle connections, so that they close first and lose no request.
_KEEP_ALIVE_SECONDS = 75


class Server(uvicorn.Server):
    """uvicorn, with the limits of the settings on connections.

    `await Server(app, settings, host=..., port=...).serve()` returns after SIGINT or SIGTERM, when
    streams have ended and other requests are done, or cancelled after `shutdown_grace` seconds.
    """

    def __init__(
        self, app: Starlette, settings: TransportSettings, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._closing: asyncio.Event = app.state.closing
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                loop="uvloop",
                http="httptools",
                ws="websockets-sansio",
                ws_max_size=settings.max_message_bytes,
                ws_ping_interval=settings.keepalive,
                ws_ping_timeout=settings.keepalive,
                ws_per_message_deflate=False,
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=settings.shutdown_grace,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, which have no end of their own, and then stops."""
        self._closing.set()
        await super().shutdown(sockets)
