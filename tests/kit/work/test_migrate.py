"""Migrations: run by command, by one process at a time, and what a running service asks of them."""

import asyncio
import subprocess
import sys
from collections.abc import Iterable
from uuid import uuid4

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from deploy.local.postgres import Postgres
from services.catalogue import NAMES
from services.kit.process.config import ServiceSettings
from services.kit.work import migrate
from services.kit.work.database import create_engine
from services.kit.work.migrate import alembic_config, migrate_async
from services.kit.work.schema import Schema, present_heads, schema_of
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


async def test_control_without_the_turn_the_second_fails(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_: AsyncConnection) -> None:
        """Waits for nobody."""

    monkeypatch.setattr(migrate, "_take_turn", at_once)
    monkeypatch.setattr(migrate, "LOCK_SECONDS", 300.0)
    observer = await asyncpg.connect(empty_url)

    async def is_held_up() -> bool:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        await observer.execute(
            "SELECT pg_stat_clear_snapshot()"
        )  # or a transaction sees the same again
        return bool(await observer.fetchval(query))

    first = observer.transaction()
    await first.start()
    await observer.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    second = asyncio.create_task(migrate_async("volunteers", empty_url))
    await eventually(is_held_up)
    await first.commit()
    with pytest.raises(DBAPIError):
        await second
    await observer.close()


async def test_a_second_time_changes_nothing(empty_url: str) -> None:
    await migrate_async("volunteers", empty_url)
    before = await tables_in(empty_url)
    await migrate_async("volunteers", empty_url)
    assert await tables_in(empty_url) == before


async def test_what_fails_leaves_what_was_done_before_and_is_gone_on_with(empty_url: str) -> None:
    connection = await asyncpg.connect(empty_url)
    await connection.execute("CREATE TABLE qualification (in_the_way int)")
    with pytest.raises(Exception, match='relation "qualification" already exists'):
        await migrate_async("volunteers", empty_url)
    (revision,) = await connection.fetchrow(
        "SELECT version_num FROM alembic_version WHERE version_num LIKE 'volunteers_%'"
    )
    assert "volunteers_0001" < revision < "volunteers_0020"
    assert "qualification_kind" not in await tables_in(empty_url)  # the other half of what failed
    await connection.execute("DROP TABLE qualification")
    await connection.close()
    await migrate_async("volunteers", empty_url)
    assert {*metadata.tables, "qualification_kind"} <= await tables_in(empty_url)


@pytest.mark.parametrize("service", NAMES)
def test_the_revisions_are_read_as_alembic_reads_them(service: str) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(service))
    schema = schema_of(service)
    assert schema.heads == set(scripts.get_heads())
    assert schema.known == {revision.revision for revision in scripts.walk_revisions()}
    assert len(schema.known) > 10


@pytest.mark.parametrize("service", NAMES)
def test_a_process_that_serves_loads_neither_alembic_nor_a_revision(service: str) -> None:
    look = (
        f"import sys, services.{service}.__main__\n"
        "from services.kit.work.schema import schema_of\n"
        f"schema_of({service!r})\n"
        "print([name for name in sys.modules if 'alembic' in name or 'migrations' in name])"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True)
    assert found.stdout == "[]\n"


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
