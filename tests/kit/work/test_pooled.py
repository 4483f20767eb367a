"""A database behind a pooler: its role has the time limits, because connections cannot say them. `make pooler-check` has a pooler."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.process.config import DatabaseSettings
from services.kit.service import readiness
from services.kit.work.database import create_engine, dispose, limits_of
from tests.databases import Databases
from tests.kit.commandline import execute
from tests.services import service_named

SERVICE = "volunteers"
SAID = (
    "SELECT setconfig FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole"
    " WHERE rolname = current_user"
)


@pytest_asyncio.fixture
async def settings(databases: Databases) -> AsyncIterator[DatabaseSettings]:
    """A database of a role that is no superuser, and not migrated."""
    name = f"pooled_{uuid4().hex[:12]}"
    databases.postgres.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
    databases.postgres.execute(f"CREATE DATABASE {name} OWNER {name}")
    host = databases.postgres.dsn(name).rpartition("@")[2]
    yield DatabaseSettings(database_url=f"postgresql://{name}:secret@{host}", database_pooled=True)
    databases.postgres.execute(f"DROP DATABASE {name}")
    databases.postgres.execute(f"DROP ROLE {name}")


async def migrate(settings: DatabaseSettings) -> None:
    known: Any = settings
    status, said = await execute(service_named(SERVICE), known, "migrate")
    assert status == 0, said


@asynccontextmanager
async def engine_of(settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(settings, "banyan-check")
    try:
        yield engine
    finally:
        await dispose(engine)


async def said_by(settings: DatabaseSettings) -> set[str]:
    unhurried = {"statement_timeout": "0"}
    connection = await asyncpg.connect(settings.database_url, server_settings=unhurried)
    try:
        return set(await connection.fetchval(SAID))
    finally:
        await connection.close()


async def test_migrate_gives_the_role_its_limits_and_is_not_held_to_them(
    settings: DatabaseSettings,
) -> None:
    short = settings.model_copy(update={"statement_timeout": 0.001, "lock_timeout": 0.5})
    await migrate(short)
    assert "statement_timeout=1ms" in await said_by(short)
    await migrate(settings)  # a millisecond would not do
    assert await said_by(settings) == {
        f"{name}={value}" for name, value in limits_of(settings).items()
    }


@pytest.mark.parametrize("is_limited", [True, False])
async def test_nothing_is_served_without_them(settings: DatabaseSettings, is_limited: bool) -> None:
    await migrate(settings.model_copy(update={"database_pooled": is_limited}))
    async with engine_of(settings) as engine:
        found = await readiness.look(engine, SERVICE)
    assert ("run `migrate` with BANYAN_DATABASE_POOLED" in found) is not is_limited
    assert (found == readiness.READY) is is_limited
