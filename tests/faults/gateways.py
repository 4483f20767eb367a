"""Gateways as processes, and a client that shares its requests among them as a load balancer would."""

import asyncio
import itertools
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from deploy.local.process import LOOPBACK, free_port
from services.catalogue import SERVICES
from services.kit.contract.global_ids import GlobalId
from services.kit.process.ids import uuid7
from tests.faults.load import RETRIABLE, Load
from tests.faults.processes import Nursery, ServiceProcess
from tests.services import Site
from tests.waiting import eventually

DRAIN = 10.0  # seconds, as the product's; it ends sooner, once the balancer has seen it
LOOK_SECONDS = 0.05
PATIENCE = 60.0  # seconds for an answer
CODES = frozenset(each.code for each in RETRIABLE)
NO_ANSWER = "NO_ANSWER"  # what a connection that breaks counts as
PERSON: dict[str, Any] = {"displayName": "林秀英", "timeZone": "Asia/Shanghai"}
GROUP = {"name": "互助会", "kind": "MUTUAL_AID_GROUP", "membershipPolicy": "OPEN"}


@dataclass
class GatewayProcess:
    """A gateway that runs as a process.

    Attributes:
        port: Where it listens.
        pid: The id of the process.
        log: Where it writes its log.
        client: Calls it, and keeps connections open as browsers and proxies do.
        is_ready: What it last said of itself, as the balancer knows.
        asked: How many requests and new subscriptions are on their way to it.
    """

    port: int
    pid: int
    log: Path
    client: httpx.AsyncClient
    _nursery: Nursery
    is_ready: bool = False
    asked: int = 0
    name: str = "gateway"

    @classmethod
    async def start(cls, site: Site, nursery: Nursery, port: int) -> "GatewayProcess":
        """Starts a gateway to the services of a site."""
        environment = {
            "BANYAN_LISTEN": f"{LOOPBACK}:{port}",
            "BANYAN_NATS_URL": site.nats_url,
            "BANYAN_DRAIN": str(DRAIN),
            "BANYAN_OPERATION_TIMEOUT": "60",
            "BANYAN_SIGN_IN_REFILL": "100",  # all of them sign in from one address
        }
        for each in SERVICES:
            environment[f"BANYAN_{each.target_setting.upper()}"] = site.targets[each.name]
        pid, log = await nursery.launch("gateway", environment)
        client = httpx.AsyncClient(
            base_url=f"http://{LOOPBACK}:{port}", timeout=PATIENCE, trust_env=False
        )
        return cls(port, pid, log, client, nursery)

    async def kill(self) -> None:
        """Ends it at once, whatever it is doing (SIGKILL), and waits until it is gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Asks it to end (SIGTERM) and waits for that; returns its exit status.

        Once the balancer has seen that it drains, and nobody is on the way to it, a second signal ends the drain.
        """
        os.kill(self.pid, signal.SIGTERM)
        await eventually(lambda: not self.is_ready and not self.asked, interval=LOOK_SECONDS)
        return await self._end(signal.SIGTERM)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Counts whoever is on the way to it while the block runs."""
        self.asked += 1
        try:
            yield
        finally:
            self.asked -= 1

    async def look(self) -> bool:
        """Asks whether it is ready, and remembers the answer."""
        try:
            answer = await self.client.get("/readyz")
        except httpx.TransportError:
            self.is_ready = False
        else:
            self.is_ready = answer.is_success
        return self.is_ready

    def faults(self) -> list[dict[str, Any]]:
        """Returns what it logged as an error."""
        records = [json.loads(line) for line in self.log.read_text().splitlines() if line]
        return [each for each in records if each["level"] in ("ERROR", "CRITICAL")]

    async def _end(self, number: signal.Signals) -> int:
        return await self._nursery.ask({"end": self.pid, "signal": number})


@dataclass
class Frontends(Load):
    """A light load through GraphQL: the same people and requests, by one of the gateways that are ready, in turn.

    Nothing is sent twice by itself: a request without an answer counts, and so does one that is told to come again.

    Attributes:
        gateways: Those that run.
        refused_at: When a request had to be sent again (`time.monotonic`).
    """

    site: Site | None = None
    gateways: list[GatewayProcess] = field(default_factory=list)
    refused_at: list[float] = field(default_factory=list)
    _turns: Any = field(default_factory=itertools.count)

    @classmethod
    @asynccontextmanager
    async def on_gateways(
        cls, site: Site, nursery: Nursery, *, replicas: int
    ) -> AsyncIterator["Frontends"]:
        """Starts so many processes of each service and of the gateway; at the end stops them, which they must do in order."""
        async with AsyncExitStack() as stack:
            load = await stack.enter_async_context(
                cls.on_services(site, nursery, "unhurried", replicas=replicas)
            )
            assert isinstance(load, Frontends)
            load.site = site
            for service in load.services:
                await eventually(service.is_serving)
            for _ in range(replicas):
                load.gateways.append(await GatewayProcess.start(site, nursery, free_port()))
            balancing = asyncio.create_task(load._balance())
            stack.push_async_callback(asyncio.wait, [balancing])
            stack.callback(balancing.cancel)
            for gateway in load.gateways:
                await eventually(gateway.look)
            yield load
            for gateway in load.gateways:
                assert await gateway.stop() == 0
                assert gateway.faults() == []

    @property
    def processes(self) -> list["ServiceProcess | GatewayProcess"]:
        """Everything that runs, in the order of a roll-out."""
        return [*self.services, *self.gateways]

    async def replace(self, old: GatewayProcess, nursery: Nursery) -> None:
        """Starts a gateway that has ended, at the same port, and waits until it is ready."""
        assert self.site is not None
        new = await GatewayProcess.start(self.site, nursery, old.port)
        self.gateways[self.gateways.index(old)] = new
        await eventually(new.look)
        await old.client.aclose()

    async def _balance(self) -> None:
        """Looks which gateways are ready, forever."""
        while True:
            await asyncio.gather(*(each.look() for each in self.gateways))
            await asyncio.sleep(LOOK_SECONDS)

    async def _go_through(self, person_id: UUID) -> None:
        assert self.site is not None
        token = self.site.issuer.mint(f"upgrade-{person_id}", "林秀英")
        registered = await self.register(token)
        await self.mutate(token, "createOrganization", "organization", GROUP)
        self.people.append(registered)
        self.founders.append(registered)

    async def register(self, token: str) -> UUID:
        """Registers somebody, who applies as a volunteer."""
        person = await self.mutate(token, "registerPerson", "person", PERSON)
        await self.mutate(token, "applyAsVolunteer", "person", {"personId": person["id"]})
        registered = GlobalId.parse(person["id"])
        assert registered is not None
        return UUID(registered.id)

    async def mutate(self, token: str, name: str, resource: str, input_: Any) -> Any:
        """Sends a mutation until it is acknowledged, and returns the resource."""
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation {kind}($input: {kind}Input!) {{ {name}(input: $input) {{"
            f" {resource} {{ id }} errors {{ code message }} }} }}"
        )
        body = {"query": query, "variables": {"input": {**input_, "requestId": str(uuid7())}}}
        while True:
            await self._pace()
            answer = await self.answer(body, token)
            errors = answer.get("errors") or answer["data"][name]["errors"]
            if not errors:
                return answer["data"][name][resource]
            code = errors[0].get("code") or errors[0]["extensions"]["code"]
            assert code in (*CODES, NO_ANSWER), errors
            self.refused[code] += 1
            self.refused_at.append(time.monotonic())

    async def answer(self, body: Any, token: str) -> Any:
        """Sends a request to one of the gateways that are ready, and returns what it answers."""
        ready = [each for each in self.gateways if each.is_ready]
        if not ready:
            return {"errors": [{"code": NO_ANSWER}]}
        gateway = ready[next(self._turns) % len(ready)]
        try:
            with gateway.asking():
                answer = await gateway.client.post(
                    "/graphql", json=body, headers={"Authorization": f"Bearer {token}"}
                )
        except httpx.TransportError:
            return {"errors": [{"code": NO_ANSWER}]}
        return answer.json()
