"""What subscriptions may cost: each message, all messages of a caller, and the others meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from banyan.events.v1 import event_pb2

from gateway import schema
from gateway.backend.backend import Bounds
from gateway.backend.budgets import OPERATION
from gateway.transport.settings import TransportSettings
from services.kit.errors import DeadlineExceeded
from tests.gateway.conftest import RICH, Gateway, global_id, serving
from tests.gateway.subscribers import PATIENCE, PLACES, code, context_of, new_shift, resize
from tests.waiting import eventually
from tests.world import World

WIDE = """subscription($id: ID!) { shiftPlaces(shiftIds: [$id]) { shift { organization {
    children(first: 100) { nodes { name children(first: 100) { nodes { name } } } } } } } }"""


async def shows(results: AsyncIterator[Any]) -> bool:
    """Returns whether the next message shows a shift."""
    return bool((await anext(results)).data["shiftPlaces"]["shift"])


async def test_a_message_that_costs_too_much_is_refused_beforehand(
    gateway: Gateway, world: World
) -> None:
    shift = global_id("Shift", world.ids["shift"])
    async with gateway.events(WIDE, id=shift) as results:
        result = await anext(results)
    assert code(result) == "RESOURCE_EXHAUSTED"
    assert result["errors"][0]["extensions"]["reason"] == "COST_TOO_HIGH"


async def test_within_the_bound_it_is_sent(world: World) -> None:
    settings = TransportSettings(max_message_cost=20_000)
    shift = global_id("Shift", world.ids["shift"])
    async with (
        serving(world.platform.site, settings=settings) as gateway,
        gateway.events(WIDE, id=shift) as results,
    ):
        assert "errors" not in await anext(results)


async def test_a_caller_has_so_many_on_all_sockets(world: World) -> None:
    shift, token = global_id("Shift", world.ids["shift"]), world.tokens["member"]

    async def refusal(token: str = token) -> str | None:
        async with gateway.events(PLACES, token, id=shift) as results:
            result = await anext(results)
        return result["errors"][0]["extensions"]["reason"] if "errors" in result else None

    async def is_admitted() -> bool:
        return await refusal() is None

    async with serving(
        world.platform.site, allowances=replace(RICH, person_subscriptions=2)
    ) as gateway:
        async with AsyncExitStack() as stack:
            streams = [
                await stack.enter_async_context(gateway.events(PLACES, token, id=shift))
                for _ in range(2)
            ]
            for results in streams:
                assert "errors" not in await anext(results)
            assert await refusal() == "TOO_MANY_SUBSCRIPTIONS"
            assert await refusal(world.tokens["leader"]) is None
        await eventually(is_admitted)


async def test_who_has_spent_it_waits_for_messages_and_others_do_not(world: World) -> None:
    allowances = replace(RICH, person_budget=1000, person_refill=0.001)
    async with serving(world.platform.site, allowances=allowances) as gateway:
        backend = gateway.backend
        account = backend.budgets.account(allowances.signed_in, world.people["member"])
        shift = await new_shift(gateway, world, world.ids["event"], capacity=10)
        async with (
            gateway.events(PLACES, world.tokens["member"], id=shift) as spent,
            gateway.events(PLACES, world.tokens["leader"], id=shift) as other,
        ):
            for results in (spent, other):
                assert (await anext(results))["data"]["shiftPlaces"]["shift"]["capacity"] == 10
            account.spend(account.left)
            waiting = asyncio.ensure_future(anext(spent))
            await resize(gateway, world, shift, 11)
            async with asyncio.timeout(PATIENCE):
                assert (await anext(other))["data"]["shiftPlaces"]["shift"]["capacity"] == 11
            assert not waiting.done()
            waiting.cancel()


async def test_each_message_says_what_it_cost_and_what_is_left(world: World) -> None:
    allowances = replace(RICH, person_budget=1000, person_refill=0.001)
    async with serving(world.platform.site, allowances=allowances) as gateway:
        shift = await new_shift(gateway, world, world.ids["event"], capacity=10)
        async with gateway.events(PLACES, world.tokens["member"], id=shift) as results:
            first = (await anext(results))["extensions"]["cost"]
            await resize(gateway, world, shift, 11)
            second = (await anext(results))["extensions"]["cost"]
    for cost in (first, second):
        assert OPERATION <= cost["actual"] <= cost["requested"] < 100
    before, after = first["budgets"][0], second["budgets"][0]
    assert before["name"] == after["name"] == "person"
    assert before["left"] - after["left"] == second["actual"]


async def test_a_message_has_a_deadline(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*given: object, **more: object) -> None:
        await asyncio.Event().wait()

    context = context_of(gateway)
    monkeypatch.setattr(context, "bounds", replace(Bounds(), message_timeout=0.05))
    await context.passport()
    monkeypatch.setattr(gateway.backend.client, "call", never)
    await context.begin_message()
    with pytest.raises(DeadlineExceeded):
        await context.call(event_pb2.GetEventRequest(event_id=world.ids["event"]), event_pb2.Event)


async def test_who_does_not_take_a_message_holds_nobody_up(world: World) -> None:
    graph = schema.build(TransportSettings())
    variables = {"id": global_id("Shift", world.ids["shift"])}
    async with serving(world.platform.site, Bounds(max_messages_at_once=1)) as gateway:
        slow = await graph.stream(PLACES, variables, context_of(gateway))
        assert await shows(slow)  # it is made, and nobody asks for the next one
        other = await graph.stream(PLACES, variables, context_of(gateway))
        async with asyncio.timeout(PATIENCE):
            assert await shows(other)
        await slow.aclose()
        await other.aclose()


async def test_while_a_message_is_made_the_next_one_waits(world: World) -> None:
    graph = schema.build(TransportSettings())
    variables = {"id": global_id("Shift", world.ids["shift"])}
    async with serving(world.platform.site, Bounds(max_messages_at_once=1)) as gateway:
        await gateway.backend.turns.take("somebody else")
        results = await graph.stream(PLACES, variables, context_of(gateway))
        waiting = asyncio.ensure_future(shows(results))
        await eventually(lambda: bool(gateway.backend.turns._waiting))
        assert not waiting.done()
        gateway.backend.turns.end()
        async with asyncio.timeout(PATIENCE):
            assert await waiting
        await results.aclose()
