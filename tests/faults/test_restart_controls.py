"""Negative controls of `test_restarts`: what a restart costs where a guard is missing."""

import asyncio
from uuid import UUID

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit.process.ids import uuid7
from tests.faults.observer import Observer
from tests.faults.people import register
from tests.faults.processes import Nursery
from tests.services import Site
from tests.waiting import eventually


async def test_a_relay_that_ignores_failures_loses_what_is_announced_without_nats(
    own_site: Site, nursery: Nursery, own_nats: Nats
) -> None:
    own_nats.start()
    await own_site.prepare("volunteers")
    service = await nursery.start(own_site, "volunteers", "ignoring_failures_to_publish")
    await service.listening()
    person_id = uuid7()

    async def announces() -> bool:
        somebody = uuid7()
        await register(service.client, own_site.office, somebody)
        await eventually(is_taken_from_the_outbox)
        return await is_announced(somebody, own_nats)

    async def is_taken_from_the_outbox() -> bool:
        return not await own_site.sql("volunteers", "SELECT FROM outbox")

    await eventually(announces)
    own_nats.stop()
    await register(service.client, own_site.office, person_id)
    await eventually(is_taken_from_the_outbox)
    own_nats.start()
    await eventually(announces)
    assert not await is_announced(person_id, own_nats)
    assert await service.stop() == 0


async def is_announced(person_id: UUID, server: Nats) -> bool:
    async with Observer.open(server.url) as observer:
        if not await observer.has_stream("volunteers"):
            return False
        notices = await observer.notices("volunteers")
    return person_id in [notice.resource_id for notice in notices]


async def test_a_postgresql_that_acknowledges_before_it_writes_loses_what_people_were_told(
    own_site: Site, nursery: Nursery, own_postgres: Postgres
) -> None:
    await own_site.prepare("volunteers")
    database = own_site.urls["volunteers"].rpartition("/")[2]
    own_postgres.execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
    own_postgres.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
    own_postgres.execute("SELECT pg_reload_conf()")
    service = await nursery.start(own_site, "volunteers")

    async def loses() -> bool:
        """Kills it right after people were told, unless what they were told was written just then."""
        await service.listening()
        await eventually(service.is_serving)
        people = [uuid7() for _ in range(8)]
        await asyncio.gather(*(register(service.client, own_site.office, each) for each in people))
        own_postgres.kill()
        own_postgres.start()
        kept = "SELECT FROM person WHERE id = ANY($1)"
        return len(await own_site.sql("volunteers", kept, people)) < len(people)

    await eventually(loses)
    own_postgres.execute("ALTER SYSTEM RESET wal_writer_delay")
    own_postgres.execute("SELECT pg_reload_conf()")
    assert await service.stop() == 0
