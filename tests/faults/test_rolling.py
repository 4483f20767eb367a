"""A rolling upgrade: two processes of each service and two gateways, restarted one after the other while people use them.

Some people send requests; others keep subscriptions open, over WebSockets and as server-sent events. `make upgrade-check`
restarts everything fifty times.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

import pytest
import pytest_asyncio

from tests.faults.accounts import everything_is_there
from tests.faults.gateways import Frontends, GatewayProcess
from tests.faults.listeners import (
    OVER_EVENTS,
    OVER_WEBSOCKETS,
    Listener,
    all_hear,
    listening,
)
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


@dataclass
class Account:
    """What was seen, for `make upgrade-check`.

    Attributes:
        what: What is done in each round.
        listeners: All listeners so far.
    """

    load: Frontends
    what: str
    listeners: list[Listener] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def after(self, number: int) -> None:
        """Says how far it is after so many rounds, if there are several."""
        each = (time.monotonic() - self._began) / number
        left = (ROUNDS - number) * each
        if ROUNDS > 1:
            self._say(
                f"{self.what}: round {number} of {ROUNDS}, {each:.0f} s each, {left / 60:.0f} min left"
            )

    def tell(self, longest: float = 0.0) -> None:
        """Says what was seen in all."""
        load, heard = self.load, self.listeners
        told = ", ".join(f"{count} times {code}" for code, count in sorted(load.refused.items()))
        within = f", {longest:.2f} s after a kill at the latest" if load.refused else ""
        self._say(
            f"{self.what}: {ROUNDS} rounds in {time.monotonic() - self._began:.0f} s,"
            f" {len(load.people)} people all of whose requests succeeded; sent again: {told or 'none'}{within};"
            f" {sum(each.connections for each in heard)} subscriptions of {len(heard)} people told"
            f" {sum(len(each.shown) for each in heard)} changes, none missed, none twice;"
            f" broken off: {sum(len(each.broken) for each in heard)}"
        )

    def _say(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


async def test_a_rolling_upgrade_refuses_nobody(
    site: Site, nursery: Nursery, load: Frontends
) -> None:
    account = Account(load, "stopped in order")
    async with load.running():
        await load.goes_on()
        for number in range(ROUNDS):
            async with listening(load) as listeners:
                account.listeners += listeners
                for process in load.processes:
                    assert await process.stop() == 0
                    assert process.faults() == []
                    await asyncio.gather(load.goes_on(2), all_hear(listeners))
                    await again(process, site, nursery, load)
            account.after(number + 1)
    assert not load.refused
    assert [each.broken + each.doubles for each in account.listeners] == [[], []] * ROUNDS
    # Each gateway was stopped in each round, so each listener had to begin again.
    assert all(each.connections > 1 for each in account.listeners)
    account.tell()
    await everything_is_there(site, load)


async def test_a_kill_loses_nothing_that_was_acknowledged(
    site: Site, nursery: Nursery, load: Frontends
) -> None:
    longest, account = 0.0, Account(load, "ended by kill -9")
    async with load.running():
        await load.goes_on()
        for number in range(ROUNDS):
            async with listening(load) as listeners:
                account.listeners += listeners
                for process in load.processes:
                    known = len(load.refused_at)
                    killed = time.monotonic()
                    await process.kill()
                    # The calls that it was answering may be refused, and nobody has to wait for it.
                    await asyncio.gather(load.goes_on(2), all_hear(listeners))
                    await again(process, site, nursery, load)
                    late = [at - killed for at in load.refused_at[known:]]
                    longest = max([longest, *late])
            account.after(number + 1)
        assert longest < WINDOW_SECONDS
        assert not [each.doubles for each in account.listeners if each.doubles]
        account.tell(longest)
        # Nobody would have noticed anything if calls went elsewhere: without both, they do.
        for name in ("volunteers", "gateway"):
            pair = [each for each in load.processes if each.name == name]
            for process in pair:
                await process.kill()
            await load.is_refused()
            for process in pair:
                await again(process, site, nursery, load)
            await load.goes_on()
    await everything_is_there(site, load)


def began_again(listener: Listener, before: int) -> bool:
    return listener.connections > before


@pytest.mark.parametrize("transport", [OVER_WEBSOCKETS, OVER_EVENTS])
async def test_control_who_does_not_read_again_misses_what_came_meanwhile(
    load: Frontends, transport: str
) -> None:
    listener = Listener(load, transport, reads=False)
    await listener.join()
    for _ in range(2):
        before = listener.connections
        ear = asyncio.create_task(listener.listen())
        await eventually(partial(began_again, listener, before))
        await listener.found()
        await eventually(lambda: listener.founded[-1] in listener.shown)
        ear.cancel()
        await asyncio.wait([ear])
        await listener.found()
    # What came while nobody listened is missing, until the list is read when the platform says so.
    first, missed, second, last = listener.founded
    assert listener.shown.keys() == {first, second}
    listener.reads = True
    ear = asyncio.create_task(listener.listen())
    await listener.is_right()
    assert {missed, last} <= listener.shown.keys()
    ear.cancel()
    await asyncio.wait([ear])
