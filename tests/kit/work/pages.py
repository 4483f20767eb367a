"""Pages of notes, for the tests about paging."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert, select
from sqlmodel import col

from services.kit.contract.partial import Wanted
from services.kit.work.paging import (
    Listing,
    Page,
)
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named

START = datetime(2026, 5, 1, tzinfo=UTC)


BY_RANK: Any = (col(Note.rank), col(Note.id))  # typed as attributes


async def store(units: Units, *ranks: int, **values: Any) -> None:
    """Stores notes with those ranks."""
    rows = [
        Note(
            rank=rank,
            title=f"note {rank}",
            version=1,
            create_time=START + timedelta(microseconds=index),
            update_time=START,
            due_date=(START + timedelta(days=rank)).date(),
            **values,
        )
        for index, rank in enumerate(ranks)
    ]
    async with units.writing(caller_named(None)) as work:
        await work.session.execute(insert(Note), [row.model_dump() for row in rows])


class Known(NamedTuple):
    """What is read of a note."""

    id: UUID
    rank: int
    title: str


class Knowing:
    """Shows a row as what is read of a note."""

    def unwanted(self, wanted: Wanted) -> frozenset[str]:
        return frozenset()

    def showing(self, wanted: Wanted) -> Callable[[Any], Known]:
        return lambda row: Known(*row[: len(Known._fields)])


def listing(keys: Any, *, descending: bool = False) -> Listing[Any]:
    columns = [getattr(Note, name) for name in Known._fields]
    return Listing(
        lambda _: select(*columns),
        Knowing(),
        keys,
        descending=descending,
    )


async def page_of(
    units: Units,
    keys: Any = BY_RANK,
    *,
    size: int = 0,
    token: str = "",
    descending: bool = False,
    **question: Any,
) -> Page[Any]:
    request = pb.ListNotesRequest(page_size=size, page_token=token, **question)
    work = units.work(None, caller_named(None))
    return await listing(keys, descending=descending).page(request, work)
