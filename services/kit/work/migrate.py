"""Migrations: run by command, never at service start, by one process at a time.

Every database has two branches: one for the kit's tables, and one for the service's.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from services.kit.work.database import LOCK_NOT_AVAILABLE, open_engine, sqlstate
from services.kit.work.locks import watched
from services.kit.work.schema import folders_of

log = logging.getLogger(__name__)
NAME = "banyan-migrate"
# Everybody who wants a table waits behind the statement that waits for it, and calls have three seconds.
LOCK_SECONDS = 1.0
ATTEMPTS = 10
PAUSE_SECONDS = 3.0
TURN_SECONDS = 0.2
# A role may say this of itself. It counts for connections that begin from then on.
_LIMIT = text(
    "SELECT format('ALTER ROLE %I IN DATABASE %I SET %I = %L', current_user, current_database(),"
    " CAST(:name AS text), CAST(:value AS text))"
)


def alembic_config(service: str) -> Config:
    """Returns Alembic's configuration for a service: the kit's branch and its own."""
    config = Config()
    folders = folders_of(service)
    config.set_main_option("script_location", str(folders[0].parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, folders)))
    return config


class Locked(Exception):
    """What has to be changed is in use, and was at every attempt. The text says by whom, and what to do."""


async def migrate_async(
    service: str,
    database_url: str,
    to: Sequence[str] = ("heads",),
    limits: Mapping[str, str] | None = None,
) -> None:
    """Migrates the database of a service. Several at once are safe: they take turns.

    Each revision is a transaction of its own, so what was done stays done. While a statement waits for a table, all
    that come after it wait too: so it gives up soon, lets them pass, and the revision begins again.

    Args:
        service: The service.
        database_url: Its database.
        to: The revisions to migrate to, one after the other.
        limits: Time limits that the role is to have in this database from now on, for connections that cannot say them.

    Raises:
        Locked: A table was in use at every attempt.
    """
    own = {
        "application_name": NAME,
        "timezone": "UTC",
        "lock_timeout": f"{round(LOCK_SECONDS * 1000)}ms",
        # The role may have limits that are for requests.
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
    }
    engine = open_engine(database_url, poolclass=NullPool, connect={"server_settings": own})
    config = alembic_config(service)
    try:
        async with engine.connect() as connection:
            await _take_turn(connection)
            for revision in to:
                await _upgrade_patiently(connection, partial(_upgrade, config, revision))
            for name, value in (limits or {}).items():
                said = await connection.scalar(_LIMIT, {"name": name, "value": value})
                await connection.exec_driver_sql(said)
            await connection.commit()
    finally:
        await engine.dispose()


def migrate(service: str, database_url: str) -> None:
    """Runs `migrate_async` outside an event loop."""
    asyncio.run(migrate_async(service, database_url))


async def _take_turn(connection: AsyncConnection) -> None:
    """Waits until nobody else migrates the database, until the connection closes.

    It asks again and again: a statement that waits would hold up an index that somebody builds concurrently.
    """
    turn = text("SELECT pg_try_advisory_lock(hashtextextended('banyan.migrate', 0))")
    while True:
        is_ours = await connection.scalar(turn)
        await connection.commit()
        if is_ours:
            return
        await asyncio.sleep(TURN_SECONDS)


async def _upgrade_patiently(
    connection: AsyncConnection, upgrade: Callable[[Connection], None]
) -> None:
    async with watched(connection) as holders:
        for attempt in range(ATTEMPTS):
            if attempt:
                log.warning("what has to be changed is in use", extra={"held_by": holders()})
                await asyncio.sleep(PAUSE_SECONDS)
            try:
                await connection.run_sync(upgrade)
            except DBAPIError as error:
                await connection.rollback()
                if sqlstate(error) != LOCK_NOT_AVAILABLE:
                    raise
            else:
                await connection.commit()
                return
        held_by = holders()
    raise Locked(
        f"The database was not migrated: what has to be changed was in use at each of {ATTEMPTS} attempts"
        f"{f', by {held_by}' if held_by else ''}. Wait until that is over, or end it with"
        " `SELECT pg_terminate_backend(PID)`, and run `migrate` again: what was done stays done."
    )


def _upgrade(config: Config, revision: str, connection: Connection) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
