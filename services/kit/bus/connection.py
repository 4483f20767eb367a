"""The connection to NATS: made in the background, kept forever, shared by relay and consumers."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

import nats
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from services.kit.process.backoff import Backoff
from services.kit.process.certificates import Certificates

log = logging.getLogger(__name__)
REQUEST_TIMEOUT_SECONDS = 5.0
CLOSE_SECONDS = 2.0
# A silent connection that nobody closed is given up after three of these.
PING_SECONDS = 2
MOST_PINGS_UNANSWERED = 2


class Hearer(Protocol):
    """Hears notices without durability, and knows when it may have missed some.

    Attributes:
        subjects: The patterns of the subjects to hear.
    """

    subjects: Sequence[str]

    def begin(self) -> None:
        """Is called when every notice is heard from now on; earlier ones may have been missed."""
        ...

    def miss(self) -> None:
        """Is called when notices may be missed from now on."""
        ...

    async def hear(self, message: Msg) -> None:
        """Is called with each notice, in order."""
        ...


class SecuredNats(Nats):
    """The library's client, which sends nothing unencrypted to a server that it was told to meet by TLS.

    The library itself goes by what the server says of itself, and so by what anybody on the way makes of it. It also
    writes what it still has when it closes, fails if the connection is lost, and leaves its tasks behind; this one
    forgets what nobody can hear any more.
    """

    async def _close(self, status: int, do_cbs: bool = True) -> None:
        if not self.is_connected:
            self._pending: list[bytes] = []
            self._pending_data_size = 0
        await super()._close(status, do_cbs)

    def _connect_command(self) -> bytes:
        if "tls" in self.options and not self._server_info.get("tls_required"):
            raise nats.errors.Error("nats: the server speaks no TLS")
        command: bytes = super()._connect_command()
        return command


def servers_of(url: str) -> list[str]:
    """Returns the URLs of the servers that a setting names, separated by commas."""
    return [each.strip() for each in url.split(",")]


def options_of(url: str, certificates: Certificates | None) -> dict[str, Any]:
    """Returns how to connect to a URL: by TLS if it says so, and with replies where only this user hears them.

    Args:
        url: Where NATS listens.
        certificates: The certificates with which the processes know each other.
    """
    user = urlsplit(servers_of(url)[0]).username
    options: dict[str, Any] = {"inbox_prefix": inbox_of(user)} if user else {}
    if url.strip().startswith("tls://"):
        options["tls"] = certificates.context() if certificates else ssl.create_default_context()
    return options


def inbox_of(user: str) -> str:
    """Returns the beginning of the subjects at which a user of NATS gets replies."""
    return f"_INBOX_{user}"


class Bus:
    """A connection to NATS that may come up after this process, and that is restored after an outage.

    Args:
        url: Where NATS listens.
        name: The name of the connection, shown to operators by NATS.
        certificates: The certificates with which the processes know each other, for a URL that says tls.
    """

    def __init__(self, url: str, name: str, certificates: Certificates | None = None) -> None:
        self._url = url
        self._options = options_of(url, certificates)
        self._name = name
        self._connected = asyncio.Event()
        self._closed = asyncio.Event()
        self._waits = False
        self._closing = False
        self._client: Nats = SecuredNats()
        self._jetstream = self._client.jetstream()
        self._hearers: list[Hearer] = []

    def add(self, hearer: Hearer) -> None:
        """Adds a hearer, before the connection is made."""
        self._hearers.append(hearer)

    async def connect(self) -> None:
        """Connects, retrying until it succeeds, and keeps the connection forever.

        The library reconnects by itself, except after errors that it does not know: then it closes the
        connection permanently, and this makes a new one.
        """
        while True:
            self._client = await self._connected_client()
            self._jetstream = self._client.jetstream(timeout=REQUEST_TIMEOUT_SECONDS)
            self._closed.clear()
            self._connected.set()
            await self._begin_hearing(self._client)
            await self._closed.wait()

    async def _begin_hearing(self, client: Nats) -> None:
        """Subscribes for the hearers; the library does so again whenever it reconnects."""
        try:
            for hearer in self._hearers:
                for subject in hearer.subjects:
                    await client.subscribe(subject, cb=hearer.hear)
        except nats.errors.Error as error:
            log.warning(why_away(error))
        await self._confirm_hearing(client)

    async def _confirm_hearing(self, client: Nats) -> None:
        """Lets the hearers begin, once the server has answered after it got the subscriptions."""
        if not self._hearers:
            return
        try:
            await client.flush()
        except (OSError, TimeoutError, nats.errors.Error):
            return  # they begin when the connection is back
        for hearer in self._hearers:
            hearer.begin()

    async def _connected_client(self) -> Nats:
        backoff = Backoff(first=0.1, longest=2.0)
        while True:
            client = SecuredNats()
            try:
                await client.connect(
                    servers_of(self._url),
                    **self._options,
                    name=self._name,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.2,  # type: ignore[arg-type] # it is slept for
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
                log.warning(why_away(error))
                await backoff.wait()
            else:
                return client

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection now."""
        return self._client.is_connected

    async def jetstream(self) -> JetStreamContext:
        """Returns the JetStream of the connection, once it is up for the first time.

        Raises:
            nats.errors.ConnectionReconnectingError: The connection is down now.
        """
        await self._connected.wait()
        if not self._client.is_connected:
            # The library would buffer a message published now, and send it later unnoticed.
            raise nats.errors.ConnectionReconnectingError
        return self._jetstream

    async def close(self) -> None:
        """Closes the connection, if there is one."""
        self._closing = True
        if self._connected.is_set() and not self._client.is_closed:
            # The connection may be lost just now: uvloop then raises a RuntimeError, and asyncio an OSError or nothing.
            with contextlib.suppress(OSError, RuntimeError, TimeoutError, nats.errors.Error):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._client.close()

    async def _on_disconnect(self) -> None:
        for hearer in self._hearers:
            hearer.miss()
        if not self._closing:
            log.warning("NATS connection lost")

    async def _on_reconnect(self) -> None:
        log.info("NATS connection is back")
        # Not awaited: the library reads the answer only after this callback.
        self._confirming = asyncio.create_task(self._confirm_hearing(self._client))

    async def _on_close(self) -> None:
        if not self._closing:
            log.error("NATS connection closed permanently; making another")
            self._connected.clear()
            self._closed.set()

    async def _on_error(self, error: Exception) -> None:
        if not self._connected.is_set() and not self._waits:
            # The library retries forever, and calls this at every attempt.
            self._waits = True
            log.warning(why_away(error))
        if isinstance(error, nats.errors.SlowConsumerError):
            for hearer in self._hearers:
                hearer.begin()  # anew, because the library has dropped notices
        log.debug("NATS", extra={"error": type(error).__name__})


def why_away(error: Exception) -> str:
    """Returns in plain words why there is no connection, without any part of the URL.

    The library marks refused credentials by the text of its error alone.
    """
    if "authorization" in str(error).lower():
        return "NATS refuses the credentials in BANYAN_NATS_URL"
    if isinstance(error, ssl.SSLError) or "speaks no TLS" in str(error):
        return "TLS with NATS failed; check BANYAN_NATS_URL and BANYAN_TLS_AUTHORITIES"
    return f"NATS cannot be reached ({type(error).__name__})"
