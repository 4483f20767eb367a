"""Databases that tests borrow: what a test did in one cannot reach the next."""

import asyncpg
import pytest

from tests.databases import Databases

PATIENCE = 0.1  # seconds
ACCOUNT = "(gen_random_uuid(), 'RECORDED', gen_random_uuid())"
NOTICE = "INSERT INTO outbox (subject, headers, payload) VALUES ('a', '{}', '')"


async def run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_rows_are_deleted_and_sequences_begin_again(databases: Databases) -> None:
    url = await databases.borrow("volunteers")
    await run(url, NOTICE, NOTICE, f"INSERT INTO hours_account VALUES {ACCOUNT}")
    with pytest.raises(asyncpg.RestrictViolationError):  # nor does a trigger stand in the way
        await run(url, "DELETE FROM hours_account")
    await databases.give_back(url)

    assert await databases.borrow("volunteers") == url
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM hours_account") == 0
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    assert await connection.fetchval("SELECT nextval('outbox_sequence_seq')") == 1
    await connection.close()
    await databases.give_back(url)


async def test_the_remains_of_many_rows_are_cleared_away(databases: Databases) -> None:
    url = await databases.borrow("volunteers", is_new=True)
    many = f"{NOTICE[: NOTICE.index('VALUES')]}SELECT 'a', '{{}}', '' FROM generate_series(1, 9000)"
    await run(url, many)
    await databases.give_back(url)

    assert await databases.borrow("volunteers") == url
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT pg_relation_size('outbox')") == 0
    await connection.close()
    await databases.give_back(url)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE person ADD COLUMN mood text",
        "ALTER TABLE person ALTER COLUMN display_name DROP NOT NULL",
        "ALTER TABLE hours_entry DISABLE TRIGGER append_only",
        "DROP TRIGGER append_only ON hours_entry",
        "DROP INDEX hours_entry_reversed_once",
        "ALTER TABLE person RENAME TO gone",
        "CREATE TABLE surplus (id uuid)",
        "CREATE FUNCTION surplus() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ANALYZE outbox",
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''1MB''', current_database());"
        " END $$",
    ],
)
async def test_one_that_is_not_like_the_others_is_dropped(
    databases: Databases, change: str
) -> None:
    url = await databases.borrow("volunteers")
    await run(url, NOTICE, change)
    await databases.give_back(url)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)


async def test_whoever_leaves_a_connection_open_fails(databases: Databases) -> None:
    url = await databases.borrow("events")
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT 'left open'")
        with pytest.raises(AssertionError, match="left open"):
            await databases.give_back(url, PATIENCE)
        assert await databases.borrow("events") != url
    finally:
        await connection.close()
