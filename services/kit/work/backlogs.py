"""Backlogs: work that people have given a service, and that processes do one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.kit.calls.passport import Caller
from services.kit.work.query import Query, Variant
from services.kit.work.viewer import Viewer

# A long backlog must not be read just for its size.
MOST_COUNTED = 1000
_CALLER = Caller(principal_id="gauges")


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work in the tables of a subject, for metrics.

    Attributes:
        work: What it is called.
        states: The states in which it can be, so that each is told at 0, too.
        query: Finds rows of a state, how much work is in it (counted up to `MOST_COUNTED`), and since when the oldest
            of it waits. It may use the parameter "now".
    """

    work: str
    states: Sequence[str]
    query: Query

    async def counted(
        self, connection: AsyncConnection, now: datetime
    ) -> Mapping[str, tuple[int, datetime]]:
        """Returns how much work is in each state, and since when the oldest of it waits."""
        statement = self.query.compiled(Variant(Viewer.of(_CALLER)))
        if statement is None:
            return {}
        values = statement.values(_CALLER, {"now": now})
        rows: Any = await connection.exec_driver_sql(statement.sql, tuple(values))
        return {state: (count, since) for state, count, since in rows}
