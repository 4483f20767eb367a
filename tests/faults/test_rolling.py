"""A rolling upgrade: two processes of each service, restarted one after the other while people use them.

`make upgrade-check` does so fifty times.
"""

import os
import sys
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.faults.accounts import everything_is_there
from tests.faults.load import Load
from tests.faults.processes import Nursery, ServiceProcess
from tests.services import Site
from tests.waiting import eventually

ROUNDS = int(os.environ.get("ROUNDS", "1"))


@pytest_asyncio.fixture
async def load(site: Site, nursery: Nursery) -> AsyncIterator[Load]:
    async with Load.on_services(site, nursery, replicas=2) as load:
        for service in load.services:
            await eventually(service.is_serving)
        yield load


async def again(old: ServiceProcess, site: Site, nursery: Nursery, load: Load) -> None:
    """Starts a process that has ended, at the same port, and waits until it serves."""
    new = await nursery.start(site, old.name, port=old.port)
    load.services[load.services.index(old)] = new
    await new.listening()
    await eventually(new.is_serving)


def tell(load: Load) -> None:
    """Says what was seen, for `make upgrade-check`."""
    told = ", ".join(f"{count} times {code}" for code, count in sorted(load.refused.items()))
    sys.stdout.write(
        f"{ROUNDS} rounds, {len(load.people)} people all of whose requests succeeded;"
        f" sent again: {told or 'none'}\n"
    )


async def test_a_rolling_upgrade_refuses_nobody(site: Site, nursery: Nursery, load: Load) -> None:
    async with load.running():
        await load.goes_on()
        for _ in range(ROUNDS):
            for service in list(load.services):
                assert await service.stop() == 0
                await load.goes_on(2)
                await again(service, site, nursery, load)
                await load.goes_on(2)
    assert not load.refused
    tell(load)
    await everything_is_there(site, load)


async def test_a_kill_loses_nothing_that_was_acknowledged(
    site: Site, nursery: Nursery, load: Load
) -> None:
    async with load.running():
        await load.goes_on()
        for _ in range(ROUNDS):
            for service in list(load.services):
                await service.kill()
                # The calls that it was answering may be refused, and nobody has to wait for it.
                await load.goes_on(2)
                await again(service, site, nursery, load)
        # Nobody would have noticed anything if calls went elsewhere: without both, they do.
        pair = [each for each in load.services if each.name == "volunteers"]
        for service in pair:
            await service.kill()
        await load.is_refused()
        for service in pair:
            await again(service, site, nursery, load)
        await load.goes_on()
    tell(load)
    await everything_is_there(site, load)
