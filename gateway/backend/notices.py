"""Notices from NATS, routed to the subscriptions that watch their resources.

The process has one connection, with one NATS subscription for each kind of resource. A notice holds the
resource after a change. It is routed by the IDs in it, so a watch on a shift also receives the notices of
its sign-ups. Each watch has a queue in the order of the bus. Core NATS delivers at most once, so the queue
holds a gap wherever a notice may have been missed (an interruption, or a full queue).
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain

from google.protobuf.message import DecodeError, Message
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import SlowConsumerError

from services.kit.bus.connection import (
    MOST_PINGS_UNANSWERED,
    PING_SECONDS,
    SecuredNats,
    options_of,
    servers_of,
    why_away,
)
from services.kit.process.backoff import Backoff
from services.kit.process.certificates import Certificates

_log = logging.getLogger("banyan.gateway")
_SCHEMA_HEADER = "ce-dataschema"
LARGEST_BATCH = 100
LONGEST_QUEUE = 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """The subject of a watch: the resources of one kind whose field has this value.

    Attributes:
        kind: The prefix of their subjects, "banyan.<service>.<resource>".
        field: A field of their message that holds an ID; "id" for a single resource.
        id: The ID.
    """

    kind: str
    field: str
    id: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource that can be watched.

    Attributes:
        message: The message in their notices.
        fields: The fields by which they are watched.
    """

    message: type[Message]
    fields: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Notice:
    """A change.

    Attributes:
        state: The resource after the change.
        arrived: When the notice arrived, in event-loop time.
    """

    state: Message
    arrived: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Marks a place in a queue where changes may be missing.

    Attributes:
        arrived: When the gap was noticed, in event-loop time.
    """

    arrived: float


class Watch:
    """The queue of one subscriber.

    Args:
        longest: The number of notices that may wait. When there are more, a gap replaces them.
    """

    def __init__(self, longest: int = LONGEST_QUEUE) -> None:
        self._longest = longest
        self._queue: deque[Notice | Gap] = deque()
        self._filled = asyncio.Event()

    def put(self, notice: Notice) -> None:
        """Adds a notice."""
        if len(self._queue) >= self._longest:
            self._queue.clear()
            self.miss(notice.arrived)
            return
        self._queue.append(notice)
        self._filled.set()

    def miss(self, now: float) -> None:
        """Adds a gap. Two gaps in a row are one."""
        if self._queue and isinstance(self._queue[-1], Gap):
            self._queue.pop()
        self._queue.append(Gap(now))
        self._filled.set()

    async def take(self, seconds: float) -> deque[Notice | Gap]:
        """Waits for notices, at most this long. Returns up to 100, in order."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._filled.wait()
        taken = deque(self._queue.popleft() for _ in range(min(len(self._queue), LARGEST_BATCH)))
        if not self._queue:
            self._filled.clear()
        return taken


class Notices:
    """Routes notices to watches.

    Args:
        url: Where NATS listens.
        kinds: The kinds that can be watched, by "banyan.<service>.<resource>".
        certificates: The certificates with which the processes know each other, for a URL that says tls.
    """

    def __init__(
        self, url: str, kinds: Mapping[str, Kind], certificates: Certificates | None = None
    ) -> None:
        self._url = url
        self._options = options_of(url, certificates)
        self._kinds = kinds
        self._client: Nats | None = None
        self._connected = True  # until the first failure, which is logged
        self._watches: defaultdict[Topic, set[Watch]] = defaultdict(set)

    @property
    def is_connected(self) -> bool:
        """Whether notices can arrive now."""
        return self._client is not None and self._client.is_connected

    @contextmanager
    def watching(self, *topics: Topic, longest: int = LONGEST_QUEUE) -> Iterator[Watch]:
        """Watches some topics while the block runs."""
        watch = Watch(longest)
        for topic in topics:
            self._watches[topic].add(watch)
        try:
            yield watch
        finally:
            for topic in topics:
                self._watches[topic].discard(watch)
                if not self._watches[topic]:
                    del self._watches[topic]

    async def run(self) -> None:
        """Listens until cancelled, through any outage of NATS."""
        backoff = Backoff(first=0.1, longest=2.0)
        while True:
            self._client = SecuredNats()
            try:
                await self._listen(self._client)
            except (OSError, TimeoutError, NatsError) as error:
                await self._on_error(error)
            finally:
                await self._client.close()
            await backoff.wait()

    async def _listen(self, client: Nats) -> None:
        """Listens until the connection is closed. The library restores it after an outage."""
        closed = asyncio.Event()

        async def on_close() -> None:
            closed.set()

        await client.connect(
            servers_of(self._url),
            **self._options,
            name="banyan-gateway",
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
            ping_interval=PING_SECONDS,
            max_outstanding_pings=MOST_PINGS_UNANSWERED,
            reconnected_cb=self._on_reconnect,
            closed_cb=on_close,
            error_cb=self._on_error,
        )
        for kind in sorted(self._kinds):
            await client.subscribe(f"{kind}.>", cb=self._on_notice)
        await client.flush()
        await self._on_reconnect()
        await closed.wait()

    async def _on_notice(self, message: Msg) -> None:
        if not self._watches:
            return
        name = ".".join(message.subject.split(".", 3)[:3])
        kind = self._kinds[name]
        state = _read(kind, message)
        if state is None:
            _log.warning("a notice that cannot be read", extra={"subject": message.subject})
            self.miss()  # it may concern any watch
            return
        notice = Notice(state, _now())
        for watch in self._interested(name, kind, state):
            watch.put(notice)

    def _interested(self, name: str, kind: Kind, state: Message) -> Iterable[Watch]:
        for key in kind.fields:
            yield from self._watches.get(Topic(name, key, getattr(state, key)), ())

    async def _on_reconnect(self) -> None:
        _log.info("NATS connection is up")
        self._connected = True
        self.miss()

    async def _on_error(self, error: Exception) -> None:
        if isinstance(error, SlowConsumerError):
            self.miss()
        elif self._connected:
            _log.warning(why_away(error))
            self._connected = False

    def miss(self) -> None:
        """Adds a gap to every queue."""
        now = _now()
        for watch in set(chain.from_iterable(self._watches.values())):
            watch.miss(now)


def _read(kind: Kind, message: Msg) -> Message | None:
    """Returns the resource in a notice, or None if it is not a notice of this kind."""
    if (message.headers or {}).get(_SCHEMA_HEADER) != kind.message.DESCRIPTOR.full_name:
        return None
    try:
        return kind.message.FromString(message.data)
    except DecodeError:
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
