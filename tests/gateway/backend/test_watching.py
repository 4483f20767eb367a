"""Every change, live and in order: what subscriptions promise, under bursts and interruptions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.events.v1 import shift_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from gateway.backend.backend import Bounds
from gateway.backend.notices import Topic
from gateway.backend.watching import states
from tests.databases import Databases
from tests.gateway.conftest import Gateway, Json, local_id, serving
from tests.gateway.subscribers import (
    PATIENCE,
    PLACES,
    SIGN_UPS,
    cancel,
    context_of,
    following,
    new_shift,
    resize,
    sign_up,
)
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Platform, Site
from tests.waiting import eventually
from tests.world import World

BURST = 200
AT_ONCE = 8
CAPACITIES = range(100, 100 + BURST)
LAST = 99


@pytest.fixture
async def shift(gateway: Gateway, world: World) -> str:
    """A shift of its own for the test."""
    return await new_shift(gateway, world, world.ids["event"])


async def burst(world: World, shift: str) -> None:
    """Changes a shift many times, several changes under way at once."""
    slots = asyncio.Semaphore(AT_ONCE)
    roles = {UUID(world.ids["group"]): ["COORDINATOR"]}
    passport = world.platform.office.person(UUID(world.people["coordinator"]), roles=roles)

    async def change(capacity: int) -> None:
        request = shift_pb2.UpdateShiftRequest(
            shift_id=local_id(shift),
            shift=shift_pb2.Shift(capacity=capacity),
            update_mask=FieldMask(paths=["capacity"]),
        )
        async with slots:
            await world.platform.call(request, shift_pb2.Shift, passport)

    await asyncio.gather(*(change(capacity) for capacity in CAPACITIES))


@asynccontextmanager
async def watching(
    gateway: Gateway, shift: str, *, uniform: bool
) -> AsyncIterator[AsyncIterator[shift_pb2.Shift]]:
    """Watches a shift as a subscription does; yields its states once the first was taken."""
    request = shift_pb2.GetShiftRequest(shift_id=local_id(shift))
    topic = Topic("banyan.events.shift", "id", local_id(shift))
    async with aclosing(states(context_of(gateway), topic, request, uniform=uniform)) as reading:
        await anext(reading)
        yield cast("AsyncIterator[shift_pb2.Shift]", reading)


async def capacities(results: AsyncIterator[shift_pb2.Shift], last: int) -> list[int]:
    """Returns the capacities that are shown, up to this one."""
    seen: list[int] = []
    while not seen or seen[-1] != last:
        seen.append((await anext(results)).capacity)
    return seen


class TestEveryChangeInOrder:
    async def test_of_a_shift(self, gateway: Gateway, world: World, shift: str) -> None:
        async with gateway.events(PLACES, id=shift) as results, asyncio.timeout(2 * PATIENCE):
            shown = [(await anext(results))["data"]["shiftPlaces"]["shift"]]
            changing = asyncio.create_task(burst(world, shift))
            while len(shown) < 1 + BURST:
                shown.append((await anext(results))["data"]["shiftPlaces"]["shift"])
            await changing
        assert sorted(state["capacity"] for state in shown[1:]) == list(CAPACITIES)
        times = [state["updateTime"] for state in shown]
        assert times == sorted(set(times))

    async def test_reading_again_instead_would_lose_some(
        self, gateway: Gateway, world: World, shift: str
    ) -> None:
        async with (
            watching(gateway, shift, uniform=True) as told,
            watching(gateway, shift, uniform=False) as reading,
            asyncio.timeout(2 * PATIENCE),
        ):
            await burst(world, shift)
            await resize(gateway, world, shift, LAST)
            all_of_them = await capacities(told, LAST)
            assert sorted(all_of_them) == [LAST, *CAPACITIES]
            assert len(await capacities(reading, LAST)) < BURST / 2

    async def test_of_the_sign_ups_of_a_shift(
        self, gateway: Gateway, world: World, shift: str
    ) -> None:
        people = ["member", "leader", "owner"]
        expected: list[tuple[str, str]] = []
        async with following(gateway, SIGN_UPS, world.tokens["coordinator"], id=shift) as feed:
            for kind in people:
                id_ = await sign_up(gateway, world.tokens[kind], shift)
                await cancel(gateway, world.tokens[kind], id_)
                expected += [(id_, "CONFIRMED"), (id_, "CANCELLED")]
            shown = [await feed.next() for _ in expected]
        assert [(state["id"], state["state"]) for state in shown if state] == expected
        assert [state["person"]["displayName"] for state in shown if state][::2] == [
            f"{kind} 居民" for kind in people
        ]


class TestSlowSubscribers:
    async def test_the_present_state_stands_for_what_did_not_fit(
        self, world: World, gateway: Gateway, shift: str
    ) -> None:
        bounds = Bounds(subscription_queue=5)
        async with serving(world.platform.site, bounds) as small:
            await eventually(lambda: small.backend.notices.is_connected)
            async with watching(small, shift, uniform=True) as reading, asyncio.timeout(PATIENCE):
                [watches] = small.backend.notices._watches.values()
                [watch] = watches
                heard = capacities_heard(watch)
                for capacity in range(10, 30):
                    await resize(gateway, world, shift, capacity)
                await eventually(lambda: heard[-1:] == [29])
                assert (await anext(reading)).capacity == 29
                await resize(gateway, world, shift, 30)
                assert (await anext(reading)).capacity == 30


def capacities_heard(watch: Any) -> list[int]:
    """Returns a list that gets the capacity of each notice for a queue, whether or not it fits."""
    heard: list[int] = []
    put = watch.put

    def note(notice: Any) -> None:
        heard.append(notice.state.capacity)
        put(notice)

    watch.put = note
    return heard


class TestSharedReadings:
    async def test_those_who_are_nobody_share_one(
        self, gateway: Gateway, world: World, shift: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = await _asked(gateway, world, shift, [""] * 50, monkeypatch)
        assert asked <= 3

    async def test_those_who_are_somebody_share_it_where_nobody_may_see_it(
        self, gateway: Gateway, world: World, shift: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tokens = [world.tokens[kind] for kind in ("subject", "member", "stranger", "leader")] * 5
        assert await _asked(gateway, world, shift, tokens, monkeypatch) <= 3

    async def test_what_is_for_members_is_asked_for_each_of_them(
        self, gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hidden = await new_shift(gateway, world, world.ids["members_event"])
        tokens = [world.tokens[kind] for kind in ("subject", "member", "supervisor", "leader")]
        assert await _asked(gateway, world, hidden, tokens, monkeypatch) >= len(tokens)


async def _asked(
    gateway: Gateway,
    world: World,
    shift: str,
    tokens: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> int:
    """Returns how many readings it takes to tell so many subscribers of one change."""
    asked = 0
    call = gateway.backend.client.call

    async def counting(request: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal asked
        asked += isinstance(request, shift_pb2.BatchGetShiftsRequest)
        return await call(request, *arguments, **options)

    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(gateway.events(PLACES, token, id=shift))
            for token in tokens
        ]
        await asyncio.gather(*(anext(results) for results in streams))
        monkeypatch.setattr(gateway.backend.client, "call", counting)
        await resize(gateway, world, shift, 77)
        shown = await asyncio.gather(*(anext(results) for results in streams))
    assert {result["data"]["shiftPlaces"]["shift"]["capacity"] for result in shown} == {77}
    return asked


class TestInterruptions:
    @pytest_asyncio.fixture
    async def stage(
        self, databases: Databases, office: PassportOffice, tmp_path: Path
    ) -> AsyncIterator[tuple[Nats, Gateway, World]]:
        """A community on a bus that the test may end."""
        nats = start_nats(tmp_path / "nats")
        site = Site(databases, nats.url, office, tmp_path, Issuer(tmp_path / "issuer"))
        async with AsyncExitStack() as stack:
            stack.callback(nats.remove)
            world = await World.make(await Platform.start(site, stack))
            yield nats, await stack.enter_async_context(serving(site)), world

    async def test_of_the_bus(self, stage: tuple[Nats, Gateway, World]) -> None:
        nats, gateway, world = stage
        shift = await new_shift(gateway, world, world.ids["event"])
        token = world.tokens["coordinator"]
        async with (
            following(gateway, SIGN_UPS, token, id=shift) as feed,
            gateway.events(PLACES, id=shift) as places,
        ):
            assert await places_taken(places) == 0
            nats.kill()
            await eventually(lambda: not gateway.backend.notices.is_connected)
            await sign_up(gateway, world.tokens["member"], shift)
            nats.start()
            # It was missed or heard of late; either way the present state is known in the end.
            await until(lambda: places_taken(places), 1)
            missed = await feed.until_gap()
            ids = [
                await sign_up(gateway, world.tokens[kind], shift) for kind in ("leader", "owner")
            ]
            while (state := await feed.next()) is None or state["id"] not in ids:
                missed += [state] if state else []
            assert [state["id"], (await feed.next() or {})["id"]] == ids
            assert len({state["id"] for state in missed}) <= 1
            assert [await places_taken(places) for _ in ids] == [2, 3]


async def places_taken(results: AsyncIterator[Json]) -> int:
    async with asyncio.timeout(PATIENCE):
        taken: int = (await anext(results))["data"]["shiftPlaces"]["shift"]["placesTaken"]
    return taken


async def until(ask: Callable[[], Any], wanted: int) -> None:
    while await ask() != wanted:
        pass


class TestWhoeverGoesAway:
    async def test_is_forgotten(self, gateway: Gateway, world: World, shift: str) -> None:
        watches = gateway.backend.notices._watches
        before = len(watches)
        token = world.tokens["coordinator"]
        async with AsyncExitStack() as stack:
            for _ in range(5):
                await stack.enter_async_context(following(gateway, SIGN_UPS, token, id=shift))
            [mine] = [each for each in watches if each.id == local_id(shift)]
            assert len(watches[mine]) == 5
        await eventually(lambda: len(watches) == before)

    async def test_also_when_the_gateway_stops(self, world: World, shift: str) -> None:
        async with AsyncExitStack() as stack:
            gateway = await stack.enter_async_context(serving(world.platform.site))
            subscriber = AsyncExitStack()
            await subscriber.enter_async_context(
                following(gateway, SIGN_UPS, world.tokens["leader"], id=shift)
            )
            assert gateway.backend.notices._watches
            await stack.aclose()
            assert not gateway.backend.notices._watches
            await subscriber.aclose()
