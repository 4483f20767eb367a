"""Migrations: run by command, never at service start, by one process at a time.

Two branches meet in every database: that of the kit's own tables and that of the service.
"""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
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


def expected_heads(service: str) -> frozenset[str]:
    """Returns the revisions that a migrated database of the service stands at."""
    return frozenset(ScriptDirectory.from_config(alembic_config(service)).get_heads())


def present_heads(connection: Connection) -> frozenset[str]:
    """Returns the revisions that a database stands at."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


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
