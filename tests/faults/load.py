"""A light load: people who register, apply as volunteers and found groups, and retry until it worked."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_pb2

from deploy.local.process import LOOPBACK, free_port
from services.catalogue import NAMES
from services.kit.calls.client import Client
from services.kit.errors import Conflict, DeadlineExceeded, DomainError, Unavailable
from services.kit.process.ids import uuid7
from tests.faults.people import ORGANIZATION, PERSON
from tests.faults.processes import Nursery, ServiceProcess
from tests.passports import PassportOffice
from tests.services import Site
from tests.waiting import eventually

WORKERS = 4
PACE = 0.2  # seconds from one request of a worker to the next: 20 requests a second in all
ACK_WAIT = 1.0  # seconds; the product waits for 30
# What a caller may be told while something is down; each means "send the same request again".
RETRIABLE = (Unavailable, DeadlineExceeded, Conflict)


@dataclass
class Load:
    """What the workers did so far.

    Attributes:
        services: Whom they call.
        people: Those who were told that all their requests succeeded.
        founders: Who was told that a group was founded, once for each group.
        refused: How often a request had to be sent again, by code.
    """

    services: list[ServiceProcess]
    office: PassportOffice
    client: Client
    people: list[UUID] = field(default_factory=list)
    founders: list[UUID] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    @asynccontextmanager
    async def on_services(
        cls, site: Site, nursery: Nursery, *varied: str, replicas: int = 1
    ) -> AsyncIterator["Load"]:
        """Starts all services as processes; at the end stops them, which they must do in order.

        Args:
            site: Where their databases, bus and keys are.
            nursery: Starts them.
            varied: Names of `tests.faults.variations` to apply to each of them.
            replicas: How many processes of each service share the calls, also those of the other services.
        """
        ports = {name: [free_port() for _ in range(replicas)] for name in NAMES}
        for name, of_name in ports.items():
            await site.prepare(name)
            site.targets[name] = "ipv4:" + ",".join(f"{LOOPBACK}:{port}" for port in of_name)
        services = [
            await nursery.start(site, name, *varied, port=port, ack_wait=ACK_WAIT)
            for name, of_name in ports.items()
            for port in of_name
        ]
        client = Client(site.targets)
        for service in services:
            await service.listening()
        yield cls(services, site.office, client)
        await client.close()
        for service in services:
            assert await service.stop() == 0
            assert service.faults() == []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs the workers beside the block; at its end they finish what they have begun."""
        self._over.clear()
        async with asyncio.TaskGroup() as workers:
            for _ in range(WORKERS):
                workers.create_task(self._work())
            try:
                yield
            finally:
                self._over.set()

    async def goes_on(self, people: int = 2 * WORKERS) -> None:
        """Waits until so many more people got through."""
        reached = len(self.people) + people

        def got_through() -> bool:
            return len(self.people) >= reached

        await eventually(got_through)

    async def is_refused(self) -> None:
        """Waits until one more request had to be sent again."""
        known = self.refused.total()

        def noticed() -> bool:
            return self.refused.total() > known

        await eventually(noticed)

    async def _work(self) -> None:
        while not self._over.is_set():
            await self._go_through(uuid7())

    async def _go_through(self, person_id: UUID) -> None:
        passport = self.office.person(person_id)
        for request, answer in (
            (person_pb2.RegisterPersonRequest(person=PERSON), person_pb2.Person),
            (person_pb2.ApplyAsVolunteerRequest(person_id=str(person_id)), person_pb2.Person),
            (
                organization_pb2.CreateOrganizationRequest(organization=ORGANIZATION),
                organization_pb2.Organization,
            ),
        ):
            await self._send_until_acknowledged(request, answer, passport)
        self.people.append(person_id)
        self.founders.append(person_id)

    async def _send_until_acknowledged(self, request: Any, answer: Any, passport: str) -> None:
        request.request_id = str(uuid7())
        while True:
            await self._pace()
            try:
                await self.client.call(request, answer, passport=passport)
            except RETRIABLE as error:
                self.refused[error.code] += 1
            except DomainError as error:
                raise AssertionError(f"{error.code} {error.reason}: {error.message}") from error
            else:
                return

    async def _pace(self) -> None:
        try:
            async with asyncio.timeout(PACE):
                await self._over.wait()
        except TimeoutError:
            pass
