"""The connection to NATS: made in the background, kept for ever, shared by relay and consumers."""

import asyncio
import logging

import nats
from nats.aio.client import Client as Nats
from nats.js import JetStreamContext

from services.kit.backoff import Backoff

log = logging.getLogger(__name__)
REQUEST_TIMEOUT_SECONDS = 5.0
# A line that has fallen silent, closed by nobody, is given up after three of these.
PING_SECONDS = 2
MOST_PINGS_UNANSWERED = 2


class Bus:
    """A connection to NATS that may come up later than we do, and come back whenever it goes.

    Args:
        url: Where NATS listens.
        name: The name of the connection, which NATS shows to operators.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._connected = asyncio.Event()
        self._closed = asyncio.Event()
        self._waits = False
        self._closing = False
        self._client = Nats()
        self._jetstream = self._client.jetstream()

    async def connect(self) -> None:
        """Connects, trying until it succeeds, and keeps the connection for ever.

        The library reconnects by itself, except after errors that it does not know: then it closes the
        connection for good, and we make another.
        """
        while True:
            self._client = await self._connected_client()
            self._jetstream = self._client.jetstream(timeout=REQUEST_TIMEOUT_SECONDS)
            self._closed.clear()
            self._connected.set()
            await self._closed.wait()

    async def _connected_client(self) -> Nats:
        backoff = Backoff(first=0.1, longest=2.0)
        while True:
            try:
                return await nats.connect(
                    self._url,
                    name=self._name,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.2,
                    connect_timeout=2,
                    ping_interval=PING_SECONDS,
                    max_outstanding_pings=MOST_PINGS_UNANSWERED,
                    allow_reconnect=True,
                    disconnected_cb=self._on_disconnect,
                    reconnected_cb=self._on_reconnect,
                    closed_cb=self._on_close,
                    error_cb=self._on_error,
                )
            except (OSError, TimeoutError, nats.errors.Error) as error:
                log.warning("NATS cannot be reached", extra={"error": type(error).__name__})
                await backoff.wait()

    async def jetstream(self) -> JetStreamContext:
        """Returns the JetStream of the connection, once it stands for the first time.

        Raises:
            nats.errors.ConnectionReconnectingError: It stood, and is down at the moment.
        """
        await self._connected.wait()
        if not self._client.is_connected:
            # What is published now would be kept in memory and sent later, without our knowing.
            raise nats.errors.ConnectionReconnectingError
        return self._jetstream

    async def close(self) -> None:
        """Ends the connection, if there is one."""
        self._closing = True
        if self._connected.is_set() and not self._client.is_closed:
            await self._client.close()

    async def _on_disconnect(self) -> None:
        if not self._closing:
            log.warning("NATS connection lost")

    async def _on_reconnect(self) -> None:
        log.info("NATS connection is back")

    async def _on_close(self) -> None:
        if not self._closing:
            log.error("NATS connection closed for good; making another")
            self._connected.clear()
            self._closed.set()

    async def _on_error(self, error: Exception) -> None:
        if not self._connected.is_set() and not self._waits:
            # The library tries for ever, and tells this of every attempt.
            self._waits = True
            log.warning("NATS cannot be reached", extra={"error": type(error).__name__})
        log.debug("NATS", extra={"error": type(error).__name__})
