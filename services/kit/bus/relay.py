"""The relay: publishes the outbox, in order and at least once.

    lock → select in order → publish → await every acknowledgement → delete → commit

The lock travels with BEGIN and the delete with COMMIT, so a batch takes three round trips to the database. The
commit does not wait for the disk: a crash of PostgreSQL at worst undoes the delete, as a crash of ours before it
does, and the next notices need not wait.

The lock belongs to the transaction, so only one replica publishes, and a stuck one loses the lock by
`idle_in_transaction_session_timeout` (it would keep a session lock). The relay selects all rows, never
"sequence larger than the last", because a transaction draws its sequence before it commits. A crash
before the delete publishes again. The bus drops the repeat by its ID, and the consumer's `seen` drops
any that the bus misses.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from opentelemetry.trace import SpanKind
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.bus.connection import REQUEST_TIMEOUT_SECONDS, Bus
from services.kit.bus.state import BusState, Trouble, trouble_with
from services.kit.bus.streams import declare_stream
from services.kit.process import metrics, telemetry
from services.kit.process.backoff import Backoff
from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.database import ERRORS, why_away
from services.kit.work.notices import TIME_HEADER
from services.kit.work.transaction import opened

log = logging.getLogger(__name__)
BATCH = 256
_LOCK = (
    "SET LOCAL synchronous_commit = off;"
    " SELECT pg_advisory_xact_lock(hashtextextended('banyan.relay', 0))"
)
_NEXT = "SELECT sequence, subject, headers, payload FROM outbox ORDER BY sequence LIMIT $1"

_OF_THE_BUS = (NatsError, OSError)  # a TimeoutError is an OSError


class NotPublished(ExceptionGroup[Exception]):
    """What the bus said, or did not say, about notices that stay in the outbox."""


@contextmanager
def _from_the_bus(what: str) -> Iterator[None]:
    """Marks errors in the block as those of the bus; the database has some of the same classes.

    Raises:
        NotPublished: The bus failed.
    """
    try:
        yield
    except _OF_THE_BUS as error:
        raise NotPublished(what, [error]) from error


class Waiting(NamedTuple):
    """A notice in the outbox.

    Attributes:
        sequence: Its place.
        subject: Its subject.
        headers: Its headers.
        payload: The resource, serialized.
    """

    sequence: int
    subject: str
    headers: Mapping[str, str]
    payload: bytes


class Relay:
    """Publishes the outbox of a service.

    Args:
        engine: The database.
        bus: The connection to publish on.
        service: The name of the service and of its stream.
        settings: The interval of polling.
    """

    def __init__(
        self, engine: AsyncEngine, bus: Bus, service: str, settings: ServiceSettings
    ) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._bus = bus
        self._service = service
        self._settings = settings
        self._wake = asyncio.Event()
        self._note_state(BusState.AWAY)

    def wake(self) -> None:
        """Signals that a transaction has committed notices."""
        self._wake.set()

    @property
    def state(self) -> BusState:
        """Whether notices can be published, as far as is known."""
        return self._state if self._bus.is_connected else BusState.AWAY

    async def run(self) -> None:
        """Publishes forever, with backoff after failures."""
        backoff = Backoff(first=0.1, longest=5.0)
        while True:
            try:
                await self._run_until_failure(backoff)
            except NotPublished as failure:
                await self._note_trouble(failure.exceptions)
            except (*ERRORS, TimeoutError) as error:
                log.warning("notices wait in the outbox: the database: %s", why_away(error))
            await backoff.wait()

    async def _run_until_failure(self, backoff: Backoff) -> None:
        with _from_the_bus("the stream was not declared"):
            await declare_stream(await self._bus.jetstream(), self._service, self._settings)
        self._note_state(BusState.READY)
        while True:
            published = await self.publish_batch()
            backoff.reset()
            # After a part of a batch nothing is left but what wakes us, or another replica.
            if published < BATCH:
                await self._pause()

    async def _note_trouble(self, errors: Sequence[Exception]) -> None:
        try:
            jetstream = await self._bus.jetstream()
        except NatsError as error:
            trouble = Trouble(BusState.AWAY, f"NATS cannot be reached ({type(error).__name__})")
        else:
            trouble = await trouble_with(jetstream, errors, self._service, self._settings)
        self._note_state(trouble.state)
        log.warning("notices wait in the outbox: %s", trouble.remedy, extra={"bus": trouble.state})

    def _note_state(self, state: BusState) -> None:
        self._state = state
        metrics.BUS.state(state)

    async def publish_batch(self) -> int:
        """Publishes one batch. Returns how many notices it had."""
        # A silent connection raises no error by itself, and would be awaited forever.
        bound = self._settings.statement_timeout + REQUEST_TIMEOUT_SECONDS
        async with asyncio.timeout(bound), opened(self._engine) as transaction:
            await transaction.begin(_LOCK)
            rows = [Waiting(*row) for row in await transaction.fetch(_NEXT, [BATCH])]
            if not rows:
                return 0
            await self._publish(rows)
            published = ", ".join(str(row.sequence) for row in rows)
            await transaction.commit(f"DELETE FROM outbox WHERE sequence IN ({published})")  # noqa: S608 # numbers
        metrics.NOTICES_PUBLISHED.inc(len(rows))
        return len(rows)

    async def _publish(self, rows: Sequence[Waiting]) -> None:
        with _from_the_bus("there is no connection"):
            jetstream = await self._bus.jetstream()
        # Tasks start in the order of their creation, so the bus sees that order. No TaskGroup: the one
        # of Python 3.11.2 leaves us marked as being cancelled when one fails, and the next time limit that
        # is reached would end the relay.
        publishing = [asyncio.create_task(_publish_one(jetstream, row)) for row in rows]
        ends = await asyncio.gather(*publishing, return_exceptions=True)
        # A task that a library cancelled has no acknowledgement.
        errors = [
            end
            if isinstance(end, Exception)
            else ConnectionError("the bus has given up on a notice")
            for end in ends
            if isinstance(end, BaseException)
        ]
        if faults := [each for each in errors if not isinstance(each, _OF_THE_BUS)]:
            raise ExceptionGroup("notices that nobody can publish", faults)
        if errors:
            raise NotPublished("notices that were not acknowledged", errors)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._settings.relay_poll):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


async def _publish_one(jetstream: JetStreamContext, row: Waiting) -> None:
    # The notice keeps the trace context with which it was announced: what follows from it follows
    # from that work, whoever published it and however often.
    with telemetry.message(SpanKind.PRODUCER, row.subject, row.headers):
        await jetstream.publish(row.subject, row.payload, headers=dict(row.headers))


async def oldest(connection: AsyncConnection) -> datetime | None:
    """Returns when the oldest notice in the outbox was announced, or None if it is empty."""
    headers = (
        await connection.execute(
            select(tables.outbox.c.headers).order_by(tables.outbox.c.sequence).limit(1)
        )
    ).scalar_one_or_none()
    return None if headers is None else datetime.fromisoformat(headers[TIME_HEADER])
