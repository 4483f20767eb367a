"""Hints that something has changed: notices from NATS, of which only the subject is read.

There is one connection for the whole process, with one subscription for each kind of resource that
can be watched. A hint promises nothing: it may come late, twice or for nothing. What it must not do
is fail to come, so after any interruption everybody is told to look again.

A topic is the beginning of the subjects of a resource: "banyan.<service>.<resource>.<id>".
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import SlowConsumerError

from services.kit.backoff import Backoff

_log = logging.getLogger("banyan.gateway")


class Watch:
    """Somebody's interest in a resource. Hints that come while nobody waits become one."""

    def __init__(self) -> None:
        self._hinted = asyncio.Event()

    def hint(self) -> None:
        """Says that there may be something new."""
        self._hinted.set()

    async def wait(self, seconds: float) -> bool:
        """Waits for a hint, or for so long; tells whether there was one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hinted.wait()
        hinted = self._hinted.is_set()
        self._hinted.clear()
        return hinted


class Hints:
    """Passes hints on to those who watch.

    Args:
        url: Where NATS listens.
        kinds: What can be watched, each as "banyan.<service>.<resource>".
    """

    def __init__(self, url: str, kinds: Iterable[str]) -> None:
        self._url = url
        self._kinds = sorted(kinds)
        self._connected = True  # until the first failure, which is told
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)

    @contextmanager
    def watching(self, topic: str) -> Iterator[Watch]:
        """Watches a resource for the time of the block."""
        watch = Watch()
        self._watches[topic].add(watch)
        try:
            yield watch
        finally:
            self._watches[topic].discard(watch)
            if not self._watches[topic]:
                del self._watches[topic]

    async def run(self) -> None:
        """Listens, from now until cancelled; NATS may come and go as it likes."""
        backoff = Backoff(first=0.1, longest=2.0)
        while True:
            client = Nats()
            try:
                await self._listen(client)
            except (OSError, TimeoutError, NatsError) as error:
                await self._on_error(error)
            finally:
                await client.close()
            await backoff.wait()

    async def _listen(self, client: Nats) -> None:
        """Listens until the connection is lost for good; the library restores it by itself."""
        closed = asyncio.Event()

        async def on_close() -> None:
            closed.set()

        await client.connect(
            self._url,
            name="banyan-gateway",
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
            ping_interval=10,
            max_outstanding_pings=2,
            reconnected_cb=self._on_reconnect,
            closed_cb=on_close,
            error_cb=self._on_error,
        )
        for kind in self._kinds:
            await client.subscribe(f"{kind}.>", cb=self._on_notice)
        await client.flush()
        await self._on_reconnect()
        await closed.wait()

    async def _on_notice(self, message: Msg) -> None:
        topic, _, _ = message.subject.rpartition(".")
        for watch in self._watches.get(topic, ()):
            watch.hint()

    async def _on_reconnect(self) -> None:
        _log.info("NATS connection is up")
        self._connected = True
        self._hint_everybody()

    async def _on_error(self, error: Exception) -> None:
        if isinstance(error, SlowConsumerError):
            self._hint_everybody()
        elif self._connected:
            _log.warning("NATS connection is down", extra={"error": type(error).__name__})
            self._connected = False

    def _hint_everybody(self) -> None:
        for watches in self._watches.values():
            for watch in watches:
                watch.hint()
