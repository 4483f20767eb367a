"""A rolling upgrade: two processes of each service and two gateways, restarted one after the other while people use them.

`make upgrade-check` does so fifty times.
"""

import os
import sys
import time
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.faults.accounts import everything_is_there
from tests.faults.gateways import Frontends, GatewayProcess
from tests.faults.processes import Nursery, ServiceProcess
from tests.services import Site
from tests.waiting import eventually

ROUNDS = int(os.environ.get("ROUNDS", "1"))
# How long after a `kill -9` somebody may be told to try again. docs/operations.md says so.
WINDOW_SECONDS = 5.0


@pytest_asyncio.fixture
async def load(site: Site, nursery: Nursery) -> AsyncIterator[Frontends]:
    async with Frontends.on_gateways(site, nursery, replicas=2) as load:
        yield load


async def again(
    old: ServiceProcess | GatewayProcess, site: Site, nursery: Nursery, load: Frontends
) -> None:
    """Starts a process that has ended, at the same port, and waits until it serves."""
    if isinstance(old, GatewayProcess):
        await load.replace(old, nursery)
        return
    new = await nursery.start(site, old.name, "unhurried", port=old.port)
    load.services[load.services.index(old)] = new
    await new.listening()
    await eventually(new.is_serving)


def tell(load: Frontends, longest: float = 0.0) -> None:
    """Says what was seen, for `make upgrade-check`."""
    told = ", ".join(f"{count} times {code}" for code, count in sorted(load.refused.items()))
    within = f", {longest:.2f} s after a kill at the latest" if load.refused else ""
    sys.stdout.write(
        f"{ROUNDS} rounds, {len(load.people)} people all of whose requests succeeded;"
        f" sent again: {told or 'none'}{within}\n"
    )


async def test_a_rolling_upgrade_refuses_nobody(
    site: Site, nursery: Nursery, load: Frontends
) -> None:
    async with load.running():
        await load.goes_on()
        for _ in range(ROUNDS):
            for process in load.processes:
                assert await process.stop() == 0
                assert process.faults() == []
                await load.goes_on(2)
                await again(process, site, nursery, load)
                await load.goes_on(2)
    assert not load.refused
    tell(load)
    await everything_is_there(site, load)


async def test_a_kill_loses_nothing_that_was_acknowledged(
    site: Site, nursery: Nursery, load: Frontends
) -> None:
    longest = 0.0
    async with load.running():
        await load.goes_on()
        for _ in range(ROUNDS):
            for process in load.processes:
                known = len(load.refused_at)
                killed = time.monotonic()
                await process.kill()
                # The calls that it was answering may be refused, and nobody has to wait for it.
                await load.goes_on(2)
                await again(process, site, nursery, load)
                await load.goes_on(2)
                late = [at - killed for at in load.refused_at[known:]]
                longest = max([longest, *late])
        assert longest < WINDOW_SECONDS
        # Nobody would have noticed anything if calls went elsewhere: without both, they do.
        for name in ("volunteers", "gateway"):
            pair = [each for each in load.processes if each.name == name]
            for process in pair:
                await process.kill()
            await load.is_refused()
            for process in pair:
                await again(process, site, nursery, load)
            await load.goes_on()
    tell(load, longest)
    await everything_is_there(site, load)
