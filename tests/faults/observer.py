"""What the bus holds, seen directly: not through a proxy, and not with the eyes of a service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import nats
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.kit.bus.consumers import Consumer
from services.kit.work.notices import Notice, read_notice


@dataclass(frozen=True)
class Observer:
    """Looks at streams and consumers.

    Attributes:
        jetstream: The JetStream of a connection of its own.
    """

    jetstream: JetStreamContext

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["Observer"]:
        """Connects for the time of the block."""
        client = await nats.connect(url)
        try:
            yield cls(client.jetstream())
        finally:
            await client.close()

    async def count(self, stream: str) -> int:
        """Returns how many notices a stream holds; none while there is no stream."""
        try:
            return (await self.jetstream.stream_info(stream)).state.messages
        except NotFoundError:
            return 0

    async def has_stream(self, stream: str) -> bool:
        """Tells whether a stream has been declared."""
        return stream in [each.config.name for each in await self.jetstream.streams_info()]

    async def has_notice(self, stream: str, subject: str) -> bool:
        """Tells whether a stream holds a notice under a subject."""
        try:
            await self.jetstream.get_last_msg(stream, subject)
        except NotFoundError:
            return False
        return True

    async def notices(self, stream: str) -> list[Notice]:
        """Returns all notices of a stream, in the order in which it took them."""
        state = (await self.jetstream.stream_info(stream)).state
        found = []
        for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
            message = await self.jetstream.get_msg(stream, sequence)
            found.append(
                read_notice(message.subject or "", message.headers or {}, message.data or b"")
            )
        return found

    async def waiting(self, consumer: Consumer) -> int:
        """Returns how many notices a consumer has not been given yet."""
        state = await self.jetstream.consumer_info(consumer.stream, consumer.name)
        return state.num_pending or 0

    async def last_given(self, consumer: Consumer) -> int:
        """Returns the number in its stream of the newest notice that a consumer was given; 0 if none was."""
        try:
            state = await self.jetstream.consumer_info(consumer.stream, consumer.name)
        except NotFoundError:
            return 0
        return state.delivered.stream_seq if state.delivered else 0

    async def is_done(self, consumer: Consumer) -> bool:
        """Tells whether a consumer has got, and acknowledged, all that there is for it."""
        try:
            state = await self.jetstream.consumer_info(consumer.stream, consumer.name)
        except NotFoundError:
            return False  # it was lost with its stream, and is about to declare itself again
        return (state.num_pending, state.num_ack_pending) == (0, 0)
