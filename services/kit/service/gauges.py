"""Gauges of a service, read from its database every few seconds.

A gauge that cannot be read is NaN: an old value would suggest that all is well.
"""

import asyncio
import math
from collections.abc import Iterator, Sequence
from typing import Any

from prometheus_client import Gauge
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.bus.consumers import Consumer
from services.kit.bus.relay import oldest
from services.kit.process import metrics
from services.kit.process.clock import Clock
from services.kit.work import tables
from services.kit.work.backlogs import Backlog
from services.kit.work.database import ERRORS
from services.kit.work.locks import WAITS

PAUSE_SECONDS = 5.0
LONGEST_LOOK_SECONDS = 5.0
MOST_COUNTED = 10_000  # a full outbox must not be read just for its size
GONE = "(gone)"  # stands for all consumers that the service no longer has


class Gauges:
    """Updates the gauges of a service.

    Args:
        engine: Connections that requests do not use: the age of the outbox must be known in just the
            overload that one watches for.
        serving: The connections of requests, whose use is a gauge.
        clock: The clock.
        consumers: Its consumers.
        backlogs: The work that waits in its tables.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        serving: AsyncEngine,
        clock: Clock,
        consumers: Sequence[Consumer],
        backlogs: Sequence[Backlog] = (),
    ) -> None:
        self._engine = engine
        self._clock = clock
        names = [*(each.name for each in consumers), GONE]
        self._dead = {name: metrics.DEAD_LETTERS.labels(name) for name in names}
        self._backlogs = backlogs
        self._work = {
            (each.work, state): metrics.WORK_ITEMS.labels(each.work, state)
            for each in backlogs
            for state in each.states
        }
        self._ages = {key: metrics.WORK_AGE.labels(*key) for key in self._work}
        pool: Any = serving.pool
        metrics.CONNECTIONS_IN_USE.set_function(pool.checkedout)

    async def run(self) -> None:
        """Updates the gauges forever."""
        while True:
            try:
                async with (
                    asyncio.timeout(LONGEST_LOOK_SECONDS),
                    self._engine.connect() as connection,
                ):
                    await self._look_at_outbox(connection)
                    await self._look_at_dead_letters(connection)
                    await self._look_at_locks(connection)
                    for backlog in self._backlogs:
                        await self._look_at_work(connection, backlog)
            except (*ERRORS, TimeoutError):
                for gauge in self._all():
                    gauge.set(math.nan)
            await asyncio.sleep(PAUSE_SECONDS)

    def _all(self) -> Iterator[Gauge]:
        """Yields what is unknown while the database does not answer."""
        yield from (metrics.OUTBOX_NOTICES, metrics.OUTBOX_AGE)
        yield from (metrics.LOCKS_WAITED_FOR, metrics.LOCK_AGE)
        for some in (self._dead, self._work, self._ages):
            yield from some.values()

    async def _look_at_outbox(self, connection: AsyncConnection) -> None:
        some = select(tables.outbox.c.sequence).limit(MOST_COUNTED).subquery()
        count = await connection.scalar(select(func.count()).select_from(some))
        announced = await oldest(connection)
        waited = 0.0 if announced is None else (self._clock.now() - announced).total_seconds()
        metrics.OUTBOX_NOTICES.set(count or 0)
        metrics.OUTBOX_AGE.set(max(0.0, waited))

    async def _look_at_dead_letters(self, connection: AsyncConnection) -> None:
        failure = tables.failure
        counted = select(failure.c.consumer, func.count()).where(failure.c.dead)
        rows = await connection.execute(counted.group_by(failure.c.consumer))
        counts = {row[0]: int(row[1]) for row in rows}
        counts[GONE] = sum(count for name, count in counts.items() if name not in self._dead)
        for name, gauge in self._dead.items():
            gauge.set(counts.get(name, 0))

    async def _look_at_locks(self, connection: AsyncConnection) -> None:
        waits, seconds = (await connection.execute(WAITS)).one()
        metrics.LOCKS_WAITED_FOR.set(waits)
        metrics.LOCK_AGE.set(seconds)

    async def _look_at_work(self, connection: AsyncConnection, backlog: Backlog) -> None:
        now = self._clock.now()
        found = await backlog.counted(connection, now)
        for state in backlog.states:
            count, since = found.get(state, (0, now))
            key = (backlog.work, state)
            self._work[key].set(count)
            self._ages[key].set(max(0.0, (now - since).total_seconds()))
