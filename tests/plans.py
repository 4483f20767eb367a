"""The plans by which the database answers what a service asks of it."""

from collections.abc import Awaitable, Collection
from typing import Any

from sqlalchemy import event as hook
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.services import Platform


async def plans(
    platform: Platform, service: str, tables: Collection[str], call: Awaitable[Any]
) -> list[str]:
    """Returns the plans of the queries of some tables that a call leads to."""
    return await plans_on(platform.services[service].units.engine, tables, call)


async def plans_on(engine: AsyncEngine, tables: Collection[str], call: Awaitable[Any]) -> list[str]:
    """Returns the plans of the queries of some tables, on a database, that a call leads to."""
    queries: list[tuple[str, Any]] = []

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        del connection, cursor, rest
        if any(f"FROM {table}" in statement for table in tables):
            queries.append((statement, parameters))

    hook.listen(Engine, "before_cursor_execute", hear)
    try:
        await call
    finally:
        hook.remove(Engine, "before_cursor_execute", hear)
    found = []
    async with engine.connect() as connection:
        for query, parameters in queries:
            plan = await connection.exec_driver_sql(f"EXPLAIN {query}", parameters)
            found.append("\n".join(plan.scalars()))
    assert found
    return found
