"""Migrations: run by command, by one process at a time, and what a running service asks of them."""

import asyncio
from collections.abc import Iterable
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.local.postgres import Postgres
from services.catalogue import NAMES
from services.kit.process.config import ServiceSettings
from services.kit.work import migrate
from services.kit.work.database import create_engine
from services.kit.work.migrate import (
    Schema,
    migrate_async,
    present_heads,
    schema_of,
)
from services.kit.work.tables import metadata
from tests.waiting import eventually


@pytest.fixture
def empty_url(postgres: Postgres) -> str:
    """A database in which there is nothing."""
    return postgres.create_database(f"empty_{uuid4().hex[:8]}")


async def tables_in(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_makes_the_tables_of_the_kit_and_of_the_service(empty_url: str) -> None:
    await migrate_async("volunteers", empty_url)
    assert {*metadata.tables, "person", "alembic_version"} <= await tables_in(empty_url)


async def test_four_at_once_take_turns(empty_url: str) -> None:
    await asyncio.gather(*(migrate_async("volunteers", empty_url) for _ in range(4)))
    assert "person" in await tables_in(empty_url)


async def test_control_without_the_lock_the_second_fails(
    empty_url: str, settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "text", lambda _: text("SELECT 1"))
    engine = create_engine(settings.model_copy(update={"database_url": empty_url}), "tests")
    observer = await asyncpg.connect(empty_url)

    async def is_held_up() -> bool:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        return bool(await observer.fetchval(query))

    async with engine.begin() as connection:
        await connection.run_sync(migrate._upgrade, migrate.alembic_config("volunteers"))
        second = asyncio.create_task(migrate_async("volunteers", empty_url))
        await eventually(is_held_up)
    with pytest.raises(DBAPIError):
        await second
    await observer.close()
    await engine.dispose()


async def test_a_second_time_changes_nothing(empty_url: str) -> None:
    await migrate_async("volunteers", empty_url)
    before = await tables_in(empty_url)
    await migrate_async("volunteers", empty_url)
    assert await tables_in(empty_url) == before


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    connection = await asyncpg.connect(empty_url)
    await connection.execute("CREATE TABLE sign_up (in_the_way int)")
    with pytest.raises(Exception, match='relation "sign_up" already exists'):
        await migrate_async("volunteers", empty_url)
    assert await tables_in(empty_url) == {"sign_up"}
    await connection.execute("DROP TABLE sign_up")
    await connection.close()
    await migrate_async("volunteers", empty_url)
    assert "person" in await tables_in(empty_url)


@pytest.mark.parametrize("service", NAMES)
def test_a_service_has_one_branch_and_the_kit_another(service: str) -> None:
    heads = schema_of(service).heads
    assert sorted(head.split("_")[0] for head in heads) == sorted(["kit", service])


async def test_a_migrated_database_stands_where_the_code_needs_it(
    empty_url: str, settings: ServiceSettings
) -> None:
    engine = create_engine(settings.model_copy(update={"database_url": empty_url}), "tests")
    await migrate_async("volunteers", empty_url)
    async with engine.connect() as connection:
        present = await present_heads(connection)
    await engine.dispose()
    assert present == schema_of("volunteers").heads
    assert schema_of("volunteers").suits(present)


SCHEMA = Schema(
    heads=frozenset({"kit_0002", "notes_0003"}),
    known=frozenset({"kit_0001", "kit_0002", "notes_0001", "notes_0002", "notes_0003"}),
)


@pytest.mark.parametrize(
    ("present", "suits"),
    [
        (("kit_0002", "notes_0003"), True),
        ((), False),
        (("kit_0002",), False),
        (("kit_0001", "notes_0003"), False),
        (("kit_0002", "notes_0002"), False),
        (("kit_0002", "notes_0004"), True),  # migrated by newer code, which will replace us
        (("kit_0003", "notes_0004"), True),
        (("kit_0001", "notes_0004"), False),
        (("merged_0001",), True),
    ],
)
def test_old_code_serves_on_a_newer_schema_and_new_code_not_on_an_older(
    present: Iterable[str], suits: bool
) -> None:
    assert SCHEMA.suits(frozenset(present)) == suits
