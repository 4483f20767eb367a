"""People who listen: each keeps a list right by a subscription, through whichever gateway is ready, as a frontend does.

A listener founds one group after another, and waits for each to appear in the list of their groups. What is in the list came
by the subscription, or was read when a message without a resource asked for that; nothing else makes up for a message
that was missed.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from deploy.local.process import LOOPBACK
from services.kit.process.ids import uuid7
from tests.faults.gateways import CODES, GROUP, PATIENCE, Frontends, GatewayProcess
from tests.waiting import eventually

CHANGES = """subscription MyGroupChanges {
  viewerMembershipChanges { membership { id updateTime organization { id } } }
}"""
LIST = """query MyGroups($after: String) { viewer { memberships(onlyCurrent: true, first: 50, after: $after) {
  nodes { id updateTime organization { id } } pageInfo { hasNextPage endCursor } } } }"""
OVER_WEBSOCKETS, OVER_EVENTS = "graphql-transport-ws", "server-sent events"
# A gateway that stops says that it goes away, or that it will be back: a client comes again at once.
CLEAN = (1001, 1012)
PACE, AGAIN = 0.3, 0.05  # seconds


class Refused(Exception):
    """The subscription was refused, or ended, and the platform says to try again."""


@dataclass
class Listener:
    """Somebody with a list of their groups on the screen.

    Attributes:
        load: Where gateways are found, and what is founded is counted.
        transport: How the subscription is carried.
        reads: Whether the list is read when the platform says so; a control does not.
        shown: The list: the version of each membership that is shown, by organization.
        founded: The organizations that they were told they had founded.
        connections: How many subscriptions began.
        broken: What ended others than a gateway that stops in order.
        doubles: What came again on one connection though nothing had changed.
    """

    load: Frontends
    transport: str
    reads: bool = True
    shown: dict[str, str] = field(default_factory=dict)
    founded: list[str] = field(default_factory=list)
    connections: int = 0
    broken: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    gateway: GatewayProcess | None = None
    token: str = ""
    person_id: UUID = field(default_factory=uuid7)

    async def join(self) -> None:
        """Registers the listener, who is one of the people of the load from now on."""
        assert self.load.site is not None
        self.token = self.load.site.issuer.mint(f"listener-{uuid7()}", "林秀英")
        self.person_id = await self.load.register(self.token)
        self.load.people.append(self.person_id)

    async def found(self) -> None:
        """Founds a group."""
        group = await self.load.mutate(self.token, "createOrganization", "organization", GROUP)
        self.load.founders.append(self.person_id)
        self.founded.append(group["id"])

    async def live(self, over: asyncio.Event) -> None:
        """Founds groups until it is over, each once the one before is in the list."""
        while not over.is_set():
            await self.found()
            await self.is_right()
            await asyncio.sleep(PACE)

    async def is_right(self) -> None:
        """Waits until the list has all that was founded, and nothing else."""

        def shows_all() -> bool:
            return self.shown.keys() == set(self.founded)

        await eventually(shows_all)

    async def listen(self) -> None:
        """Follows the changes until cancelled, and begins again, elsewhere, when a subscription ends."""
        while True:
            ready = [each for each in self.load.gateways if each.is_ready]
            # Elsewhere: the one that has just ended the subscription comes last.
            ready.sort(key=lambda each: each is self.gateway)
            if not ready:
                await asyncio.sleep(AGAIN)
                continue
            self.gateway = ready[0]
            over = _websocket if self.transport == OVER_WEBSOCKETS else _events
            try:
                with ExitStack() as coming:
                    coming.enter_context(self.gateway.asking())
                    await self._follow(over(self.gateway.port, self.token), coming)
            except (
                OSError,
                httpx.TransportError,
                ConnectionClosed,
                InvalidHandshake,
                Refused,
            ) as error:
                self.broken.append(repr(error))
            await asyncio.sleep(AGAIN)

    async def _follow(self, results: AsyncIterator[Any], coming: ExitStack) -> None:
        told = Counter[str]()
        async with aclosing(results):  # type: ignore[type-var]
            async for result in results:
                coming.close()
                membership = result["data"]["viewerMembershipChanges"]["membership"]
                if membership is None:
                    self.connections += not told["begun"]
                    told["begun"] += 1
                    if self.reads:
                        await self._read()
                    continue
                version = f"{membership['id']} {membership['updateTime']}"
                if told[version]:
                    self.doubles.append(version)
                told[version] += 1
                self._show(membership)

    async def _read(self) -> None:
        after: str | None = None
        while True:
            answer = await self.load.answer(
                {"query": LIST, "variables": {"after": after}}, self.token
            )
            if "errors" in answer:  # the gateway, or a service behind it, has just been killed
                await asyncio.sleep(AGAIN)
                continue
            page = answer["data"]["viewer"]["memberships"]
            for each in page["nodes"]:
                self._show(each)
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _show(self, membership: Any) -> None:
        id_ = membership["organization"]["id"]
        self.shown[id_] = max(self.shown.get(id_, ""), membership["updateTime"])


@asynccontextmanager
async def listening(load: Frontends, *, reads: bool = True) -> AsyncIterator[list[Listener]]:
    """Lets a listener live for each transport while the block runs; at its end each list is as it should be."""
    listeners = [Listener(load, each, reads) for each in (OVER_WEBSOCKETS, OVER_EVENTS)]
    for each in listeners:
        await each.join()
    over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        ears = [tasks.create_task(each.listen()) for each in listeners]
        lives = [tasks.create_task(each.live(over)) for each in listeners]
        try:
            yield listeners
        finally:
            over.set()  # nobody is cancelled while founding: what was acknowledged is counted
        await asyncio.gather(*lives)
        for ear in ears:
            ear.cancel()


async def all_hear(listeners: list[Listener]) -> None:
    """Waits until each listener has heard of something new."""
    known = [len(each.shown) for each in listeners]

    def heard() -> bool:
        return all(len(each.shown) > before for each, before in zip(listeners, known, strict=True))

    await eventually(heard)


async def _websocket(port: int, token: str) -> AsyncIterator[Any]:
    """Yields the results of the subscription; returns when the gateway closes the socket because it stops."""
    url = f"ws://{LOOPBACK}:{port}/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(url, subprotocols=protocols, proxy=None, open_timeout=PATIENCE) as socket:
        payload = {"authorization": f"Bearer {token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        try:
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            subscribe = {"type": "subscribe", "id": "1", "payload": {"query": CHANGES}}
            await socket.send(json.dumps(subscribe))
            while True:
                message = json.loads(await socket.recv())
                if message["type"] == "error":
                    _refuse(message["payload"])
                elif message["type"] == "next":
                    yield _checked(message["payload"])
        except ConnectionClosed as closed:
            if closed.rcvd is None or closed.rcvd.code not in CLEAN:
                raise


async def _events(port: int, token: str) -> AsyncIterator[Any]:
    """Yields the results of the subscription; returns when the gateway ends the stream in order."""
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {token}"}
    timeout = httpx.Timeout(PATIENCE, read=None)
    async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
        url = f"http://{LOOPBACK}:{port}/graphql"
        async with client.stream("POST", url, json={"query": CHANGES}, headers=headers) as response:
            if response.headers["content-type"].partition(";")[0] != "text/event-stream":
                _refuse(json.loads(await response.aread())["errors"])
            event = ""
            async for line in response.aiter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: ") and event == "next":
                    yield _checked(json.loads(line.removeprefix("data: ")))


def _checked(result: Any) -> Any:
    if "errors" in result:
        _refuse(result["errors"])
    return result


def _refuse(errors: Any) -> NoReturn:
    """Raises what an error of the platform means for a client."""
    assert errors[0]["extensions"]["code"] in CODES, errors
    raise Refused(errors[0]["extensions"]["code"])
