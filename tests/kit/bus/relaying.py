"""A relay at work, for the tests about it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.connection import Bus
from services.kit.bus.relay import Relay
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.process.tasks import end
from services.kit.work.database import create_engine
from services.kit.work.unit import Units
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named


class Relaying:
    """A relay that runs, on an engine and a connection of its own.

    Attributes:
        relay: The relay.
        published: The sequences of the rows that it has published, repeats included.
    """

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.published: list[int] = []
        self._publish = relay._publish
        relay._publish = self._noting  # type: ignore[method-assign] # it notes and passes on

    async def _noting(self, rows: Sequence[Any]) -> None:
        await self._publish(rows)
        self.published += [row.sequence for row in rows]


@asynccontextmanager
async def relaying(
    settings: ServiceSettings, nats_url: str, **changes: Any
) -> AsyncIterator[Relaying]:
    """Runs a relay for the time of the block."""
    own = settings.model_copy(update={"nats_url": nats_url} | changes)
    engine = create_engine(own, "relay")
    bus = Bus(nats_url, "relay")
    running = Relaying(Relay(engine, bus, "notes", own))
    tasks = [asyncio.create_task(bus.connect()), asyncio.create_task(running.relay.run())]
    try:
        yield running
        assert not tasks[1].done(), "the relay has ended by itself"
    finally:
        await end(tasks)
        await bus.close()
        await engine.dispose()


async def announce(units: Units, *, notes: int = 1, times: int = 1) -> list[UUID]:
    """Changes notes concurrently, each so many times, and announces every change."""

    async def change(id_: UUID) -> None:
        async with units.writing(caller_named(None)) as work:
            note = await work.lock(Note, id_)
            note.rank += 1
            await work.announce(note, "updated")

    ids = [uuid7() for _ in range(notes)]
    async with units.writing(caller_named(None)) as work:
        rows = [Note(id=id_) for id_ in ids]
        work.session.add_all(rows)
        await work.announce_all(rows, "created")
    for _ in range(times - 1):
        await asyncio.gather(*(change(id_) for id_ in ids))
    return ids


async def waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one())


async def stored(jetstream: JetStreamContext) -> int:
    """Returns how many messages the stream holds."""
    try:
        return int((await jetstream.stream_info("notes")).state.messages)
    except NotFoundError:
        return 0


def is_empty(engine: AsyncEngine) -> Callable[[], Any]:
    async def outbox_is_empty() -> bool:
        return await waiting(engine) == 0

    return outbox_is_empty
