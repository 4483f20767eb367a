"""Services that start before what they need: they wait, say so, and come up by themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.catalogue import NAMES
from services.kit.work.migrate import migrate_async
from tests.faults.accounts import everything_is_there
from tests.faults.load import Load
from tests.faults.processes import Nursery
from tests.services import Site
from tests.waiting import eventually


async def serve(load: Load) -> bool:
    """Tells whether all services say that they are ready."""
    return all([await service.is_serving() for service in load.services])


async def none_serves(load: Load) -> bool:
    """Tells whether all services say that they are not ready."""
    return not any([await service.is_serving() for service in load.services])


async def is_used(site: Site, load: Load) -> None:
    """Lets people use the platform, and checks that everything arrives everywhere."""
    async with load.running():
        await load.goes_on(1)
    await everything_is_there(site, load)


async def test_services_start_without_nats_serve_and_catch_up_once_it_is_there(
    own_site: Site, nursery: Nursery, own_nats: Nats
) -> None:
    for name in NAMES:
        await own_site.prepare(name)
    async with Load.on_services(own_site, nursery) as load:
        await eventually(lambda: serve(load))
        async with load.running():
            await load.goes_on(1)
            own_nats.start()
        await is_used(own_site, load)


async def test_services_start_without_postgresql_and_serve_once_it_is_there(
    own_site: Site, nursery: Nursery, own_nats: Nats, own_postgres: Postgres
) -> None:
    own_nats.start()
    for name in NAMES:
        await own_site.prepare(name)
    own_postgres.stop()
    async with Load.on_services(own_site, nursery) as load:
        assert await none_serves(load)
        own_postgres.start()
        await eventually(lambda: serve(load))
        await is_used(own_site, load)


async def test_services_start_without_their_databases_and_serve_once_these_are_migrated(
    own_site: Site, nursery: Nursery, own_nats: Nats, own_postgres: Postgres
) -> None:
    own_nats.start()
    own_site.urls.update({name: own_postgres.dsn(f"{name}_last") for name in NAMES})
    async with Load.on_services(own_site, nursery) as load:
        assert await none_serves(load)
        for name in NAMES:
            own_postgres.create_database(f"{name}_last")
        assert await none_serves(load)
        for name in NAMES:
            await migrate_async(name, own_site.urls[name])
        await eventually(lambda: serve(load))
        await is_used(own_site, load)


async def test_services_do_not_serve_while_postgresql_accepts_connections_and_says_nothing(
    own_site: Site, nursery: Nursery
) -> None:
    async with silence() as port:
        own_site.urls.update(
            {name: f"postgresql://banyan@127.0.0.1:{port}/{name}" for name in NAMES}
        )
        async with Load.on_services(own_site, nursery) as load:
            assert await none_serves(load)


@asynccontextmanager
async def silence() -> AsyncIterator[int]:
    """Listens on a port, as a server does that hangs: accepts, and never answers."""
    over = asyncio.Event()

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        over.set()
