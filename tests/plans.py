"""The plans by which the database answers what a service asks of it."""

from collections.abc import Awaitable, Collection, Sequence
from typing import Any

import pytest
from sqlalchemy import event as hook
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.work.query import Pool, Row
from services.kit.work.transaction import Transaction
from tests.roundtrips import marked_requests
from tests.services import Platform


async def statements(
    tables: Collection[str], call: Awaitable[Any], *, by_consumers: bool = False
) -> list[tuple[str, Any]]:
    """Returns the statements about some tables that a call leads to, with their parameters.

    Args:
        tables: The tables.
        call: The call.
        by_consumers: Whether those count that consumers and jobs make meanwhile.
    """
    found: list[tuple[str, Any]] = []
    on_pool, in_transaction = Pool.fetch, Transaction.fetch

    def note(statement: str, parameters: Any) -> None:
        if (by_consumers or is_handled()) and any(f"FROM {table}" in statement for table in tables):
            found.append((statement, parameters))

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        del connection, cursor, rest
        note(statement, parameters)

    async def hear_query(pool: Pool, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        note(sql, tuple(values))
        return await on_pool(pool, sql, values)

    async def hear_in_transaction(
        transaction: Transaction, sql: str, values: Sequence[Any]
    ) -> Sequence[Row]:
        note(sql, tuple(values))
        return await in_transaction(transaction, sql, values)

    hook.listen(Engine, "before_cursor_execute", hear)
    try:
        with marked_requests() as is_handled, pytest.MonkeyPatch.context() as patch:
            patch.setattr(Pool, "fetch", hear_query)
            patch.setattr(Transaction, "fetch", hear_in_transaction)
            await call
    finally:
        hook.remove(Engine, "before_cursor_execute", hear)
    return found


async def plans(
    platform: Platform,
    service: str,
    tables: Collection[str],
    call: Awaitable[Any],
    *,
    by_consumers: bool = False,
) -> list[str]:
    """Returns the plans of the queries of some tables that a call leads to; see `statements`."""
    engine = platform.services[service].units.engine
    return await plans_on(engine, tables, call, by_consumers=by_consumers)


async def plans_on(
    engine: AsyncEngine,
    tables: Collection[str],
    call: Awaitable[Any],
    *,
    by_consumers: bool = False,
) -> list[str]:
    """Returns the plans of the queries of some tables, on a database, that a call leads to."""
    queries = await statements(tables, call, by_consumers=by_consumers)
    found = []
    async with engine.connect() as connection:
        for query, parameters in queries:
            plan = await connection.exec_driver_sql(f"EXPLAIN {query}", parameters)
            found.append("\n".join(plan.scalars()))
    assert found
    return found
