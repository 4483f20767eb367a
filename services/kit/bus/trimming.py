"""Trimming: removes from a service's stream what every consumer has handled.

Every replica of the owner looks now and then, and trims up to the place that all consumers had reached one
tail ago (BANYAN_STREAM_TAIL). A stream that is half full gives up its tail. While no consumer exists nothing is
trimmed: the first ones may still be starting.
"""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Sequence

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo, StreamInfo

from services.kit.bus.connection import Bus
from services.kit.process import metrics
from services.kit.process.config import ServiceSettings

log = logging.getLogger(__name__)
LOOKS_PER_TAIL = 60
LONGEST_PAUSE_SECONDS = 30.0
CROWDED = 0.5  # the tail is given up
NEARLY_FULL = 0.8  # operators are told


class Trimming:
    """Keeps the stream of a service short, and says how full it is.

    Args:
        bus: The connection.
        service: The name of the service and of its stream.
        settings: The tail, and the size of the stream.
    """

    def __init__(self, bus: Bus, service: str, settings: ServiceSettings) -> None:
        self._bus = bus
        self._service = service
        self._tail = settings.stream_tail
        self._pause = min(LONGEST_PAUSE_SECONDS, self._tail / LOOKS_PER_TAIL)
        self._most_bytes = settings.stream_max_bytes
        self._reached: deque[tuple[float, int]] = deque()
        self._was_nearly_full = False

    async def run(self) -> None:
        """Trims forever. Without a bus the fullness is unknown (NaN)."""
        while True:
            try:
                await self.look(await self._bus.jetstream())
            except (OSError, TimeoutError, NatsError) as error:
                metrics.STREAM_FULLNESS.set(math.nan)
                log.debug("the stream was not trimmed", extra={"error": type(error).__name__})
            await asyncio.sleep(self._pause)

    async def look(self, jetstream: JetStreamContext) -> None:
        """Trims once.

        Raises:
            nats.errors.Error: The bus does not answer, or has no such stream.
        """
        # The stream first: what a consumer has handled a moment later includes all of it.
        stream = await jetstream.stream_info(self._service)
        consumers = await consumers_of(jetstream, self._service)
        fullness = stream.state.bytes / self._most_bytes
        metrics.STREAM_FULLNESS.set(fullness)
        self._tell(fullness, stream, consumers)
        if not consumers:
            self._reached.clear()
            return
        handled = min(handled_by(each, stream) for each in consumers)
        place = handled if fullness >= CROWDED else self._reached_a_tail_ago(handled)
        if place >= stream.state.first_seq and stream.state.messages:
            await jetstream.purge_stream(self._service, seq=place + 1)

    def _reached_a_tail_ago(self, handled: int) -> int:
        """Notes what is handled by now. Returns what was handled one tail ago; 0 if that is not known."""
        now = asyncio.get_running_loop().time()
        if self._reached and handled < self._reached[-1][1]:
            self._reached.clear()  # a new consumer, or another stream: its tail begins now
        self._reached.append((now, handled))
        place = 0
        while self._reached and self._reached[0][0] <= now - self._tail:
            place = self._reached.popleft()[1]
        return place

    def _tell(self, fullness: float, stream: StreamInfo, consumers: Sequence[ConsumerInfo]) -> None:
        is_nearly_full = fullness >= NEARLY_FULL
        if is_nearly_full and not self._was_nearly_full:
            last = min(consumers, key=lambda each: handled_by(each, stream), default=None)
            log.warning(
                "the stream is nearly full: start the consumer that is furthest behind, remove it from NATS"
                " if its service is gone, or raise BANYAN_STREAM_MAX_BYTES",
                extra={
                    "stream": self._service,
                    "percent": round(100 * fullness),
                    "furthest_behind": last.name if last else "",
                },
            )
        self._was_nearly_full = is_nearly_full


async def consumers_of(jetstream: JetStreamContext, stream: str) -> list[ConsumerInfo]:
    """Returns the durable consumers of a stream. Others read along and have no claim to old notices."""
    found: list[ConsumerInfo] = []
    while page := await jetstream.consumers_info(stream, offset=len(found)):
        found += page
    return [each for each in found if each.config.durable_name]


def handled_by(consumer: ConsumerInfo, stream: StreamInfo) -> int:
    """Returns the place up to which a consumer has handled everything that it is to handle."""
    if not consumer.num_pending and not consumer.num_ack_pending:
        # The place of its last acknowledgement says nothing of notices that are not for it.
        return stream.state.last_seq
    return consumer.ack_floor.stream_seq if consumer.ack_floor else 0
