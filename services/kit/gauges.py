"""Gauges of a service: what stands in its database, looked at every few seconds.

What cannot be asked at the moment is NaN: an old number would tell that all is well.
"""

import asyncio
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit import metrics, tables
from services.kit.clock import Clock
from services.kit.consumers import Consumer
from services.kit.database import ERRORS
from services.kit.relay import oldest

PAUSE_SECONDS = 5.0
LONGEST_LOOK_SECONDS = 5.0
MOST_COUNTED = 10_000  # an outbox that is full must not be read for its size


class Gauges:
    """Keeps the gauges of a service.

    Args:
        engine: Its database.
        clock: What time it is.
        consumers: Its consumers.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, consumers: Sequence[Consumer]) -> None:
        self._engine = engine
        self._clock = clock
        self._dead = {each.name: metrics.DEAD_LETTERS.labels(each.name) for each in consumers}
        pool: Any = engine.pool
        metrics.CONNECTIONS_IN_USE.set_function(pool.checkedout)

    async def run(self) -> None:
        """Looks for ever."""
        while True:
            try:
                async with (
                    asyncio.timeout(LONGEST_LOOK_SECONDS),
                    self._engine.connect() as connection,
                ):
                    await self._look_at_outbox(connection)
                    await self._look_at_dead_letters(connection)
            except (*ERRORS, TimeoutError):
                for gauge in (metrics.OUTBOX_NOTICES, metrics.OUTBOX_AGE, *self._dead.values()):
                    gauge.set(math.nan)
            await asyncio.sleep(PAUSE_SECONDS)

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
        for name, gauge in self._dead.items():
            gauge.set(counts.get(name, 0))
