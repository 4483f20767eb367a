"""The plans of all queries that a service declares, on tables that the planner believes to be large.

A plan on an empty table says nothing: reading it whole is cheapest. So each table gets a page, and statistics
that say how many rows it has (`pg_restore_relation_stats` of PostgreSQL 18).
"""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg
from sqlalchemy import MetaData, Table
from sqlalchemy.sql import visitors

from services.kit.service.running import Service
from services.kit.work import tables
from services.kit.work.access import Visibility
from services.kit.work.nearness import DISTANCE
from services.kit.work.paging import Listing, Order
from services.kit.work.query import Query, Statement, Variant
from services.kit.work.viewer import Viewer

ROWS = 1_000_000
# The conditions of these are the longest, or leave the most to read.
VIEWERS = (
    Viewer(is_signed_in=False),
    Viewer(is_signed_in=True, has_roles=True, has_more_roles=True),
    Viewer(is_signed_in=True, is_admin=True),
)
MOST = 50
# A row of nothing but defaults takes a page, which stays when everything is taken back.
_PAGE = """
    DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT conname FROM pg_constraint
            WHERE conrelid = '{table}'::regclass AND contype IN ('c', 'f', 'p', 'u', 'x')
        LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT IF EXISTS %I CASCADE', found.conname);
        END LOOP;
        FOR found IN SELECT attname FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND attnotnull AND attidentity = ''
        LOOP EXECUTE format('ALTER TABLE {table} ALTER COLUMN %I DROP NOT NULL', found.attname);
        END LOOP;
        ALTER TABLE {table} DISABLE TRIGGER USER;
        INSERT INTO {table} DEFAULT VALUES;
    END $$
"""
_SIZE = """
    SELECT pg_restore_relation_stats(
        'schemaname', 'public', 'relname', $1::text, 'relpages', 1, 'reltuples', $2::real)
"""
_INDEXES = """
    SELECT indexrelid::regclass::text AS name FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT indisunique
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


async def pretend(connection: asyncpg.Connection, service: Service[Any]) -> None:
    """Makes the planner believe that every table of a service is large."""
    for table in _tables(service):
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(_PAGE.format(table=f'"{table.name}"'))
        await transaction.rollback()
        assert await connection.fetchval(_SIZE, table.name, float(ROWS))


def _tables(service: Service[Any]) -> list[Table]:
    return [*service.tables.metadata.sorted_tables, *tables.metadata.sorted_tables]


async def drop_indexes(connection: asyncpg.Connection) -> None:
    """Drops every index that no constraint needs."""
    for index in await connection.fetch(_INDEXES):
        await connection.execute(f"DROP INDEX {index['name']}")


def statements(service: Service[Any]) -> Iterator[Statement]:
    """Yields the queries of a service in the variants that matter, each once."""
    own: list[MetaData] = [service.tables.metadata, tables.metadata]
    seen: set[str] = set()
    for query in list(Query.declared):
        for variant in _variants(query, service):
            statement = query.statement(variant)
            if statement is None:
                continue
            of = [each for each in visitors.iterate(statement) if isinstance(each, Table)]
            if not of or any(each.metadata not in own for each in of):
                continue
            compiled = query.compiled(variant)
            assert compiled is not None
            if compiled.sql not in seen:
                seen.add(compiled.sql)
                yield compiled


def _variants(query: Query, service: Service[Any]) -> Iterator[Variant]:
    """Yields a query as each viewer asks it, and with each of its filters."""
    visible = None
    if query.relation is not None:
        known = service.relations.get(query.relation)
        if not isinstance(known, Visibility):
            return  # it is a query of another service
        visible = known.condition
    for viewer in VIEWERS:
        yield Variant(viewer, visible, frozenset(), MOST)
    for name in query.filters:
        yield Variant(VIEWERS[1], visible, frozenset({name}), MOST)
    if isinstance(query, Listing) and DISTANCE in query.orders:
        for viewer in VIEWERS:
            yield Variant(viewer, visible, frozenset({"near"}), MOST, Order(DISTANCE))


async def read_whole(connection: asyncpg.Connection, statement: Statement) -> list[str]:
    """Returns the tables that a statement reads from one end to the other, planned for all values."""
    nulls = ", ".join(["NULL"] * len(statement.parameters))
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    await connection.execute(f"PREPARE asked AS {statement.sql}")
    try:
        plan = await connection.fetchval(
            f"EXPLAIN (FORMAT JSON) EXECUTE asked{f'({nulls})' if nulls else ''}"
        )
    finally:
        await connection.execute("DEALLOCATE asked")
    return list(_read_whole(json.loads(plan)[0]["Plan"], is_limited=False))


def _read_whole(node: dict[str, Any], *, is_limited: bool) -> Iterator[str]:
    """Yields the tables that a node and those below it read whole.

    An index that is read without a condition is read whole too, unless a limit ends it.
    """
    kind = node["Node Type"]
    is_limited = is_limited or kind == "Limit"
    is_index = kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    if kind == "Seq Scan" or (is_index and not is_limited):
        yield node["Relation Name"]
    for each in node.get("Plans", []):
        # What has to be sorted or hashed is read to its end, whatever the limit above.
        yield from _read_whole(each, is_limited=is_limited and kind not in ("Sort", "Hash"))
