"""Who hears of which change: a feed shows what its subscriber may see at the time, and no more."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from banyan.events.v1 import shift_pb2, sign_up_pb2
from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.process.ids import uuid7
from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.subscribers import (
    PATIENCE,
    SIGN_UPS,
    Feed,
    cancel,
    code,
    context_of,
    following,
    new_shift,
    sign_up,
)
from tests.gateway.transport.conftest import start_node
from tests.waiting import eventually
from tests.world import KINDS, PEOPLE, World

OWN_SIGN_UPS = "subscription { viewerSignUpChanges { signUp { id state } } }"
MEMBERSHIPS = """subscription($id: ID!) { membershipChanges(organizationId: $id) {
    membership { id state applicationMessage } } }"""
OWN_MEMBERSHIPS = """subscription { viewerMembershipChanges {
    membership { id state applicationMessage } } }"""
MESSAGE = "I sing alto."


@pytest_asyncio.fixture
async def shift(gateway: Gateway, world: World) -> str:
    """A shift of its own for the test."""
    return await new_shift(gateway, world, world.ids["event"])


@asynccontextmanager
async def audience(
    gateway: Gateway, world: World, query: str, **variables: Any
) -> AsyncIterator[dict[str, Feed]]:
    """Lets everybody who is somebody follow something; yields their feeds by kind."""
    async with AsyncExitStack() as stack:
        yield {
            kind: await stack.enter_async_context(
                following(gateway, query, world.tokens[kind], **variables)
            )
            for kind in PEOPLE
        }


async def heard(
    gateway: Gateway, feeds: dict[str, Feed], witness: str, count: int
) -> dict[str, list[Json]]:
    """Returns what each has heard once a witness has heard so much: all up to a gap for everybody."""
    first = [await feeds[witness].next() for _ in range(count)]
    gateway.backend.notices.miss()
    shown = {kind: await feed.until_gap() for kind, feed in feeds.items()}
    return shown | {witness: [state for state in first if state] + shown[witness]}


async def newcomer(gateway: Gateway, world: World) -> str:
    """Returns the token of a person who has just registered."""
    token = world.platform.site.issuer.mint(f"newcomer-{uuid4().hex}", "Newcomer")
    payload = await gateway.do("registerPerson", token, displayName="Newcomer", timeZone="UTC")
    assert payload["errors"] == []
    return token


async def apply(gateway: Gateway, world: World, token: str) -> str:
    payload = await gateway.do(
        "applyForMembership",
        token,
        "membership { id }",
        organizationId=global_id("Organization", world.ids["group"]),
        applicationMessage=MESSAGE,
    )
    assert payload["errors"] == []
    id_: str = payload["membership"]["id"]
    return id_


async def come_and_go(gateway: Gateway, world: World, shift: str) -> str:
    """Signs the member up and off again; returns the sign-up."""
    id_ = await sign_up(gateway, world.tokens["member"], shift)
    await cancel(gateway, world.tokens["member"], id_)
    return id_


class TestSignUps:
    async def test_those_of_a_shift(self, gateway: Gateway, world: World, shift: str) -> None:
        async with audience(gateway, world, SIGN_UPS, id=shift) as feeds:
            id_ = await come_and_go(gateway, world, shift)
            shown = await heard(gateway, feeds, "coordinator", 2)
        may_see = {"member", "coordinator", "leader", "owner", "supervisor", "administrator"}
        assert {
            kind: [(state["id"], state["state"]) for state in states]
            for kind, states in shown.items()
        } == {
            kind: [(id_, "CONFIRMED"), (id_, "CANCELLED")] if kind in may_see else []
            for kind in PEOPLE
        }

    async def test_ones_own(self, gateway: Gateway, world: World, shift: str) -> None:
        async with audience(gateway, world, OWN_SIGN_UPS) as feeds:
            await come_and_go(gateway, world, shift)
            shown = await heard(gateway, feeds, "member", 2)
        assert {kind for kind, states in shown.items() if states} == {"member"}
        assert [state["state"] for state in shown["member"]] == ["CONFIRMED", "CANCELLED"]

    async def test_whoever_lost_their_role_hears_no_more(
        self, gateway: Gateway, world: World, shift: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        passports, owner = gateway.backend.passports, world.tokens["owner"]
        token = await newcomer(gateway, world)
        ids = [await apply(gateway, world, token)]
        payload = await gateway.do("grantRoles", owner, membershipIds=ids, role="COORDINATOR")
        assert not payload["errors"]
        passports.renew(token)
        # So that no second that passes by itself changes anything.
        monkeypatch.setattr(passports, "_fresh", timedelta(hours=1))
        async with (
            following(gateway, SIGN_UPS, token, id=shift) as them,
            following(gateway, SIGN_UPS, owner, id=shift) as witness,
        ):

            async def changes_heard() -> int:
                await come_and_go(gateway, world, shift)
                shown = await heard(gateway, {"them": them, "witness": witness}, "witness", 2)
                assert len(shown["witness"]) == 2
                return len(shown["them"])

            assert await changes_heard() == 2
            payload = await gateway.do("endRole", owner, membershipId=ids[0], role="COORDINATOR")
            assert not payload["errors"]

            async def nothing_heard() -> bool:
                return await changes_heard() == 0

            # Without another passport: the services have heard that the role ended.
            await eventually(nothing_heard)


async def test_what_is_sent_from_the_notice_is_the_same_for_all(
    gateway: Gateway, world: World
) -> None:
    """What `uniform=True` says of shifts and sign-ups."""
    shift = shift_pb2.GetShiftRequest(shift_id=world.ids["shift"])
    sign_up = sign_up_pb2.GetSignUpRequest(sign_up_id=world.ids["sign_up"])
    asked = ((shift, shift_pb2.Shift, 9), (sign_up, sign_up_pb2.SignUp, 6))
    for request, answer_type, may_see in asked:
        answers = []
        for token in [world.tokens[kind] for kind in KINDS]:
            with suppress(PermissionDenied, Unauthenticated):
                answers.append(await context_of(gateway, token).call(request, answer_type))
        assert len(answers) >= may_see
        assert all(answer == answers[0] for answer in answers)


class TestMemberships:
    async def test_those_of_an_organization(self, gateway: Gateway, world: World) -> None:
        applicant = await newcomer(gateway, world)
        group = global_id("Organization", world.ids["group"])
        async with audience(gateway, world, MEMBERSHIPS, id=group) as feeds:
            id_ = await apply(gateway, world, applicant)
            shown = await heard(gateway, feeds, "leader", 1)
        assert shown.pop("stranger") == []
        overseers = {"coordinator", "leader", "owner", "supervisor", "administrator"}
        assert shown == {
            kind: [
                {
                    "id": id_,
                    "state": "ACTIVE",
                    "applicationMessage": MESSAGE if kind in overseers else None,
                }
            ]
            for kind in PEOPLE
            if kind != "stranger"
        }

    async def test_ones_own(self, gateway: Gateway, world: World) -> None:
        applicant = await newcomer(gateway, world)
        async with following(gateway, OWN_MEMBERSHIPS, applicant) as feed:
            id_ = await apply(gateway, world, applicant)
            applied = await feed.next()
            await gateway.do("endMembership", world.tokens["leader"], membershipId=id_)
            ended = await feed.next()
        assert [state and state["state"] for state in (applied, ended)] == ["ACTIVE", "ENDED"]


class TestWhoIsLetIn:
    @pytest.mark.parametrize("query", [OWN_SIGN_UPS, OWN_MEMBERSHIPS])
    async def test_nobody_in_particular_has_nothing(self, gateway: Gateway, query: str) -> None:
        async with gateway.events(query) as results:
            assert [code(result) async for result in results] == ["UNAUTHENTICATED"]

    async def test_an_app_without_the_scope(self, gateway: Gateway, world: World) -> None:
        async with gateway.events(OWN_MEMBERSHIPS, world.tokens["app"]) as results:
            assert [code(result) async for result in results] == ["PERMISSION_DENIED"]

    async def test_what_is_not_there_is_silent(self, gateway: Gateway, world: World) -> None:
        nowhere = global_id("Shift", str(uuid7()))
        async with following(gateway, SIGN_UPS, world.tokens["leader"], id=nowhere) as feed:
            gateway.backend.notices.miss()
            assert await feed.until_gap() == []

    async def test_an_id_of_another_type(self, gateway: Gateway, world: World) -> None:
        other = global_id("Event", world.ids["event"])
        async with gateway.events(SIGN_UPS, world.tokens["leader"], id=other) as results:
            assert [code(result) async for result in results] == ["INVALID_ARGUMENT"]


class TestClientsThatOthersWrote:
    @pytest.mark.parametrize("transport", ["ws", "sse"])
    async def test_of_javascript(
        self, gateway: Gateway, world: World, shift: str, transport: str
    ) -> None:
        process = await start_node(
            "subscribe.mjs",
            {
                "transport": transport,
                "url": gateway.url.replace("http", "ws", transport == "ws"),
                "authorization": f"Bearer {world.tokens['leader']}",
                "query": SIGN_UPS,
                "variables": {"id": shift},
                "take": 3,
            },
        )
        assert process.stdout is not None

        async def state() -> Json | None:
            assert process.stdout is not None
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
            shown: Json | None = json.loads(line)["data"]["signUpChanges"]["signUp"]
            return shown

        assert await state() is None
        await come_and_go(gateway, world, shift)
        assert [(await state() or {})["state"] for _ in range(2)] == ["CONFIRMED", "CANCELLED"]
        await process.communicate()

    async def test_of_python(self, gateway: Gateway, world: World, shift: str) -> None:
        transport = WebsocketsTransport(
            url=gateway.url.replace("http", "ws"),
            init_payload={"authorization": f"Bearer {world.tokens['leader']}"},
        )
        async with Client(transport=transport) as client, asyncio.timeout(PATIENCE):
            query = gql(SIGN_UPS)
            query.variable_values = {"id": shift}
            async with aclosing(client.subscribe(query)) as shown:
                assert (await anext(shown))["signUpChanges"]["signUp"] is None
                await come_and_go(gateway, world, shift)
                for expected in ("CONFIRMED", "CANCELLED"):
                    assert (await anext(shown))["signUpChanges"]["signUp"]["state"] == expected
