"""Migrations: run by command, never at service start, by one process at a time.

Every database has two branches: one for the kit's tables, and one for the service's.
"""

import asyncio
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from services.kit.work.database import open_engine

_KIT = Path(__file__).parents[1]
_SERVICES = _KIT.parent


def alembic_config(service: str) -> Config:
    """Returns Alembic's configuration for a service: the kit's branch and its own."""
    config = Config()
    config.set_main_option("script_location", str(_KIT / "migrations"))
    config.set_main_option("path_separator", "newline")
    versions = [_KIT / "migrations" / "versions", _SERVICES / service / "migrations"]
    config.set_main_option("version_locations", "\n".join(map(str, versions)))
    return config


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema that this code expects of a database.

    Attributes:
        heads: The revisions that it needs, one per branch.
        known: All revisions that it knows.
    """

    heads: frozenset[str]
    known: frozenset[str]

    def suits(self, present: frozenset[str]) -> bool:
        """Returns whether a database is at the revisions that this code needs, or beyond.

        Newer code made revisions that this code does not know. During a rolling upgrade, old replicas
        continue to serve on the new schema.
        """
        is_behind = bool(present & (self.known - self.heads))
        is_ahead = bool(present - self.known)
        return not is_behind and (self.heads <= present or is_ahead)


@cache
def schema_of(service: str) -> Schema:
    """Returns the schema that this code expects of a service's database. Reads migrations once."""
    scripts = ScriptDirectory.from_config(alembic_config(service))
    known = frozenset(each.revision for each in scripts.walk_revisions())
    return Schema(frozenset(scripts.get_heads()), known)


async def present_heads(connection: AsyncConnection) -> frozenset[str]:
    """Returns the revisions that a database is at.

    Raises:
        sqlalchemy.exc.ProgrammingError: The database was never migrated.
    """
    found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    return frozenset(found.scalars())


async def migrate_async(service: str, database_url: str) -> None:
    """Migrates the database of a service. Several at once are safe: they take turns."""
    engine = open_engine(database_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended('banyan.migrate', 0))")
            )
            await connection.run_sync(_upgrade, alembic_config(service))
    finally:
        await engine.dispose()


def migrate(service: str, database_url: str) -> None:
    """Runs `migrate_async` outside an event loop."""
    asyncio.run(migrate_async(service, database_url))


def _upgrade(connection: Connection, config: Config) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")
