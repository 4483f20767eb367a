import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import websockets
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import invitation_pb2, membership_pb2
from banyan.volunteers.v1 import person_contact_pb2
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from gateway.backend.backend import Bounds
from gateway.backend.notices import Topic
from gateway.binding.subscriptions import (
    WATCHED,
    _watched,
    changes,
    live,
    viewer_changes,
)
from services.catalogue import NAMES
from services.kit.bus.republishing import announced_resources
from tests.gateway.conftest import NOBODYS_ID, Gateway, Json, global_id, local_id, serving
from tests.gateway.subscribers import code, new_shift, resize
from tests.kit.descriptors import message_with
from tests.services import service_named
from tests.waiting import TIMEOUT, eventually
from tests.world import World

QUERY = """subscription($id: ID!) {
    shiftPlaces(shiftIds: [$id]) { shift { id placesTaken capacity event { title } } } }"""


@pytest.fixture
async def shift(gateway: Gateway, world: World) -> str:
    """A shift of its own for the test."""
    return await new_shift(gateway, world, world.ids["event"])


async def until(results: AsyncIterator[Json], capacity: int) -> Json:
    """Returns the first result that shows this capacity."""
    async with asyncio.timeout(TIMEOUT):
        async for result in results:
            shown: Json = result["data"]["shiftPlaces"]["shift"]
            if shown["capacity"] == capacity:
                return shown
    raise AssertionError("the subscription has ended")


class TestServerSentEvents:
    async def test_a_shift_now_and_after_each_change(
        self, gateway: Gateway, world: World, shift: str
    ) -> None:
        async with gateway.events(QUERY, id=shift) as results:
            first = await anext(results)
            assert first["data"]["shiftPlaces"]["shift"] == {
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
            taken = (await anext(results))["data"]["shiftPlaces"]["shift"]["placesTaken"]
            payload = await gateway.do(
                "createSignUp", world.tokens["member"], "signUp { id }", shiftId=shift
            )
            assert payload["errors"] == []
            async with asyncio.timeout(TIMEOUT):
                async for result in results:
                    if result["data"]["shiftPlaces"]["shift"]["placesTaken"] == taken + 1:
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
            assert (await anext(results))["data"]["shiftPlaces"]["shift"]["id"] == hidden

    async def test_it_ends_with_the_credential(self, world: World, shift: str) -> None:
        async with serving(world.platform.site, Bounds(subscription_recheck=0.2)) as gateway:
            # Long enough for the subscription to begin on a busy machine.
            token = world.platform.site.issuer.mint("subject", "", lifetime=timedelta(seconds=6))
            async with gateway.events(QUERY, token, id=shift) as results:
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
        membership = UUID(local_id(payload["membership"]["id"]))

        async def is_known() -> (
            bool
        ):  # a plain membership counts in events once its notice has arrived
            found = "SELECT FROM membership WHERE id = $1"
            return bool(await world.platform.site.sql("events", found, membership))

        await eventually(is_known)
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
            assert (await anext(results))["data"]["shiftPlaces"]["shift"]["capacity"] == 50
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


class TestDeclaring:
    """A subscription that could never send anything is refused when the schema is built."""

    def test_everything_that_is_watched_is_announced_by_its_service(self) -> None:
        announced = {
            f"banyan.{name}.{row.__tablename__}": row.message
            for name in NAMES
            for row in announced_resources(service_named(name).tables)
        }
        assert WATCHED
        assert {name: kind.message for name, kind in WATCHED.items()}.items() <= announced.items()

    @pytest.mark.parametrize(
        ("request_type", "complaint"),
        [
            (person_contact_pb2.GetPersonContactRequest, "PersonContact has no id"),
            (invitation_pb2.LookUpInvitationRequest, "InvitationPreview has no id"),
        ],
    )
    def test_what_is_never_announced_cannot_be_watched(
        self, request_type: type[Message], complaint: str
    ) -> None:
        with pytest.raises(TypeError, match=complaint):
            live(request_type, "Never sends.")

    @pytest.mark.parametrize("field", ["state", "created_by_id"])
    def test_resources_are_watched_by_what_they_refer_to(self, field: str) -> None:
        with pytest.raises(TypeError, match=f"Membership cannot be watched by {field}"):
            changes(membership_pb2.GetMembershipRequest, field, description="Never sends.")

    def test_what_belongs_to_nobody_is_no_change_of_the_viewer(self) -> None:
        with pytest.raises(TypeError, match="Event cannot be watched by person_id"):
            viewer_changes(event_pb2.GetEventRequest, "Never sends.")

    def test_states_without_a_time_cannot_be_put_in_order(self) -> None:
        message = GetMessageClass(message_with("Timeless", "id"))
        with pytest.raises(TypeError, match="Timeless has no update_time"):
            _watched(message, "id")
