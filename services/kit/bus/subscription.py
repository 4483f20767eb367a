"""Subscriptions: the notices of a consumer, as the bus delivers them.

What is pending, up to 64 notices, is handled in one transaction. If it fails because of one of them, each gets a
transaction of its own, and so does a notice that was delivered before.
"""

import asyncio
import contextlib
import logging
import math
from collections.abc import Sequence

import nats.errors
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import Error as JetStreamError

from services.kit.bus.connection import Bus
from services.kit.bus.consumers import Consumer, Handling
from services.kit.process import metrics, telemetry
from services.kit.process.backoff import Backoff
from services.kit.process.config import ServiceSettings
from services.kit.work.database import (
    is_contention,
    is_infrastructure,
    may_pass_at_once,
    took_too_long,
)
from services.kit.work.notices import Notice, read_notice, require_schema
from services.kit.work.unit import Units

log = logging.getLogger(__name__)
Delivery = tuple[Notice, Msg]
FETCH_SECONDS = 2.0
REST_SECONDS = 0.05  # what is pending is already on its way
BATCH = 64
# Notices that wait for a retry count too: at this number, nothing else is delivered.
MAX_ACK_PENDING = 1000
RESULTS = ("handled", "repeated", "failed", "dead", "delayed", "refused")


def subject_of(consumer: Consumer) -> str:
    """Returns the pattern of the subjects of a consumer's notices."""
    return f"banyan.{consumer.stream}.{consumer.resource}.>"


class Subscription:
    """Runs one consumer: the bus side.

    Args:
        consumer: The consumer.
        bus: The connection that delivers its notices.
        units: Runs the units of work.
        settings: Delays and the number of errors before a dead letter.
    """

    def __init__(
        self, consumer: Consumer, bus: Bus, units: Units, settings: ServiceSettings
    ) -> None:
        self._consumer = consumer
        self._bus = bus
        self._settings = settings
        self._most = (
            BATCH  # how many to take next: one after a failure, and then twice as many each time
        )
        self._handling = Handling(consumer, units, settings)
        self._results = {
            result: metrics.NOTICES_HANDLED.labels(consumer.name, result) for result in RESULTS
        }
        self._delays = metrics.NOTICE_DELAY.labels(consumer.name)
        self._clock = units.clock
        self._pending = metrics.NOTICES_PENDING.labels(consumer.name)
        self._pending.set(math.nan)

    async def run(self) -> None:
        """Handles notices forever. Waits for the bus and for the owner's stream."""
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
        """Creates or updates the durable consumer. Fails if the stream does not exist."""
        jetstream = await self._bus.jetstream()
        consumer = self._consumer
        await jetstream.add_consumer(
            consumer.stream,
            ConsumerConfig(
                # With both names the request names the filter, so that NATS can say who may ask for it.
                name=consumer.name,
                durable_name=consumer.name,
                filter_subject=subject_of(consumer),
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=self._settings.ack_wait,
                max_deliver=-1,
                max_ack_pending=MAX_ACK_PENDING,
            ),
        )
        return await jetstream.pull_subscribe_bind(consumer=consumer.name, stream=consumer.stream)

    async def _handle_next(self, messages: JetStreamContext.PullSubscription) -> None:
        try:
            (first,) = await messages.fetch(1, timeout=FETCH_SECONDS)
        except TimeoutError:
            # Fails if the consumer was deleted, so that it is declared again.
            self._pending.set((await messages.consumer_info()).num_pending or 0)
            return
        most = min(first.metadata.num_pending, self._most - 1)
        taken = [first, *await _rest(messages, most)]
        self._pending.set(taken[-1].metadata.num_pending)
        deliveries = [each for message in taken if (each := await self._read(message))]
        handling = asyncio.ensure_future(self._handle(deliveries))
        try:
            await asyncio.shield(handling)
        except asyncio.CancelledError:
            await _finish(handling)
            raise

    async def _read(self, message: Msg) -> Delivery | None:
        try:
            notice = read_notice(message.subject, message.headers or {}, message.data)
            require_schema(notice.headers, self._consumer.message)
        except ValueError:
            log.exception("not a notice", extra={"subject": message.subject})
            self._results["refused"].inc()
            await message.term()
            return None
        return notice, message

    async def _handle(self, deliveries: Sequence[Delivery]) -> None:
        """Handles notices together, or one by one if that fails or has failed before."""
        fresh = [each for each in deliveries if each[1].metadata.num_delivered == 1]
        alone = [each for each in deliveries if each[1].metadata.num_delivered != 1]
        if len(fresh) < 2 or not await self._settle_all(fresh):
            alone += fresh
        for notice, message in alone:
            await self._settle(notice, message)

    async def _settle_all(self, deliveries: Sequence[Delivery]) -> bool:
        """Returns whether the notices are settled; if not, one of them stands in the way of the others."""
        try:
            new = await self._handling.apply_all([notice for notice, _ in deliveries])
        except Exception as error:
            self._most = 1
            if is_contention(error) or not may_pass_at_once(error):
                return False
            await self._delay_all([message for _, message in deliveries])
            return True
        self._most = min(2 * self._most, BATCH)
        for notice, message in deliveries:
            self._count(notice, is_new=notice.id in new)
            await message.ack()
        return True

    async def _settle(self, notice: Notice, message: Msg) -> None:
        try:
            is_new = await self._handling.apply(notice)
        except Exception as error:
            if is_infrastructure(error):
                # Other notices wait during an attempt, so a slow one is retried less and less often.
                seldom = message.metadata.num_delivered if took_too_long(error) else 1
                await self._delay_all([message], seldom)
            else:
                await self._count_failure(notice, message, error)
        else:
            self._most = min(2 * self._most, BATCH)
            self._count(notice, is_new=is_new)
            await message.ack()  # one that is lost is a repeat, and a repeat has no effect

    def _count(self, notice: Notice, *, is_new: bool) -> None:
        """Counts a notice that is settled, and how long after its announcement it had its effect."""
        self._results["handled" if is_new else "repeated"].inc()
        if is_new:
            waited = (self._clock.now() - notice.announce_time).total_seconds()
            self._delays.observe(max(0.0, waited), telemetry.exemplar(notice.headers))

    async def _delay_all(self, messages: Sequence[Msg], errors: int = 1) -> None:
        log.warning("the database cannot be used", extra={"consumer": self._consumer.name})
        for message in messages:
            self._results["delayed"].inc()
            await message.nak(delay=self._delay(errors))

    async def _count_failure(self, notice: Notice, message: Msg, error: Exception) -> None:
        """Records an error of the handler, then delays the notice or gives up."""
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


async def _rest(messages: JetStreamContext.PullSubscription, most: int) -> list[Msg]:
    """Takes what is pending, without waiting for more; another replica may have been faster."""
    if most < 1:
        return []
    try:
        return await messages.fetch(most, timeout=REST_SECONDS)
    except TimeoutError:
        return []


async def _finish(task: asyncio.Future[None]) -> None:
    """Completes the notice in hand, even if it is cancelled repeatedly."""
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({task})
