"""What must hold between rows, and no constraint of the database can say.

Code keeps these, so a fault of ours, a change by hand or a restored backup can break them. `verify` looks.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence about rows that must hold.

    Attributes:
        name: The sentence in a few words, such as "places taken are sign-ups".
        broken: The query for the rows for which it does not hold; its first column is the ID of the row.
        remedy: What an operator does about such rows.
    """

    name: str
    broken: Select[Any]
    remedy: str


class Verdict(NamedTuple):
    """What was found.

    Attributes:
        invariant: The invariant.
        rows: For how many rows it does not hold.
        ids: The first of them.
    """

    invariant: Invariant
    rows: int
    ids: Sequence[UUID]


async def verify(engine: AsyncEngine, invariants: Sequence[Invariant]) -> AsyncIterator[Verdict]:
    """Yields a verdict for each invariant, all of them about one snapshot of the data.

    It reads whole tables, without locks, and changes nothing.
    """
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        for each in invariants:
            found = each.broken.subquery()
            first = select(found.columns[0], func.count().over()).limit(SHOWN)
            rows = (await connection.execute(first)).all()
            yield Verdict(each, rows[0][1] if rows else 0, [row[0] for row in rows])
