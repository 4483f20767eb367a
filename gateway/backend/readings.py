"""Reads shared by several subscribers, because callers with the same passport and language see the same.

A change of a resource with many watchers is one notice for each of them. A read that started after the
notice arrived includes that change, and serves everyone who would ask the same with the same passport.
All anonymous callers share one passport.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from google.protobuf.message import Message

from services.kit.language import spoken

# The seconds during which a reading still decides what may be seen.
FRESH_SECONDS = 1.0

Call = Callable[[Message, type[Message], str], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer of a service, pending or received.

    Attributes:
        begun: When the call started, in event-loop time.
        answer: The answer.
    """

    begun: float
    answer: asyncio.Task[Message]

    @property
    def is_fresh(self) -> bool:
        """Whether it still decides what may be seen."""
        return asyncio.get_running_loop().time() - self.begun < FRESH_SECONDS


class Readings:
    """Calls the services on behalf of subscribers, and shares the answers for a moment.

    Args:
        call: Sends a request with a passport.
        capacity: The number of cached readings.
    """

    def __init__(self, call: Call, *, capacity: int = 1000) -> None:
        self._call = call
        self._capacity = capacity
        self._readings: OrderedDict[tuple[str, str, str, bytes], Reading] = OrderedDict()

    async def read(
        self, request: Message, answer_type: type[Message], passport: str, since: float
    ) -> Reading:
        """Returns a completed reading that started at this time or later.

        Raises:
            DomainError: The error of the service.
        """
        kind = request.DESCRIPTOR.full_name
        key = (passport, spoken(), kind, request.SerializeToString())
        reading = self._readings.get(key)
        if reading is None or reading.begun < since or not reading.is_fresh:
            now = asyncio.get_running_loop().time()
            reading = Reading(now, asyncio.create_task(self._ask(request, answer_type, passport)))
            reading.answer.add_done_callback(_forget_outcome)
            self._readings[key] = reading
            self._readings.move_to_end(key)
            while len(self._readings) > self._capacity:
                self._readings.popitem(last=False)
        # A subscriber who disconnects must not cancel the reading for the others.
        await asyncio.shield(reading.answer)
        return reading

    async def _ask(self, request: Message, answer_type: type[Message], passport: str) -> Message:
        return await self._call(request, answer_type, passport)


def _forget_outcome(task: asyncio.Task[Message]) -> None:
    """Retrieves the outcome, so that asyncio does not report an error that nobody awaits."""
    if not task.cancelled():
        task.exception()
