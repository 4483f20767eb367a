"""Databases for tests: cloned from a migrated template, and emptied for the next test.

A clone costs a hundred times as much as emptying. So a test borrows a database and gives it back. What it
did there cannot reach another test: rows are deleted and sequences begin again, a database whose catalog
is no longer its template's (other tables, constraints, statistics, settings) is dropped, and one that
somebody is still connected to fails the test that left it so.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import uuid4

import asyncpg

from deploy.local.postgres import Postgres
from services.kit.work.migrate import migrate_async
from tests.waiting import TIMEOUT, eventually

_FIRST_OF_OURS = 16384  # FirstNormalObjectId: what lies below comes with PostgreSQL
# Every change of a schema writes or deletes rows here. A clone has the same `xmin` as its template.
_CATALOG = f"""
    SELECT md5(string_agg(entry, ',' ORDER BY entry)) FROM (
        SELECT concat_ws(' ', tableoid, oid, xmin, reltuples > 0) AS entry FROM pg_class
            WHERE oid >= {_FIRST_OF_OURS}
        UNION ALL SELECT concat_ws(' ', tableoid, attrelid, attnum, xmin) FROM pg_attribute
            WHERE attrelid >= {_FIRST_OF_OURS}
        UNION ALL SELECT concat_ws(' ', tableoid, oid, xmin) FROM pg_attrdef
        UNION ALL SELECT concat_ws(' ', tableoid, indexrelid, xmin) FROM pg_index
            WHERE indexrelid >= {_FIRST_OF_OURS}
        UNION ALL SELECT concat_ws(' ', tableoid, oid, xmin) FROM pg_constraint
            WHERE oid >= {_FIRST_OF_OURS}
        UNION ALL SELECT concat_ws(' ', tableoid, oid, xmin) FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', tableoid, oid, xmin) FROM pg_proc
            WHERE oid >= {_FIRST_OF_OURS}
        UNION ALL SELECT concat_ws(' ', tableoid, starelid, staattnum) FROM pg_statistic
            WHERE starelid >= {_FIRST_OF_OURS}
        UNION ALL SELECT setting.setconfig::text FROM pg_db_role_setting setting
            JOIN pg_database ON setdatabase = pg_database.oid WHERE datname = current_database()
    ) entries
"""
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
# Tables that many deletions have left large: whoever reads them would read the remains, too.
_GROWN = """
    SELECT relname FROM pg_class
    WHERE relname = ANY($1) AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 262144
"""
_SEQUENCES = "SELECT relname FROM pg_class WHERE relkind = 'S' AND oid >= 16384"
_MIGRATIONS = "SELECT array_agg(version_num ORDER BY version_num) FROM alembic_version"
_OTHERS = """
    SELECT array_agg(application_name || ': ' || query) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Template:
    """A migrated and empty database, and what another one needs to be its equal.

    Attributes:
        name: Its name.
        catalog: A fingerprint of its schema and its statistics.
        migrations: Where it stands.
        filled: A query for the names of the tables that hold rows.
        restart: A query that lets every sequence begin again.
    """

    name: str
    catalog: str
    migrations: list[str]
    filled: str
    restart: str

    @classmethod
    async def of(cls, name: str, connection: asyncpg.Connection) -> "Template":
        """Describes the database of a connection."""
        tables = [row["relname"] for row in await connection.fetch(_TABLES)]
        sequences = [row["relname"] for row in await connection.fetch(_SEQUENCES)]
        return cls(
            name,
            await connection.fetchval(_CATALOG),
            await connection.fetchval(_MIGRATIONS),
            " UNION ALL ".join(
                f"(SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\"))" for table in tables
            ),
            "SELECT " + ", ".join(f"setval('\"{each}\"', 1, false)" for each in sequences),
        )

    async def matches(self, connection: asyncpg.Connection) -> bool:
        """Returns whether a database has the schema and the statistics of this one."""
        # The catalog first: another one may have no table of migrations.
        catalog: str = await connection.fetchval(_CATALOG)
        if catalog != self.catalog:
            return False
        migrations: list[str] | None = await connection.fetchval(_MIGRATIONS)
        return migrations == self.migrations

    async def empty(self, connection: asyncpg.Connection) -> None:
        """Deletes all rows, past triggers and foreign keys, and lets sequences begin again.

        TRUNCATE makes a new file for each table and index, which takes many times as long.
        """
        filled = [row[0] for row in await connection.fetch(self.filled)]
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                await connection.execute(f'DELETE FROM "{table}"')
            await connection.execute(self.restart)
        for row in await connection.fetch(_GROWN, filled):
            await connection.execute(f'VACUUM "{row[0]}"')


class Databases:
    """Lends databases on one PostgreSQL.

    Attributes:
        postgres: The server.
    """

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self._templates: dict[str, Template] = {}
        self._free: defaultdict[str, list[str]] = defaultdict(list)
        self._lent: dict[str, str] = {}

    async def borrow(self, service: str, *, is_new: bool = False) -> str:
        """Returns the URL of a migrated and empty database for a service.

        Args:
            service: The service.
            is_new: Whether nobody may have used it before, even though it is empty again.
        """
        free = [] if is_new else self._free[service]
        url = free.pop() if free else await self._clone(service)
        self._lent[url] = service
        return url

    async def give_back(self, url: str, patience: float = TIMEOUT) -> None:
        """Empties a database for the next borrower, or drops it if it differs from its template.

        Raises:
            AssertionError: Somebody was still connected after `patience` seconds.
        """
        connection = await asyncpg.connect(url)
        try:
            await eventually(lambda: _is_left_alone(connection), patience)
            is_empty = await self.empty(url, connection)
        finally:
            await connection.close()
            service = self._lent.pop(url)
        if is_empty:
            self._free[service].append(url)
        else:
            await self._administer(f'DROP DATABASE "{url.rpartition("/")[2]}"')

    async def empty(self, url: str, connection: asyncpg.Connection) -> bool:
        """Empties a database that stays lent, unless it differs from its template.

        Args:
            url: The database.
            connection: A connection to it.

        Returns:
            Whether it is now as it was when it was borrowed.
        """
        template = self._templates[self._lent[url]]
        if not await template.matches(connection):
            return False
        await template.empty(connection)
        return True

    def has_lent(self, url: str) -> bool:
        """Returns whether a database was borrowed here, and not given back."""
        return url in self._lent

    async def _clone(self, service: str) -> str:
        template = self._templates.get(service) or await self._make_template(service)
        name = f"{service}_{uuid4().hex[:12]}"
        await self._administer(
            f'CREATE DATABASE "{name}" TEMPLATE "{template.name}" STRATEGY file_copy'
        )
        return self.postgres.dsn(name)

    async def _make_template(self, service: str) -> Template:
        name = f"{service}_template"
        url = self.postgres.create_database(name)
        await migrate_async(service, url)
        connection = await asyncpg.connect(url)
        try:
            self._templates[service] = await Template.of(name, connection)
        finally:
            await connection.close()
        return self._templates[service]

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self.postgres.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def _is_left_alone(connection: asyncpg.Connection) -> bool:
    others = await connection.fetchval(_OTHERS)
    assert not others, f"a test left connections open: {others}"
    return True
