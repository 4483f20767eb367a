"""Notices from NATS, passed on to those who watch what they are about.

There is one connection for the whole process, with one subscription for each kind of resource that
can be watched. A notice shows the resource after a change; it is routed by the ids in it, so that
whoever watches a shift hears of its sign-ups. Each watch has a queue of its own, in the order of the
bus. Core NATS delivers at most once, so where something may have been missed (an interruption, or a
queue that is full) a gap stands in the queue in its place.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError, Message
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import SlowConsumerError

from services.kit.backoff import Backoff
from services.kit.bus import MOST_PINGS_UNANSWERED, PING_SECONDS

_log = logging.getLogger("banyan.gateway")
_SCHEMA_HEADER = "ce-dataschema"
LARGEST_BATCH = 100
LONGEST_QUEUE = 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """What is watched: the resources of a kind in which a field has this value.

    Attributes:
        kind: The beginning of their subjects, "banyan.<service>.<resource>".
        field: A field of their message that holds an id; "id" for a single resource.
        id: The id.
    """

    kind: str
    field: str
    id: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Resources that can be watched.

    Attributes:
        message: What their notices hold.
        fields: The fields by which they are watched.
    """

    message: type[Message]
    fields: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Notice:
    """A change.

    Attributes:
        state: The resource after it.
        arrived: When it was heard of, in the time of the event loop.
    """

    state: Message
    arrived: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Stands in a queue where changes may be missing.

    Attributes:
        arrived: When that was noticed, in the time of the event loop.
    """

    arrived: float


class Watch:
    """Somebody's interest in a topic: a queue of what they have yet to hear.

    Args:
        longest: How many notices may wait; when there are more, they are replaced by a gap.
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
        """Says that changes may be missing here; two gaps in a row are one."""
        if self._queue and isinstance(self._queue[-1], Gap):
            self._queue.pop()
        self._queue.append(Gap(now))
        self._filled.set()

    async def take(self, seconds: float) -> deque[Notice | Gap]:
        """Waits for something, or for so long; returns up to 100 in their order."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._filled.wait()
        taken = deque(self._queue.popleft() for _ in range(min(len(self._queue), LARGEST_BATCH)))
        if not self._queue:
            self._filled.clear()
        return taken


class Notices:
    """Passes notices on to those who watch.

    Args:
        url: Where NATS listens.
        kinds: What can be watched, by "banyan.<service>.<resource>".
    """

    def __init__(self, url: str, kinds: Mapping[str, Kind]) -> None:
        self._url = url
        self._kinds = kinds
        self._client: Nats | None = None
        self._connected = True  # until the first failure, which is told
        self._watches: defaultdict[Topic, set[Watch]] = defaultdict(set)

    @property
    def is_connected(self) -> bool:
        """Whether notices can arrive at the moment."""
        return self._client is not None and self._client.is_connected

    @contextmanager
    def watching(self, topic: Topic, longest: int = LONGEST_QUEUE) -> Iterator[Watch]:
        """Watches a topic for the time of the block."""
        watch = Watch(longest)
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
            self._client = Nats()
            try:
                await self._listen(self._client)
            except (OSError, TimeoutError, NatsError) as error:
                await self._on_error(error)
            finally:
                await self._client.close()
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
            self.miss()  # it may be about anybody's
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
            _log.warning("NATS connection is down", extra={"error": type(error).__name__})
            self._connected = False

    def miss(self) -> None:
        """Says to everybody that changes may be missing."""
        now = _now()
        for watches in self._watches.values():
            for watch in watches:
                watch.miss(now)


def _read(kind: Kind, message: Msg) -> Message | None:
    """Returns the resource that a notice shows; None where it is no notice of this kind."""
    if (message.headers or {}).get(_SCHEMA_HEADER) != kind.message.DESCRIPTOR.full_name:
        return None
    try:
        return kind.message.FromString(message.data)
    except DecodeError:
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
