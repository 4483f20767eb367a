"""The services as tests run them: in this process, on free loopback ports, with short delays."""

import socket
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import asyncpg
from google.protobuf.message import Message
from sqlalchemy.pool import NullPool

from deploy.local.issuer import ISSUER, Issuer
from deploy.local.process import LOOPBACK
from services.catalogue import NAMES, SERVICES, named
from services.kit.calls.client import Answer, Client
from services.kit.process.clock import Clock
from services.kit.process.config import ServiceSettings
from services.kit.service.running import Running, Service, running
from services.kit.work.backlogs import Backlog
from services.kit.work.database import open_engine
from tests.databases import Databases
from tests.passports import LIFETIME, PassportOffice

ADMINISTRATOR = "administrator"
# How long statements may take, and wait for a lock: the machine may stand still for seconds.
UNHURRIED = {"lock_timeout": 40.0, "statement_timeout": 40.0}
# The delays that operators count in minutes; the tests wait for the third redelivery all the same.
DELAYS = (0.02, 0.02, 0.02)


def service_named(name: str) -> Service[Any]:
    """Returns a service as its composition root wires it."""
    service = getattr(import_module(f"{named(name).module}.__main__"), name.upper())
    assert isinstance(service, Service)
    return service


@dataclass(frozen=True)
class Site:
    """Where a test's services find their databases, their bus and their keys.

    Attributes:
        databases: Lends a database to each service that asks.
        nats_url: Where NATS listens.
        office: Signs passports.
        directory: A place for files of the test.
        issuer: Gives the credentials that organizations exchanges for passports.
        targets: Where the services listen, once they do.
        urls: The URLs of the databases borrowed so far, by service.
        standing: Services that run here already, each of which is the first to be started.
    """

    databases: Databases
    nats_url: str
    office: PassportOffice
    directory: Path
    issuer: Issuer
    targets: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    standing: dict[str, Running] = field(default_factory=dict)
    _idle: defaultdict[str, list[asyncpg.Connection]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _held: dict[str, socket.socket] = field(default_factory=dict)

    def settings(self, name: str, **overrides: Any) -> ServiceSettings:
        """Returns the configuration of a service."""
        settings = service_named(name).settings(**(self.values(name) | overrides))
        assert isinstance(settings, ServiceSettings)
        return settings

    def values(self, name: str) -> dict[str, Any]:
        """Returns what a service is configured with: what its class of settings has a place for."""
        values: dict[str, Any] = {
            "database_url": self.urls[name],
            "nats_url": self.nats_url,
            "listen": f"{LOOPBACK}:{self.held_port(name)}",
            "passport_jwks": self.office.jwks,
            # The passports of the tests live for weeks of clocks that tests move.
            "passport_unheard": LIFETIME.total_seconds(),
            "passport_lifetime": 3600,  # a world that many tests share lives long
            "redelivery_delays": DELAYS,
            # Nothing is written behind the back of tests that compare tables.
            "audit_sealing": 24 * 3600.0,
            **UNHURRIED,
            "grace": 0.5,
            "passport_private_key": self.office.private_key,
            "trusted_issuers": self.issuer.trusted_issuers,
            "administrators": f"{ISSUER}|{ADMINISTRATOR}",
            "image_key": self.office.image_key,
            "image_store": str(self.office.image_store),
            "app_key_pepper": self.office.app_key_pepper,
            "app_key_kind": "test",
            "calendar_key": self.office.calendar_key,
            "webhook_key": self.office.webhook_key,
            "webhook_networks": ("127.0.0.0/8",),
            "calendar_networks": ("127.0.0.0/8",),
            "webhook_senders": 0,  # they write behind the back of tests, as above
        }
        for entry in SERVICES:
            if entry.target_setting in service_named(name).settings.model_fields:
                values[entry.target_setting] = self._address(entry.name)
        known = service_named(name).settings.model_fields
        return {key: value for key, value in values.items() if key in known}

    def _address(self, name: str) -> str:
        """Returns where a service listens, or will listen: services call each other, so one is told first."""
        if name not in self.targets and name not in self._held:
            held = socket.socket()
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind(
                (LOOPBACK, 0)
            )  # nobody else gets the port; a server may listen on it all the same
            self._held[name] = held
        return self.targets.get(name) or f"{LOOPBACK}:{self.held_port(name)}"

    def held_port(self, name: str) -> int:
        """Returns the port that is held for the first start of a service; 0 if others were not told of one."""
        if name in self.targets or name not in self._held:
            return 0
        port: int = self._held[name].getsockname()[1]
        return port

    def environment(self, name: str) -> dict[str, str]:
        """Returns the same as environment variables, for a service that runs as a process."""
        return {
            f"BANYAN_{key.upper()}": ",".join(map(str, value))
            if isinstance(value, tuple)
            else str(value)
            for key, value in self.values(name).items()
        }

    async def prepare(self, name: str) -> None:
        """Borrows the database of a service, if it has none yet."""
        if name not in self.urls:
            self.urls[name] = await self.databases.borrow(name)

    async def clear(self) -> None:
        """Gives databases and ports back; the services must have stopped."""
        self.release_ports()
        for connection in chain.from_iterable(self._idle.values()):
            await connection.close()
        self._idle.clear()
        for url in self.urls.values():
            if self.databases.has_lent(url):
                await self.databases.give_back(url)

    def release_ports(self) -> None:
        """Gives back the ports that were held for services."""
        for held in self._held.values():
            held.close()
        self._held.clear()

    async def start(
        self, name: str, stack: AsyncExitStack, clock: Clock | None = None, **overrides: Any
    ) -> Running:
        """Starts one service, with a clock of the test's if one is given."""
        if name in self.standing and clock is None and not overrides:
            return self.standing.pop(name)
        await self.prepare(name)
        service = service_named(name)
        instance = await stack.enter_async_context(
            running(service, self.settings(name, **overrides), clock)
        )
        self.targets[name] = f"127.0.0.1:{instance.port}"
        return instance

    async def sql(self, name: str, query: str, *values: Any) -> list[asyncpg.Record]:
        """Runs a statement on the database of a service."""
        idle = [each for each in self._idle.pop(self.urls[name], []) if not each.is_closed()]
        connection = idle.pop() if idle else await asyncpg.connect(self.urls[name])
        self._idle[self.urls[name]] += idle
        try:
            rows = list(await connection.fetch(query, *values))
        except BaseException:
            await connection.close()
            raise
        self._idle[self.urls[name]].append(connection)
        return rows

    async def counted(
        self, name: str, backlog: Backlog, now: datetime | None = None
    ) -> dict[str, int]:
        """Returns how much work waits at a service, by state, as its metrics tell."""
        engine = open_engine(self.urls[name], poolclass=NullPool)
        try:
            async with engine.connect() as connection:
                found = await backlog.counted(connection, now or datetime.now(UTC))
        finally:
            await engine.dispose()
        assert found.keys() <= set(backlog.states)
        return {state: count for state, (count, _) in found.items()}


class Platform:
    """Services that run.

    Attributes:
        site: Where they run.
        office: Signs passports.
        services: Those that run, by name.
        client: Calls them.
    """

    def __init__(self, site: Site, services: dict[str, Running], client: Client) -> None:
        self.site = site
        self.office = site.office
        self.services = services
        self.client = client

    @classmethod
    async def start(
        cls,
        site: Site,
        stack: AsyncExitStack,
        names: tuple[str, ...] = NAMES,
        clock: Clock | None = None,
        **overrides: Any,
    ) -> "Platform":
        """Starts services; the stack ends them."""
        services = {name: await site.start(name, stack, clock, **overrides) for name in names}
        client = Client(site.targets)
        stack.push_async_callback(client.close)
        return cls(site, services, client)

    async def call(
        self,
        request: Message,
        answer_type: type[Answer],
        passport: str | None,
        service: str | None = None,
    ) -> Answer:
        """Calls an RPC with a passport, once, as the gateway does: what comes too late fails the test.

        Args:
            request: The request, which stays as it is: sent twice, it is two requests.
            answer_type: What is answered.
            passport: The passport of whoever asks.
            service: The service to ask, for a method that every service has.
        """
        sent = type(request)()
        sent.CopyFrom(request)
        return await self.client.call(sent, answer_type, passport=passport, service=service)
