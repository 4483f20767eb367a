"""Readings that several subscribers share: who holds the same passport sees the same.

A change of a resource that many people watch is one notice to each of them. A reading that began
after the notice had arrived shows at least that change, and serves everybody who would ask the same
with the same passport, which all that are nobody in particular do.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from google.protobuf.message import Message

# For how long what was read tells what may be seen.
FRESH_SECONDS = 1.0

Call = Callable[[Message, type[Message], str], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer of a service, under way or there.

    Attributes:
        begun: When it was asked for, in the time of the event loop.
        answer: What was answered.
    """

    begun: float
    answer: asyncio.Task[Message]

    @property
    def is_fresh(self) -> bool:
        """Whether it still tells what may be seen."""
        return asyncio.get_running_loop().time() - self.begun < FRESH_SECONDS


class Readings:
    """Asks the services on behalf of subscribers, each question once for a moment.

    Args:
        call: Sends a request with a passport.
        capacity: How many readings are remembered.
    """

    def __init__(self, call: Call, *, capacity: int = 1000) -> None:
        self._call = call
        self._capacity = capacity
        self._readings: OrderedDict[tuple[str, str, bytes], Reading] = OrderedDict()

    async def read(
        self, request: Message, answer_type: type[Message], passport: str, since: float
    ) -> Reading:
        """Returns a finished reading that began at this moment or later.

        Raises:
            DomainError: What the service raised.
        """
        key = (passport, request.DESCRIPTOR.full_name, request.SerializeToString())
        reading = self._readings.get(key)
        if reading is None or reading.begun < since or not reading.is_fresh:
            now = asyncio.get_running_loop().time()
            reading = Reading(now, asyncio.create_task(self._ask(request, answer_type, passport)))
            reading.answer.add_done_callback(_forget_outcome)
            self._readings[key] = reading
            self._readings.move_to_end(key)
            while len(self._readings) > self._capacity:
                self._readings.popitem(last=False)
        # A subscriber who goes away must not end the reading for the others.
        await asyncio.shield(reading.answer)
        return reading

    async def _ask(self, request: Message, answer_type: type[Message], passport: str) -> Message:
        return await self._call(request, answer_type, passport)


def _forget_outcome(task: asyncio.Task[Message]) -> None:
    """Looks at the outcome, so that an error which nobody awaits any more is not complained of."""
    if not task.cancelled():
        task.exception()
