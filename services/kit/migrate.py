"""Migrations: run by command, never at service start, by one process at a time.

Two branches meet in every database: that of the kit's own tables and that of the service.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.kit.database import driver_url

_KIT = Path(__file__).parent
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
    """What this code says of the database of a service.

    Attributes:
        heads: The revisions that it needs, one for each branch.
        known: All revisions that it has.
    """

    heads: frozenset[str]
    known: frozenset[str]

    def suits(self, present: frozenset[str]) -> bool:
        """Tells whether a database stands where this code needs it, or further.

        A revision that this code does not have was made by newer code. While an upgrade rolls, the old
        replicas go on serving on the new schema.
        """
        is_behind = bool(present & (self.known - self.heads))
        is_ahead = bool(present - self.known)
        return not is_behind and (self.heads <= present or is_ahead)


def schema_of(service: str) -> Schema:
    """Returns what this code says of the database of a service."""
    scripts = ScriptDirectory.from_config(alembic_config(service))
    known = frozenset(each.revision for each in scripts.walk_revisions())
    return Schema(frozenset(scripts.get_heads()), known)


async def present_heads(connection: AsyncConnection) -> frozenset[str]:
    """Returns the revisions that a database stands at.

    Raises:
        sqlalchemy.exc.ProgrammingError: It was never migrated.
    """
    found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    return frozenset(found.scalars())


async def migrate_async(service: str, database_url: str) -> None:
    """Brings the database of a service up to date. Several at once are safe: they take turns."""
    engine = create_async_engine(driver_url(database_url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended('banyan.migrate', 0))")
            )
            await connection.run_sync(_upgrade, alembic_config(service))
    finally:
        await engine.dispose()


def migrate(service: str, database_url: str) -> None:
    """Does what `migrate_async` does, outside of an event loop."""
    asyncio.run(migrate_async(service, database_url))


def _upgrade(connection: Connection, config: Config) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")
