"""Consumers: what a service does about the notices of others, once for each version it has seen.

    begin → claim (consumer, resource, version) → handler → commit → acknowledge

The claim is an upsert that only moves forward, so repeats, reordering and replays have no effect
twice. If the process dies between commit and acknowledgement, the notice comes again and finds its
version seen. An error of the infrastructure delays the notice for ever; an error of the handler is
counted, and after eight the notice is set aside as a dead letter so that others can pass.
"""

import asyncio
import contextlib
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import nats.errors
from google.protobuf.message import Message
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import Error as JetStreamError
from opentelemetry.trace import SpanKind
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import metrics, tables, telemetry
from services.kit.backoff import Backoff
from services.kit.bus import Bus
from services.kit.config import ServiceSettings
from services.kit.database import ERRORS, is_infrastructure, may_pass_at_once, took_too_long
from services.kit.deadline import DEFAULT_SECONDS
from services.kit.notices import Notice, read_notice
from services.kit.passport import Caller
from services.kit.unit import Units, retried, write_audit
from services.kit.work import Work

log = logging.getLogger(__name__)
FETCH_SECONDS = 2.0
# What waits for its next attempt counts too: once there is so much of it, nothing else is delivered.
MAX_ACK_PENDING = 1000
RESULTS = ("handled", "repeated", "failed", "dead", "delayed", "refused")


@dataclass(frozen=True, slots=True)
class Consumer:
    """A stable name, a kind of notice, and what to do about it.

    Attributes:
        name: The name, for ever: the bus and the table of seen versions know it by this.
        stream: The service whose notices it takes.
        resource: The resource, such as "person".
        message: The class of the payload.
        handler: Gets the resource as it is after the change, and the work.
    """

    name: str
    stream: str
    resource: str
    message: type[Message]
    handler: Callable[[Any, Work], Awaitable[None]]


class Handling:
    """Does what one consumer does about a notice: the side of the database.

    Args:
        consumer: What to do.
        units: Runs its units of work.
        settings: The number of errors before a dead letter.
    """

    def __init__(self, consumer: Consumer, units: Units, settings: ServiceSettings) -> None:
        self._consumer = consumer
        self._units = units
        self._settings = settings
        self._caller = Caller(principal_id=f"consumer:{consumer.name}")

    async def apply(self, notice: Notice) -> bool:
        """Runs the handler in one transaction, and again where it lost a race.

        Returns:
            Whether it ran: not where this version, or a later one, was seen before.

        Raises:
            Exception: What the handler, or the database, raised; nothing was changed then.
        """
        resource = self._consumer.message.FromString(notice.payload)

        async def once() -> tuple[bool, Work]:
            async with (
                asyncio.timeout(DEFAULT_SECONDS),
                self._units.writing() as session,
                session.begin(),
            ):
                work = self._units.work(session, self._caller)
                if is_new := await self._claim(session, notice):
                    await self._consumer.handler(resource, work)
                    await session.flush()
                    if work.changes.rows:  # what the service owns has changed, not a projection
                        await write_audit(work, notice.subject)
                await self._forget_failure(session, notice)
                return is_new, work

        is_new, work = await retried(once, may_pass_at_once)
        self._units.committed(work)
        return is_new

    async def _claim(self, session: AsyncSession, notice: Notice) -> bool:
        """Tells whether the version is newer than what was seen, and marks it as seen."""
        seen = tables.seen
        new = upsert(seen).values(
            consumer=self._consumer.name, resource_id=notice.resource_id, version=notice.version
        )
        claimed = await session.execute(
            new.on_conflict_do_update(
                index_elements=[seen.c.consumer, seen.c.resource_id],
                set_={"version": new.excluded.version},
                where=seen.c.version < new.excluded.version,
            ).returning(seen.c.version)
        )
        return claimed.first() is not None

    async def note_failure(self, notice: Notice, error: Exception) -> int:
        """Notes an error of the handler, in a transaction of its own.

        Returns:
            How many there were by now.
        """
        failure = tables.failure
        new = upsert(failure).values(
            consumer=self._consumer.name,
            notice_id=notice.id,
            subject=notice.subject,
            headers=dict(notice.headers),
            payload=notice.payload,
            errors=1,
            last_error=type(error).__qualname__,
            dead=self._settings.handler_attempts <= 1,
            update_time=self._units.clock.now(),
        )
        counted = failure.c.errors + 1
        statement = new.on_conflict_do_update(
            index_elements=[failure.c.consumer, failure.c.notice_id],
            set_={
                "errors": counted,
                "last_error": new.excluded.last_error,
                "dead": counted >= self._settings.handler_attempts,
                "update_time": new.excluded.update_time,
            },
        ).returning(failure.c.errors)
        try:
            async with self._units.writing() as session, session.begin():
                return int((await session.execute(statement)).scalar_one())
        except ERRORS:
            log.warning("a failure could not be noted", extra={"notice": notice.id})
            return 1

    async def _forget_failure(self, session: AsyncSession, notice: Notice) -> None:
        failed = tables.failure.c
        mine = (failed.consumer == self._consumer.name, failed.notice_id == notice.id)
        await session.execute(delete(tables.failure).where(*mine))


