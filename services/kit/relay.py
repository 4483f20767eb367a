"""The relay: publishes what the outbox holds, in order, at least once.

    lock → select in order → publish → await every acknowledgement → delete → commit

The lock is of the transaction, so that only one replica publishes and a stuck one loses it by
`idle_in_transaction_session_timeout` (a lock of the session would stay with it). Rows are taken by
being there, never by "sequence larger than the last": a sequence is drawn before its transaction
commits. A crash before the delete publishes again; the bus drops the repeat by its id, and what slips
through is dropped by the consumer's `seen`.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import nats.errors
from nats.js import JetStreamContext
from nats.js.errors import NoStreamResponseError
from opentelemetry.trace import SpanKind
from sqlalchemy import Row, delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit import metrics, tables, telemetry
from services.kit.backoff import Backoff
from services.kit.bus import REQUEST_TIMEOUT_SECONDS, Bus
from services.kit.config import ServiceSettings
from services.kit.database import ERRORS
from services.kit.streams import declare_stream

log = logging.getLogger(__name__)
BATCH = 256
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('banyan.relay', 0))")
_FAILURES = (*ERRORS, TimeoutError, nats.errors.Error)


class Relay:
    """Publishes the outbox of a service.

    Args:
        engine: The database.
        bus: Where to publish.
        service: The name of the service, which is that of its stream.
        settings: How often to look without being woken.
    """

    def __init__(
        self, engine: AsyncEngine, bus: Bus, service: str, settings: ServiceSettings
    ) -> None:
        self._engine = engine
        self._bus = bus
        self._service = service
        self._settings = settings
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Says that a transaction has committed notices."""
        self._wake.set()

    async def run(self) -> None:
        """Publishes for ever, waiting longer after each failure."""
        backoff = Backoff(first=0.1, longest=5.0)
        while True:
            try:
                await self._run_until_failure(backoff)
            except* NoStreamResponseError:
                log.warning("the stream is gone; declaring it again")
                await backoff.wait()
            except* _FAILURES as failures:
                names = {type(error).__name__ for error in failures.exceptions}
                log.warning("notices wait in the outbox", extra={"errors": sorted(names)})
                await backoff.wait()

    async def _run_until_failure(self, backoff: Backoff) -> None:
        await declare_stream(await self._bus.jetstream(), self._service, self._settings)
        while True:
            if not await self.publish_batch():
                await self._pause()
            backoff.reset()

    async def publish_batch(self) -> bool:
        """Publishes one batch; tells whether there was one, so that there may be more."""
        # A line that has gone silent is not an error by itself; it is waited on for ever.
        bound = self._settings.statement_timeout + REQUEST_TIMEOUT_SECONDS
        async with asyncio.timeout(bound), self._engine.begin() as connection:
            await connection.execute(_LOCK)
            rows = (
                await connection.execute(
                    select(tables.outbox).order_by(tables.outbox.c.sequence).limit(BATCH)
                )
            ).all()
            if not rows:
                return False
            await self._publish(rows)
            await _delete(connection, [row.sequence for row in rows])
        metrics.NOTICES_PUBLISHED.inc(len(rows))
        return True

    async def _publish(self, rows: Sequence[Row[Any]]) -> None:
        jetstream = await self._bus.jetstream()
        # Tasks start in the order in which they are made, so the bus sees that order. No TaskGroup: that
        # of Python 3.11.2 leaves us marked as being cancelled when one fails, and the next time limit that
        # is reached would end the relay.
        publishing = [asyncio.create_task(_publish_one(jetstream, row)) for row in rows]
        ends = await asyncio.gather(*publishing, return_exceptions=True)
        # One that was cancelled, not by us, has been acknowledged by nobody.
        errors = [
            end
            if isinstance(end, Exception)
            else ConnectionError("the bus has given up on a notice")
            for end in ends
            if isinstance(end, BaseException)
        ]
        if errors:
            raise ExceptionGroup("notices that were not acknowledged", errors)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._settings.relay_poll):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


async def _publish_one(jetstream: JetStreamContext, row: Row[Any]) -> None:
    # The notice keeps the trace context with which it was announced: what follows from it follows
    # from that work, whoever published it and however often.
    with telemetry.message(SpanKind.PRODUCER, row.subject, row.headers):
        await jetstream.publish(row.subject, row.payload, headers=dict(row.headers))


async def _delete(connection: AsyncConnection, sequences: list[int]) -> None:
    await connection.execute(delete(tables.outbox).where(tables.outbox.c.sequence.in_(sequences)))


async def oldest(connection: AsyncConnection) -> datetime | None:
    """Returns when the oldest waiting notice was announced, or None where none waits."""
    headers = (
        await connection.execute(
            select(tables.outbox.c.headers).order_by(tables.outbox.c.sequence).limit(1)
        )
    ).scalar_one_or_none()
    return None if headers is None else datetime.fromisoformat(headers["ce-time"])
