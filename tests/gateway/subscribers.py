"""What the tests of subscriptions have in common: shifts of their own, and how to hear of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from gateway.backend.context import Context
from tests.gateway.conftest import Gateway, Json, global_id
from tests.waiting import TIMEOUT
from tests.world import World

PLACES = "subscription($id: ID!) { shiftPlaces(shiftIds: [$id]) { shift { id placesTaken capacity updateTime } } }"
SIGN_UPS = """subscription($id: ID!) { signUpChanges(shiftId: $id) {
    signUp { id state updateTime person { displayName } } } }"""
PATIENCE = TIMEOUT


async def new_shift(gateway: Gateway, world: World, event_id: str, capacity: int = 50) -> str:
    """Creates a shift; returns its global id."""
    planned = world.shift(event_id)
    payload = await gateway.do(
        "createShift",
        world.tokens["coordinator"],
        "shift { id }",
        eventId=global_id("Event", event_id),
        title=planned.title,
        capacity=capacity,
        startTime=planned.start_time.ToJsonString(),
        endTime=planned.end_time.ToJsonString(),
    )
    assert payload["errors"] == []
    id_: str = payload["shift"]["id"]
    return id_


async def resize(gateway: Gateway, world: World, shift: str, capacity: int) -> None:
    """Changes the capacity of a shift."""
    payload = await gateway.do(
        "updateShift", world.tokens["coordinator"], shiftId=shift, capacity=capacity
    )
    assert payload["errors"] == []


async def sign_up(gateway: Gateway, token: str, shift: str) -> str:
    """Signs somebody up; returns the global id of the sign-up."""
    payload = await gateway.do("createSignUp", token, "signUp { id }", shiftId=shift)
    assert payload["errors"] == []
    id_: str = payload["signUp"]["id"]
    return id_


async def cancel(gateway: Gateway, token: str, sign_up_id: str) -> None:
    """Cancels a sign-up."""
    payload = await gateway.do("cancelSignUp", token, signUpId=sign_up_id)
    assert payload["errors"] == []


def code(result: Json) -> str:
    """Returns the code of the only error of a result."""
    [error] = result["errors"]
    found: str = error["extensions"]["code"]
    return found


class Feed:
    """A subscription to changes, as its subscriber sees it.

    Args:
        results: What is sent.
        field: The subscription.
        resource: The field of its messages that holds the resource.
    """

    def __init__(self, results: AsyncIterator[Json], field: str, resource: str) -> None:
        self._results = results
        self._field = field
        self._resource = resource

    async def next(self) -> Json | None:
        """Returns the resource in the next message; None where it holds none."""
        async with asyncio.timeout(PATIENCE):
            result = await anext(self._results)
        assert "errors" not in result, result["errors"]
        shown: Json | None = result["data"][self._field][self._resource]
        return shown

    async def until_gap(self) -> list[Json]:
        """Returns what is sent before the next message that holds nothing."""
        shown: list[Json] = []
        while (state := await self.next()) is not None:
            shown.append(state)
        return shown


@asynccontextmanager
async def following(
    gateway: Gateway, query: str, token: str, **variables: Any
) -> AsyncIterator[Feed]:
    """Subscribes to changes; yields once they are heard of."""
    field, resource = query.partition("{")[2].split("(")[0].split("{")[0].strip(), "signUp"
    if "embership" in field:
        resource = "membership"
    async with gateway.events(query, token, **variables) as results:
        feed = Feed(results, field, resource)
        assert await feed.next() is None
        yield feed


def context_of(gateway: Gateway, token: str = "") -> Context:
    """Returns the context of an operation of somebody."""
    return Context(gateway.backend, token or None, {})
