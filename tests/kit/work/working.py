"""Units of work of the note service, for the tests about them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from services.kit.calls.passport import Caller
from services.kit.process.ids import uuid7
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named


@asynccontextmanager
async def working(timed: Units, caller: Caller | None = None) -> AsyncIterator[Work]:
    """Opens a transaction as a unit of work does."""
    async with timed.writing(caller or caller_named(uuid7())) as work:
        yield work


async def store(timed: Units, **values: Any) -> Note:
    async with working(timed) as work:
        note = Note(**values)
        await work.add(note)
    return note


async def read(timed: Units, id_: UUID) -> Note:
    async with timed.reading() as session:
        note = await session.get(Note, id_)
        assert note is not None
        return note
