"""A mix of attacks on one gateway, all at once, and another user whose page is answered all the same.

How long the page takes meanwhile is measured by `make bench` (`tests/bench/attacks.py`).
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import httpx
from banyan.events.v1 import event_pb2

from gateway.backend.allowances import Allowances
from gateway.transport.settings import TransportSettings
from tests.gateway.conftest import Gateway, global_id, serving
from tests.gateway.subscribers import PATIENCE, PLACES, new_shift, resize
from tests.gateway.transport.test_connections import connected
from tests.gateway.transport.test_costs import NESTED
from tests.world import World

ROUNDS = 40
PAGE = """query($id: ID!) { event(id: $id) { title organization { name }
    shifts { nodes { title capacity placesTaken } } } }"""
# What an attacker may be told: an answer, or one of these.
REFUSALS = {"BUDGET_SPENT", "COST_TOO_HIGH", "TOO_MANY_INTROSPECTIONS", "TOO_MANY_CREDENTIALS"} | {
    "DOCUMENT_TOO_LARGE",
    "GRAPHQL_VALIDATION_FAILED",
    "CREDENTIAL_INVALID",
    "UNAUTHENTICATED",
}


@dataclass
class Attacker:
    """Somebody who asks for too much, from an address of their own.

    Attributes:
        gateway: Whom they ask.
        address: Their address.
        outcomes: What they were told, and how often.
    """

    gateway: Gateway
    address: str
    outcomes: Counter[str] = field(default_factory=Counter)

    async def ask(
        self, query: Callable[[int], str], token: Callable[[int], str] = lambda _: ""
    ) -> None:
        """Asks again and again, as fast as it is answered."""
        transport = httpx.AsyncHTTPTransport(local_address=self.address)
        async with httpx.AsyncClient(
            transport=transport, trust_env=False, timeout=PATIENCE
        ) as http:
            for number in range(ROUNDS):
                headers = {"authorization": f"Bearer {given}"} if (given := token(number)) else {}
                body = {"query": query(number)}
                response = await http.post(self.gateway.url, json=body, headers=headers)
                self.note(response.json())

    def note(self, answer: dict[str, object]) -> None:
        errors = answer.get("errors", [{"extensions": {"code": "OK"}}])
        assert isinstance(errors, list)
        for error in errors:
            extensions = error["extensions"]
            self.outcomes[extensions.get("reason", extensions["code"])] += 1


def bodies(gateway: Gateway, world: World) -> dict[str, Callable[[Attacker], Awaitable[None]]]:
    """Returns the attacks that are requests, by name."""
    aliased = " ".join(f"a{i}: __schema {{ types {{ name }} }}" for i in range(15))
    deep = "organization { parent { name } } shifts { nodes { title } }"

    def new(number: int) -> str:
        return (
            "{"
            + " ".join(f"e{number}x{i}: events {{ nodes {{ {deep} }} }}" for i in range(15))
            + "}"
        )

    return {
        "nested": lambda who: who.ask(lambda _: NESTED),
        "introspections": lambda who: who.ask(lambda _: f"{{ {aliased} }}"),
        "documents": lambda who: who.ask(new),
        "junk": lambda who: who.ask(lambda _: "{ __typename }", lambda number: f"junk{number}"),
        "searches": lambda who: who.ask(
            lambda _: '{ organizations(query: "a") { nodes { name } } }'
        ),
        "bodies": lambda who: who.ask(lambda _: "{ __typename }" + " " * 1_000_000),
        "account": lambda who: who.ask(
            lambda _: (
                "{ events(first: 100) { nodes { title shifts(first: 40) { nodes { id } } } } }"
            ),
            lambda _: world.tokens["stranger"],
        ),
    }


@asynccontextmanager
async def silence(gateway: Gateway) -> AsyncIterator[None]:
    """Holds connections open that say nothing, or half a header."""
    address = gateway.url.removesuffix("/graphql")
    async with AsyncExitStack() as stack:
        for number in range(60):
            client = await stack.enter_async_context(connected(address, "127.0.0.20"))
            if number % 2:
                client.writer.write(b"GET /graphql HTTP/1.1\r\nx: " + b"a" * 50_000)
        yield


@asynccontextmanager
async def watching(gateway: Gateway, shift: str) -> AsyncIterator[None]:
    """Subscribes many times to one shift, without a token."""
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(gateway.events(PLACES, id=shift)) for _ in range(40)
        ]
        reading = [asyncio.create_task(_read(stream)) for stream in streams]
        yield
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)


async def _read(stream: AsyncIterator[object]) -> None:
    async for _ in stream:
        pass


async def published(world: World) -> str:
    """Publishes an event for this test alone; returns its ID."""
    draft = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=world.event()), event_pb2.Event
    )
    await world.call(
        "coordinator", event_pb2.PublishEventRequest(event_id=draft.id), event_pb2.Event
    )
    return draft.id


async def test_another_users_page_stays_answered(world: World) -> None:
    settings = TransportSettings(max_connections=150, max_connections_per_address=50)
    async with serving(world.platform.site, settings=settings, allowances=Allowances()) as gateway:
        event_id = await published(world)
        event = global_id("Event", event_id)
        empty = await gateway.ask(PAGE, world.tokens["member"], id=event)
        shift = await new_shift(gateway, world, event_id)
        shown = await gateway.ask(PAGE, world.tokens["member"], id=event)
        assert len(json.dumps(shown)) > len(json.dumps(empty))
        attacks = bodies(gateway, world)
        attackers = {
            name: Attacker(gateway, f"127.0.0.{2 + number}") for number, name in enumerate(attacks)
        }
        async with silence(gateway), watching(gateway, shift):
            mix = asyncio.gather(*(attack(attackers[name]) for name, attack in attacks.items()))
            pages = 0
            while not mix.done():
                page = await gateway.ask(PAGE, world.tokens["member"], id=event)
                assert page == shown
                capacity = 20 + pages % 20
                await resize(gateway, world, shift, capacity)
                shown["event"]["shifts"]["nodes"][0]["capacity"] = capacity
                assert (
                    await gateway.http.get(gateway.url.replace("/graphql", "/livez"))
                ).text == "ok"
                pages += 1
            await mix
    assert pages > 0
    told = {name: set(attacker.outcomes) for name, attacker in attackers.items()}
    assert set().union(*told.values()) <= REFUSALS | {"OK"}
    assert told["nested"] == {"COST_TOO_HIGH"} or told["nested"] == {
        "COST_TOO_HIGH",
        "BUDGET_SPENT",
    }
    assert "BUDGET_SPENT" in told["documents"]
    assert "TOO_MANY_CREDENTIALS" in told["junk"]
