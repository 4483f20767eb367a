"""The store of NATS is lost while services run; `republish` rebuilds what others know.

Nothing is wrong with the databases: every owner has its rows. But the notices are gone that were on
the bus and that nobody had handled yet, and no relay will publish them again.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from deploy.local.nats import Nats
from services.catalogue import NAMES
from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.faults.accounts import nothing_waits, projections_equal_their_owners
from tests.faults.load import WORKERS, Load
from tests.faults.observer import Observer
from tests.faults.processes import Nursery
from tests.kit.commandline import execute
from tests.services import Platform, Site, service_named
from tests.waiting import eventually

(CONSUMER,) = (each for each in service_named("events").consumers if each.resource == "person")
# Each of the workers has one person in hand at most, so most of these will not be spoken of again.
LOST = 3 * WORKERS


async def test_republishing_makes_every_projection_equal_to_its_owner_again(
    own_site: Site, nursery: Nursery, own_nats: Nats
) -> None:
    own_nats.start()
    async with Load.on_services(own_site, nursery) as load:
        async with load.running():
            await load.goes_on()
            await plan_something(own_site, load)
            async with people_cannot_be_noted(own_site):
                await eventually(lambda: so_many_wait(own_nats))
                await lose_the_store(own_nats)
            await load.goes_on()
            # A stream comes back once its owner has something to tell.
            await plan_something(own_site, load)
        async with Observer.open(own_nats.url) as observer:
            await nothing_waits(own_site, observer)
            # The control: what comes afterwards does not bring back what was lost.
            with pytest.raises(AssertionError, match="person"):
                await projections_equal_their_owners(own_site)
            for name in NAMES:
                done = await execute(service_named(name), own_site.settings(name), "republish")
                assert done[0] == 0
            await nothing_waits(own_site, observer)
        await projections_equal_their_owners(own_site)


async def plan_something(site: Site, load: Load) -> None:
    """Lets somebody sign up for something."""
    stage = Stage(Platform(site, {}, load.client))
    await stage.sign_up(await stage.shift(), uuid7())


@asynccontextmanager
async def people_cannot_be_noted(site: Site) -> AsyncIterator[None]:
    """Keeps the consumer of events from what it writes to, for the time of the block."""
    connection = await asyncpg.connect(site.urls["events"])
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE person")
            yield
    finally:
        await connection.close()


async def so_many_wait(server: Nats) -> bool:
    async with Observer.open(server.url) as observer:
        return await observer.waiting(CONSUMER) >= LOST


async def lose_the_store(server: Nats) -> None:
    server.kill()
    shutil.rmtree(server.directory / "store")
    server.launch()
    await eventually(server.ready)
