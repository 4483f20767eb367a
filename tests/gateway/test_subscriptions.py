import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import websockets

from gateway.context import Bounds
from gateway.notices import Topic
from tests.gateway.conftest import NOBODYS_ID, Gateway, Json, global_id, local_id, serving
from tests.gateway.subscribers import code, new_shift, resize
from tests.waiting import eventually
from tests.world import World

QUERY = """subscription($id: ID!) {
    shiftPlaces(shiftId: $id) { id placesTaken capacity event { title } } }"""


@pytest.fixture
async def shift(gateway: Gateway, world: World) -> str:
    """A shift of its own for the test."""
    return await new_shift(gateway, world, world.ids["event"])


async def until(results: AsyncIterator[Json], capacity: int) -> Json:
    """Returns the first result that shows this capacity."""
    async with asyncio.timeout(10):
        async for result in results:
            shown: Json = result["data"]["shiftPlaces"]
            if shown["capacity"] == capacity:
                return shown
    raise AssertionError("the subscription has ended")


class TestServerSentEvents:
    async def test_a_shift_now_and_after_each_change(
        self, gateway: Gateway, world: World, shift: str
    ) -> None:
        async with gateway.events(QUERY, id=shift) as results:
            first = await anext(results)
            assert first["data"]["shiftPlaces"] == {
                "id": shift,
                "placesTaken": 0,
                "capacity": 50,
                "event": {"title": "重阳节演出 Double Ninth concert"},
            }
            await resize(gateway, world, shift, 49)
            await until(results, 49)
            await resize(gateway, world, shift, 48)
            await until(results, 48)

    async def test_a_place_that_is_taken(self, gateway: Gateway, world: World) -> None:
        shift = global_id("Shift", world.ids["shift"])
        async with gateway.events(QUERY, id=shift) as results:
            taken = (await anext(results))["data"]["shiftPlaces"]["placesTaken"]
            payload = await gateway.do(
                "createSignUp", world.tokens["member"], "signUp { id }", shiftId=shift
            )
            async with asyncio.timeout(10):
                async for result in results:
                    if result["data"]["shiftPlaces"]["placesTaken"] == taken + 1:
                        break
                else:
                    raise AssertionError("the subscription has ended")
            sign_up = payload["signUp"]["id"]
            await gateway.do("cancelSignUp", world.tokens["member"], signUpId=sign_up)

    @pytest.mark.parametrize(
        ("id_", "expected"),
        [
            ("junk", "INVALID_ARGUMENT"),
            (global_id("Event", NOBODYS_ID), "INVALID_ARGUMENT"),
            (global_id("Shift", NOBODYS_ID), "PERMISSION_DENIED"),
        ],
    )
    async def test_what_cannot_be_watched_is_told_and_over(
        self, gateway: Gateway, id_: str, expected: str
    ) -> None:
        async with gateway.events(QUERY, id=id_) as results:
            assert [code(result) async for result in results] == [expected]

    async def test_what_the_viewer_may_not_see(self, gateway: Gateway, world: World) -> None:
        hidden = await new_shift(gateway, world, world.ids["members_event"])
        async with gateway.events(QUERY, world.tokens["stranger"], id=hidden) as results:
            assert [code(result) async for result in results] == ["PERMISSION_DENIED"]
        async with gateway.events(QUERY, world.tokens["member"], id=hidden) as results:
            assert (await anext(results))["data"]["shiftPlaces"]["id"] == hidden

    async def test_it_ends_with_the_credential(self, world: World, shift: str) -> None:
        token = world.platform.site.issuer.mint("subject", "", lifetime=timedelta(seconds=3))
        async with (
            serving(world.platform.site, Bounds(subscription_recheck=0.2)) as gateway,
            gateway.events(QUERY, token, id=shift) as results,
        ):
            assert "errors" not in await anext(results)
            assert [code(result) async for result in results] == ["UNAUTHENTICATED"]

    async def test_whoever_goes_away_is_forgotten(self, gateway: Gateway, shift: str) -> None:
        topic = Topic("banyan.events.shift", "id", local_id(shift))
        async with gateway.events(QUERY, id=shift) as results:
            await anext(results)
            assert topic in gateway.backend.notices._watches
        await eventually(lambda: topic not in gateway.backend.notices._watches)

    async def test_it_ends_with_the_right_to_see(self, gateway: Gateway, world: World) -> None:
        shift = await new_shift(gateway, world, world.ids["members_event"])
        token = world.platform.site.issuer.mint("leaving", "Leaving")
        await gateway.do("registerPerson", token, displayName="Leaving", timeZone="UTC")
        payload = await gateway.do(
            "applyForMembership",
            token,
            "membership { id }",
            organizationId=global_id("Organization", world.ids["group"]),
        )
        async with gateway.events(QUERY, token, id=shift) as results:
            assert "errors" not in await anext(results)
            await gateway.do("endMembership", token, membershipId=payload["membership"]["id"])
            await resize(gateway, world, shift, 7)
            assert [code(result) async for result in results][-1] == "PERMISSION_DENIED"


class TestWebSocket:
    async def test_a_shift_now_and_after_a_change(
        self, gateway: Gateway, world: World, shift: str
    ) -> None:
        async with subscribed(gateway, world.tokens["subject"], id=shift) as results:
            assert (await anext(results))["data"]["shiftPlaces"]["capacity"] == 50
            await resize(gateway, world, shift, 5)
            await until(results, 5)

    async def test_a_credential_that_does_not_hold(self, gateway: Gateway, shift: str) -> None:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            async with subscribed(gateway, "junk", id=shift):
                pass
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


@asynccontextmanager
async def subscribed(
    gateway: Gateway, token: str, **variables: Any
) -> AsyncIterator[AsyncIterator[Json]]:
    """Subscribes over a WebSocket; yields the results."""
    url = gateway.url.replace("http", "ws")
    protocol = websockets.Subprotocol("graphql-transport-ws")
    async with websockets.connect(url, subprotocols=[protocol], proxy=None) as socket:
        given = {"authorization": f"Bearer {token}"} if token else {}
        await socket.send(json.dumps({"type": "connection_init", "payload": given}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        operation = {"query": QUERY, "variables": variables}
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": operation}))

        async def results() -> AsyncIterator[Json]:
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "next":
                    yield message["payload"]

        yield results()
