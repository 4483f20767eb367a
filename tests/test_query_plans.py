"""No query that a service declares reads a large table from one end to the other."""

import asyncpg
import pytest

from services.catalogue import NAMES
from tests.databases import Databases
from tests.query_plans import drop_indexes, pretend, read_whole, statements
from tests.services import service_named


@pytest.mark.parametrize("name", NAMES)
async def test_every_query_is_answered_by_an_index(databases: Databases, name: str) -> None:
    service = service_named(name)
    # In a database that others have used, tables have more pages, and autovacuum counts their rows again.
    url = await databases.borrow(name, is_new=True)
    connection = await asyncpg.connect(url)
    try:
        await pretend(connection, service)
        asked = list(statements(service))
        assert len(asked) > 10
        found = {each.sql: await read_whole(connection, each) for each in asked}
        assert {sql: whole for sql, whole in found.items() if whole} == {}
        await drop_indexes(connection)
        without = [each for each in asked if await read_whole(connection, each)]
        assert len(without) > 5  # so the plans depend on the indexes
    finally:
        await connection.close()
        await databases.give_back(url)
