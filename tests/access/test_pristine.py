"""A snapshot of databases restores rows that were added, changed or deleted."""

import asyncpg

from services.catalogue import NAMES
from tests.access.pristine import Pristine
from tests.services import Site

ROWS = "SELECT array_agg(consumer || version ORDER BY consumer) FROM seen"
ADD = "INSERT INTO seen VALUES ($1, gen_random_uuid(), $2)"


async def test_it_restores_what_was_written(site: Site) -> None:
    for name in NAMES:
        await site.prepare(name)
        for consumer in ("a", "b"):
            await site.sql(name, ADD, consumer, 1)
    async with Pristine.keep(site.urls.values()) as pristine:
        for name in NAMES:
            await site.sql(name, ADD, "c", 1)
            await site.sql(name, "UPDATE seen SET version = 2 WHERE consumer = 'a'")
            await site.sql(name, "DELETE FROM seen WHERE consumer = 'b'")
            assert (await site.sql(name, ROWS))[0][0] == ["a2", "c1"]
        changed = await pristine.contents()
        assert await pristine.restore()
        restored = await pristine.contents()
        assert all(one != other for one, other in zip(changed, restored, strict=True))
        for name in NAMES:
            assert (await site.sql(name, ROWS))[0][0] == ["a1", "b1"]
        assert not await pristine.restore()


async def test_a_write_that_was_rolled_back_leaves_nothing_to_restore(site: Site) -> None:
    await site.prepare("events")
    async with Pristine.keep([site.urls["events"]]) as pristine:
        connection = await asyncpg.connect(site.urls["events"])
        try:
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute(ADD, "a", 1)
            await transaction.rollback()
        finally:
            await connection.close()
        assert not await pristine.restore()


async def test_it_restores_rows_whatever_refers_to_them(site: Site) -> None:
    await site.prepare("events")
    connection = await asyncpg.connect(site.urls["events"])
    try:
        await connection.execute("CREATE TABLE parent (id int PRIMARY KEY)")
        await connection.execute("CREATE TABLE child (id int REFERENCES parent (id))")
        await connection.execute("INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)")
        async with Pristine.keep([site.urls["events"]]) as pristine:
            await connection.execute("DELETE FROM child; DELETE FROM parent")
            assert await pristine.restore()
            assert await connection.fetchval("SELECT count(*) FROM child NATURAL JOIN parent") == 1
    finally:
        await connection.close()
