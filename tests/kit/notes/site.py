"""Where the service of notes runs in tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import grpc
from google.protobuf.message import Message

from services.kit.calls.client import Answer, Client
from services.kit.calls.passport import Caller, sign
from services.kit.process.clock import Clock
from services.kit.process.config import ServiceSettings
from services.kit.service.running import Running, Service, running
from tests.kit.notes import contract as pb
from tests.kit.notes.service import SCOPES, note_service
from tests.passports import KEY_ID, PassportOffice
from tests.services import DELAYS, UNHURRIED


@dataclass(frozen=True)
class NoteSite:
    """What note services are configured with.

    Attributes:
        database_url: Their database.
        nats_url: Their bus.
        office: Signs passports.
    """

    database_url: str
    nats_url: str
    office: PassportOffice

    def settings(self, **overrides: Any) -> ServiceSettings:
        """Returns the configuration of a service."""
        values: dict[str, Any] = {
            "database_url": self.database_url,
            "nats_url": self.nats_url,
            "listen": "127.0.0.1:0",
            "passport_jwks": self.office.jwks,
            "redelivery_delays": DELAYS,
            **UNHURRIED,
            "grace": 0.5,
        }
        return ServiceSettings(**(values | overrides))

    def passport(self, person_id: UUID, **options: Any) -> str:
        """Returns the passport of a person who may read and write notes."""
        return self.office.person(person_id, scopes=SCOPES, **options)

    def anonymous(self) -> str:
        """Returns the passport of nobody, good for reading notes."""
        now = datetime.now(UTC)
        return sign(
            Caller("anonymous", scopes=frozenset({"notes.read"})),
            key=self.office.key,
            key_id=KEY_ID,
            issued=now,
            expires=now + timedelta(minutes=5),
        )

    @asynccontextmanager
    async def start(
        self,
        service: Service[ServiceSettings] | None = None,
        *,
        clock: Clock | None = None,
        **overrides: Any,
    ) -> AsyncIterator["RunningNotes"]:
        """Runs a service for the time of the block."""
        settings = self.settings(**overrides)
        async with running(service or note_service(), settings, clock) as instance:
            target = f"127.0.0.1:{instance.port}"
            client = Client({"notes": target})
            try:
                async with grpc.aio.insecure_channel(target) as channel:
                    yield RunningNotes(instance, target, client, channel)
            finally:
                await client.close()

    async def sql(self, query: str, *values: Any) -> list[asyncpg.Record]:
        """Runs a statement on the database."""
        connection = await asyncpg.connect(self.database_url)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()


@dataclass(frozen=True)
class RunningNotes:
    """A service of notes that runs.

    Attributes:
        instance: The service.
        target: Where it listens.
        client: Calls it as other services do.
        channel: Calls it as strangers do.
    """

    instance: Running
    target: str
    client: Client
    channel: grpc.aio.Channel

    async def call(
        self,
        request: Message,
        answer_type: type[Answer],
        passport: str | None,
        wanted: str = "",
    ) -> Answer:
        """Calls an RPC with a passport, for some fields of the answer or for all."""
        return await self.client.call(request, answer_type, passport=passport, wanted=wanted)

    def ask(
        self,
        method: str,
        request: bytes = b"",
        *,
        passport: str | None = None,
        timeout: float | None = None,
    ) -> grpc.aio.UnaryUnaryCall[bytes, bytes]:
        """Calls an RPC as a stranger may: with any bytes, and without the manners of our client."""
        call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = self.channel.unary_unary(
            pb.METHODS[method].path
        )
        metadata = (("authorization", f"Bearer {passport}"),) if passport else ()
        return call(request, metadata=metadata, timeout=timeout)
