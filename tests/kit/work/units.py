"""What the tests of the unit of work share."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.calls.passport import Caller
from services.kit.process.ids import uuid7
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import NoteServicer, caller_named

Handler = Callable[[Any, Work], Awaitable[Any]]


TABLES = ("note", "answer", "audit", "outbox")


def caller() -> Caller:
    return caller_named(uuid7())


async def write(
    units: Units, request: Any, who: Caller | None = None, handler: Handler | None = None
) -> Any:
    """Runs a mutation as the pipeline does, by its own handler or another."""
    name = type(request).__name__.removesuffix("Request")
    return await units.write(
        pb.METHODS[name],
        handler or getattr(NoteServicer(), name),
        request,
        who or caller(),
        None,
    )


async def counts(engine: AsyncEngine) -> dict[str, int]:
    """Returns how many rows the tables hold."""
    async with engine.connect() as connection:
        return {
            name: (await connection.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one()
            for name in TABLES
        }


async def store(units: Units, **values: Any) -> Note:
    """Stores a note, without an audit row or a notice."""
    async with units.writing(caller()) as work:
        note = Note(**values)
        await work.add(note)
    return note


NOTHING = dict.fromkeys(TABLES, 0)


ONE_OF_EACH = dict.fromkeys(TABLES, 1)


def creation(title: str = "groceries", request_id: UUID | None = None, **fields: Any) -> Any:
    request = pb.CreateNoteRequest(note=pb.Note(title=title, **fields))
    if request_id is not None:
        request.request_id = str(request_id)
    return request
