"""Replicas of the gateway that share budgets through a real NATS, or go on without it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from nats import errors as nats_errors
from nats.js.kv import KeyValue

from deploy.local.nats import Nats
from gateway.backend.allowances import Policy
from gateway.backend.budgets import Budgets
from gateway.backend.sharing import SHARED, Sharing
from services.kit.bus.connection import Bus
from services.kit.errors import Exhausted
from services.kit.process.tasks import end
from tests.servers import start_nats
from tests.waiting import TIMEOUT, eventually

# It does not fill again while a test runs.
POLICY = Policy("person", 1000, 0.001)
LIN = "01920000-0000-7000-8000-00000000000a"


@asynccontextmanager
async def replica(nats: Nats) -> AsyncIterator[Budgets]:
    """Runs what shares the budgets of one replica."""
    budgets = Budgets([POLICY])
    bus = Bus(nats.url, "test")
    tasks = [
        asyncio.create_task(work())
        for work in (bus.connect, Sharing(bus, budgets, interval=0.01).run)
    ]
    try:
        yield budgets
    finally:
        await end(tasks)
        await bus.close()


@pytest.fixture(scope="module")
def nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    server = start_nats(tmp_path_factory.mktemp("sharing"))
    yield server
    server.remove()


async def hears(here: Budgets, there: Budgets) -> None:
    """Waits until what is spent at one replica is heard of at another."""
    callers = (f"caller {number}" for number in count())

    def heard() -> bool:
        caller = next(callers)
        told.append(caller)
        here.account(POLICY, caller).spend(500)
        return any(there.account(POLICY, each).left < 1000 for each in told)

    told: list[str] = []
    await eventually(heard, interval=0.1)


async def test_what_is_spent_at_one_replica_is_missing_at_the_others(nats: Nats) -> None:
    async with replica(nats) as here, replica(nats) as there, replica(nats) as elsewhere:
        await hears(here, there)
        await hears(here, elsewhere)
        one, other, third = (each.account(POLICY, LIN) for each in (here, there, elsewhere))
        one.spend(one.left)
        await eventually(lambda: other.left == third.left == 0)
        with pytest.raises(Exhausted):
            other.spend(1)
        assert there.account(POLICY, "somebody else").left == 1000


async def test_what_is_returned_is_there_again(nats: Nats) -> None:
    async with replica(nats) as here, replica(nats) as there:
        one, other = here.account(POLICY, LIN), there.account(POLICY, LIN)
        await hears(here, there)
        one.spend(500)
        await eventually(lambda: other.left == 500)
        one.return_(500)
        await eventually(lambda: other.left == 1000)


async def test_what_is_returned_while_the_store_answers_is_there_again(
    nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, answers = KeyValue.put, asyncio.Event()

    async def put_slowly(store: KeyValue, key: str, value: bytes) -> int:
        number = await put(store, key, value)
        if value == b"400":
            await answers.wait()
        return number

    monkeypatch.setattr(KeyValue, "put", put_slowly)
    async with replica(nats) as here, replica(nats) as there:
        one, other = here.account(POLICY, LIN), there.account(POLICY, LIN)
        await hears(here, there)
        one.spend(400)
        await eventually(lambda: other.left == 600)
        one.return_(400)
        answers.set()
        await eventually(lambda: other.left == 1000)


async def test_what_the_store_refused_is_told_again(
    nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, away = KeyValue.put, asyncio.Event()

    async def put_once_it_is_back(store: KeyValue, key: str, value: bytes) -> int:
        if not away.is_set():
            away.set()
            raise nats_errors.TimeoutError
        return await put(store, key, value)

    async with replica(nats) as here, replica(nats) as there:
        one, other = here.account(POLICY, LIN), there.account(POLICY, LIN)
        await hears(here, there)
        monkeypatch.setattr(KeyValue, "put", put_once_it_is_back)
        one.spend(500)
        await eventually(away.is_set)
        await eventually(lambda: other.left == 500)


async def test_without_the_store_each_replica_goes_by_its_own(tmp_path: Path) -> None:
    nats = start_nats(tmp_path)
    async with AsyncExitStack() as stack:
        stack.callback(nats.remove)
        here = await stack.enter_async_context(replica(nats))
        there = await stack.enter_async_context(replica(nats))
        one, other = here.account(POLICY, LIN), there.account(POLICY, LIN)
        await hears(here, there)
        nats.stop()
        one.spend(200)
        await eventually(lambda: SHARED._value.get() == 0)
        one.spend(800)
        with pytest.raises(Exhausted):
            one.spend(1)
        assert other.left == 1000
        nats.start()
        await eventually(lambda: SHARED._value.get() == 1)
        await hears(here, there)


async def test_it_ends_although_the_library_lost_its_cancellation(
    nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `asyncio.wait_for` of Python 3.11 does when an answer arrives at the same moment."""
    begun, lost = asyncio.Event(), asyncio.Event()

    async def put(*_: object) -> int:
        begun.set()
        try:
            await lost.wait()
        except asyncio.CancelledError:
            lost.set()
        return 1

    monkeypatch.setattr(KeyValue, "put", put)
    async with asyncio.timeout(TIMEOUT), replica(nats) as here:
        here.account(POLICY, LIN).spend(500)
        await begun.wait()
    assert lost.is_set()


async def test_nobody_is_told_of_who_asks_for_little(nats: Nats) -> None:
    budgets = Budgets([POLICY])
    budgets.account(POLICY, LIN).spend(19)
    assert not budgets.unshared
    budgets.account(POLICY, LIN).spend(1)
    [key] = budgets.unshared
    assert LIN not in key