class Subscription:
    """Runs one consumer: the side of the bus.

    Args:
        consumer: What to run.
        bus: Where its notices come from.
        units: Runs its units of work.
        settings: Delays and the number of errors before a dead letter.
    """

    def __init__(
        self, consumer: Consumer, bus: Bus, units: Units, settings: ServiceSettings
    ) -> None:
        self._consumer = consumer
        self._bus = bus
        self._settings = settings
        self._handling = Handling(consumer, units, settings)
        self._results = {
            result: metrics.NOTICES_HANDLED.labels(consumer.name, result) for result in RESULTS
        }
        self._pending = metrics.NOTICES_PENDING.labels(consumer.name)
        self._pending.set(math.nan)

    async def run(self) -> None:
        """Handles notices for ever; waits for the bus and for the owner's stream to be there."""
        backoff = Backoff(first=0.1, longest=2.0)
        while True:
            try:
                messages = await self._declare()
                backoff.reset()
                try:
                    while True:
                        await self._handle_next(messages)
                finally:
                    with contextlib.suppress(nats.errors.Error):
                        await messages.unsubscribe()
            except (OSError, TimeoutError, nats.errors.Error, JetStreamError) as error:
                log.info(
                    "consumer waits",
                    extra={"consumer": self._consumer.name, "error": type(error).__name__},
                )
                self._pending.set(math.nan)
                await backoff.wait()

    async def _declare(self) -> JetStreamContext.PullSubscription:
        """Creates the durable consumer, or brings it up to date; fails while there is no stream."""
        jetstream = await self._bus.jetstream()
        consumer = self._consumer
        await jetstream.add_consumer(
            consumer.stream,
            ConsumerConfig(
                durable_name=consumer.name,
                filter_subject=f"banyan.{consumer.stream}.{consumer.resource}.>",
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=self._settings.ack_wait,
                max_deliver=-1,
                max_ack_pending=MAX_ACK_PENDING,
            ),
        )
        return await jetstream.pull_subscribe_bind(consumer=consumer.name, stream=consumer.stream)

    async def _handle_next(self, messages: JetStreamContext.PullSubscription) -> None:
        try:
            # One at a time: a larger fetch holds what it has until the batch is full.
            (message,) = await messages.fetch(1, timeout=FETCH_SECONDS)
        except TimeoutError:
            # Fails if the consumer is gone, so that it comes back.
            self._pending.set((await messages.consumer_info()).num_pending or 0)
            return
        self._pending.set(message.metadata.num_pending)
        try:
            notice = read_notice(message.subject, message.headers or {}, message.data)
        except ValueError:
            log.exception("not a notice", extra={"subject": message.subject})
            self._results["refused"].inc()
            await message.term()
            return
        handling = asyncio.ensure_future(self._handle(notice, message))
        try:
            await asyncio.shield(handling)
        except asyncio.CancelledError:
            await _finish(handling)
            raise

    async def _handle(self, notice: Notice, message: Msg) -> None:
        with telemetry.message(
            SpanKind.CONSUMER, notice.subject, notice.headers, self._consumer.name
        ):
            await self._settle(notice, message)

    async def _settle(self, notice: Notice, message: Msg) -> None:
        try:
            is_new = await self._handling.apply(notice)
        except Exception as error:
            telemetry.fail(type(error).__qualname__)
            if is_infrastructure(error):
                self._results["delayed"].inc()
                log.warning("database cannot be reached", extra={"consumer": self._consumer.name})
                # Others wait while it is tried: what takes too long is tried ever more seldom.
                seldom = message.metadata.num_delivered if took_too_long(error) else 1
                await message.nak(delay=self._delay(seldom))
            else:
                await self._count_failure(notice, message, error)
        else:
            self._results["handled" if is_new else "repeated"].inc()
            await message.ack_sync()

    async def _count_failure(self, notice: Notice, message: Msg, error: Exception) -> None:
        """Notes an error of the handler, in a transaction of its own, and delays or gives up."""
        errors = await self._handling.note_failure(notice, error)
        dead = errors >= self._settings.handler_attempts
        self._results["dead" if dead else "failed"].inc()
        log.error(
            "dead letter" if dead else "a notice could not be handled",
            exc_info=error,
            extra={"consumer": self._consumer.name, "subject": notice.subject, "errors": errors},
        )
        if dead:
            await message.term()
        else:
            await message.nak(delay=self._delay(errors))

    def _delay(self, errors: int) -> float:
        delays = self._settings.redelivery_delays
        return delays[min(errors, len(delays)) - 1]


async def _finish(task: asyncio.Future[None]) -> None:
    """Brings to its end what has begun, however often we are told to stop meanwhile."""
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({task})
