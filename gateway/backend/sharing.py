"""Sharing: the replicas of the gateway tell each other what their callers have spent.

Each replica charges its own buckets, at once and without asking anybody. Twice a second it puts what heavy
callers have spent into a key-value bucket of JetStream, and takes from its own buckets what it hears that the
others have put there. So a caller who spreads requests over all replicas gets one budget, and what half a
second is good for; a caller who asks for little is never mentioned. While the store is away, each replica
goes by its own buckets: a caller gets one budget at each, which is still a bound.

What is put under `<policy>.<digest of the caller>.<replica>` is the sum of what was spent there, so a message
that is lost or doubled does no harm. The store is in memory and forgets after a minute.
"""

import asyncio
import logging
from collections import OrderedDict
from uuid import uuid4

import nats.errors
from nats.js.api import KeyValueConfig, StorageType
from nats.js.errors import Error as JetStreamError
from nats.js.kv import KeyValue
from prometheus_client import Gauge

from gateway.backend.budgets import Budgets
from services.kit.bus.connection import Bus
from services.kit.process.backoff import Backoff
from services.kit.process.tasks import raise_if_cancelled

_log = logging.getLogger("banyan.gateway")
SHARED = Gauge(
    "banyan_budgets_shared",
    "Whether the budgets of callers are shared with other replicas (1) or not.",
)
STORE = "banyan-budgets"
_REMEMBERED_SECONDS = 60.0
_MOST_BYTES = 16 * 1024 * 1024
# How many budgets are shared at a time, and how many entries of other replicas are remembered.
_MOST_SHARED = 500
_MOST_HEARD = 50_000


class Sharing:
    """Shares the budgets of this replica with the others.

    Args:
        bus: The connection to NATS.
        budgets: The budgets of this replica.
        interval: The seconds between two times of telling.
        copies: The number of NATS servers that keep the store.
    """

    def __init__(
        self, bus: Bus, budgets: Budgets, *, interval: float = 0.5, copies: int = 1
    ) -> None:
        self._bus = bus
        self._budgets = budgets
        self._interval = interval
        self._copies = copies
        self._replica = uuid4().hex
        self._heard: OrderedDict[str, int] = OrderedDict()

    async def run(self) -> None:
        """Shares until cancelled, through any outage of the store."""
        backoff = Backoff(first=0.2, longest=5.0)
        while True:
            try:
                store = await self._open()
                SHARED.set(1)
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hear(store))
                    group.create_task(self._tell(store))
            except* (OSError, TimeoutError, nats.errors.Error, JetStreamError):
                if SHARED._value.get():
                    _log.warning("budgets are not shared: each replica goes by its own")
                SHARED.set(0)
            await backoff.wait()

    async def _open(self) -> KeyValue:
        jetstream = await self._bus.jetstream()
        return await jetstream.create_key_value(
            KeyValueConfig(
                bucket=STORE,
                description="What callers of the gateway have spent lately",
                history=1,
                ttl=_REMEMBERED_SECONDS,
                max_bytes=_MOST_BYTES,
                storage=StorageType.MEMORY,
                replicas=self._copies,
            )
        )

    async def _tell(self, store: KeyValue) -> None:
        while True:
            await asyncio.sleep(self._interval)
            raise_if_cancelled()
            unshared = self._budgets.unshared
            for key in list(unshared)[:_MOST_SHARED]:
                bucket = unshared.pop(key)
                # Set before the put, so that changes made until the store answers are told next time.
                bucket.told = bucket.spent
                try:
                    await store.put(f"{key}.{self._replica}", str(bucket.spent).encode())
                except BaseException:
                    unshared[key] = bucket
                    raise

    async def _hear(self, store: KeyValue) -> None:
        watcher = await store.watchall()
        is_new = False
        async for entry in watcher:
            raise_if_cancelled()
            if entry is None:
                is_new = True  # what comes from now on was not there before
            elif entry.value:
                self._take(entry.key, int(entry.value), is_new=is_new)

    def _take(self, key: str, spent: int, *, is_new: bool) -> None:
        account, _, replica = key.rpartition(".")
        if replica == self._replica:
            return
        # Nobody knows when the others spent what they had told before this replica came.
        before = self._heard.get(key, 0 if is_new else spent)
        self._heard[key] = spent
        self._heard.move_to_end(key)
        if len(self._heard) > _MOST_HEARD:
            self._heard.popitem(last=False)
        self._budgets.spent_elsewhere(account, spent - before)
