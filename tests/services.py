"""The services as tests run them: in this process, on free loopback ports, with short delays."""

import json
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from google.protobuf.message import Message

from deploy.local.issuer import ISSUER, Issuer
from services.kit.client import Answer, Client
from services.kit.clock import Clock
from services.kit.config import ServiceSettings
from services.kit.errors import DeadlineExceeded
from services.kit.ids import uuid7
from services.kit.service import Running, Service, running
from tests.databases import Databases
from tests.passports import PassportOffice

NAMES = ("volunteers", "organizations", "events")
ADMINISTRATOR = "administrator"
ATTEMPTS = 5
# The delays that operators count in minutes; the tests wait for the third redelivery all the same.
DELAYS = (0.02, 0.02, 0.02)


def service_named(name: str) -> Service[Any]:
    """Returns a service as its composition root wires it."""
    service = getattr(import_module(f"services.{name}.__main__"), name.upper())
    assert isinstance(service, Service)
    return service


@dataclass(frozen=True)
class Site:
    """Where a test's services find their databases, their bus and their keys.

    Attributes:
        databases: Makes a database for each service that asks.
        nats_url: Where NATS listens.
        office: Signs passports.
        directory: A place for files of the test.
        issuer: Gives the credentials that organizations exchanges for passports.
        targets: Where the services listen, once they do.
        urls: The URLs of the databases made so far, by service.
    """

    databases: Databases
    nats_url: str
    office: PassportOffice
    directory: Path
    issuer: Issuer
    targets: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def settings(self, name: str, **overrides: Any) -> ServiceSettings:
        """Returns the configuration of a service."""
        settings = service_named(name).settings(**(self.values(name) | overrides))
        assert isinstance(settings, ServiceSettings)
        return settings

    def values(self, name: str) -> dict[str, Any]:
        """Returns what a service is configured with."""
        values: dict[str, Any] = {
            "database_url": self.urls[name],
            "nats_url": self.nats_url,
            "listen": "127.0.0.1:0",
            "passport_jwks": self.office.jwks,
            "redelivery_delays": DELAYS,
            "grace": 0.5,
        }
        if name == "organizations":
            values["passport_private_key"] = self.office.private_key
            values["trusted_issuers"] = self.issuer.trusted_issuers
            values["administrators"] = f"{ISSUER}|{ADMINISTRATOR}"
        if name == "events":
            values["volunteers_target"] = self.targets.get("volunteers", "127.0.0.1:1")
        return values

    def environment(self, name: str) -> dict[str, str]:
        """Returns the same as environment variables, for a service that runs as a process."""
        return {
            f"BANYAN_{key.upper()}": json.dumps(value) if isinstance(value, tuple) else str(value)
            for key, value in self.values(name).items()
        }

    async def prepare(self, name: str) -> None:
        """Makes the database of a service, if it has none yet."""
        if name not in self.urls:
            self.urls[name] = await self.databases.create(name)

    async def start(
        self, name: str, stack: AsyncExitStack, clock: Clock | None = None, **overrides: Any
    ) -> Running:
        """Starts one service, with a clock of the test's if one is given."""
        await self.prepare(name)
        service = service_named(name)
        instance = await stack.enter_async_context(
            running(service, self.settings(name, **overrides), clock)
        )
        self.targets[name] = f"127.0.0.1:{instance.port}"
        return instance

    async def sql(self, name: str, query: str, *values: Any) -> list[asyncpg.Record]:
        """Runs a statement on the database of a service."""
        connection = await asyncpg.connect(self.urls[name])
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()


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
        """Calls an RPC with a passport; of the service that has it, unless told of which.

        On a busy machine an answer may come too late; then, as clients do, it asks again with the
        same request id.
        """
        sent = type(request)()
        sent.CopyFrom(request)
        if "request_id" in sent.DESCRIPTOR.fields_by_name:
            sent.request_id = sent.request_id or str(uuid7())  # type: ignore[attr-defined]
        for _ in range(ATTEMPTS - 1):
            with suppress(DeadlineExceeded):
                return await self.client.call(sent, answer_type, passport=passport, service=service)
        return await self.client.call(sent, answer_type, passport=passport, service=service)
