"""A drill: the databases are restored from dumps of three different moments, and agree again afterwards.

What was lost is what came after the oldest dump. Others may still know of it: they keep what its owner no longer has.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest

from deploy.local.cluster import programs
from services.catalogue import NAMES
from services.kit.process.ids import uuid7
from tests.faults.accounts import nothing_waits
from tests.faults.observer import Observer
from tests.faults.people import apply_as_volunteer, register
from tests.kit.commandline import execute
from tests.services import Platform, Site, service_named
from tests.waiting import eventually

READERS = ("organizations", "events")


async def test_what_was_lost_is_what_came_after_the_oldest_dump(site: Site, tmp_path: Path) -> None:
    early, second, third = [uuid7() for _ in range(5)], uuid7(), uuid7()
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack)
        client, office = platform.client, platform.office
        for each in early:
            await register(client, office, each)
        await is_known(site, *early)
        await dump(site, "volunteers", tmp_path)
        # Others hear of what the dump does not have: a change, and a person.
        await apply_as_volunteer(client, office, early[0])
        await register(client, office, second)
        await is_known(site, *early, second)
        await eventually(lambda: all_say(site, early[0], "APPLICANT"))
        await dump(site, "organizations", tmp_path)
        await register(client, office, third)
        await is_known(site, *early, second, third)
        await dump(site, "events", tmp_path)
    for name in NAMES:
        await restore(site, name, tmp_path)
    async with AsyncExitStack() as stack:
        await Platform.start(site, stack)
        await announce_again(site)
        # The control: consumers have seen a later version, and skip what the owner has now.
        with pytest.raises(AssertionError):
            await agree(site, early)
        for name in NAMES:
            status, _ = await execute(service_named(name), site.settings(name), "forget-seen --all")
            assert status == 0
        await announce_again(site)
        await agree(site, early)
        assert await people(site, "volunteers") == set(early)
        assert await people(site, "organizations") == {*early, second}
        assert await people(site, "events") == {*early, second, third}


async def people(site: Site, service: str) -> set[UUID]:
    return {row["id"] for row in await site.sql(service, "SELECT id FROM person")}


async def is_known(site: Site, *expected: UUID) -> None:
    """Waits until all know of these people, and nothing is on its way."""

    async def all_know() -> bool:
        return all([await people(site, name) == set(expected) for name in NAMES])

    await eventually(all_know)
    async with Observer.open(site.nats_url) as observer:
        await nothing_waits(site, observer)


async def all_say(site: Site, person: UUID, standing: str) -> bool:
    query = "SELECT standing FROM person WHERE id = $1"
    return all([(await site.sql(name, query, person))[0][0] == standing for name in NAMES])


async def agree(site: Site, expected: list[UUID]) -> None:
    """The readers say of these people what their owner does."""
    query = "SELECT id, state, standing FROM person WHERE id = ANY ($1) ORDER BY id"
    owned = await site.sql("volunteers", query, expected)
    for reader in READERS:
        assert await site.sql(reader, query, expected) == owned


async def announce_again(site: Site) -> None:
    for name in NAMES:
        status, _ = await execute(service_named(name), site.settings(name), "republish")
        assert status == 0
    async with Observer.open(site.nats_url) as observer:
        await nothing_waits(site, observer)


async def dump(site: Site, name: str, place: Path) -> None:
    await run("pg_dump", "--format=custom", f"--file={place / name}", f"--dbname={site.urls[name]}")


async def restore(site: Site, name: str, place: Path) -> None:
    options = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
    await run("pg_restore", *options, f"--dbname={site.urls[name]}", str(place / name))


async def run(program: str, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(
        str(programs(for_all=False) / program), *arguments
    )
    assert await process.wait() == 0
