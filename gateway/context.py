"""What the resolvers of one operation share: who is asking, and how to ask the services."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import strawberry
from banyan.organizations.v1.passport_pb2 import IssuePassportRequest, IssuePassportResponse
from google.protobuf.message import Message
from starlette.requests import HTTPConnection

from gateway.loaders import Loaders
from gateway.notices import LONGEST_QUEUE, Notices
from gateway.passports import Passports
from gateway.readings import Reading, Readings
from gateway.request import InvalidCredential
from services.kit import deadline
from services.kit.client import Client
from services.kit.clock import Clock, SystemClock
from services.kit.errors import (
    DeadlineExceeded,
    DomainError,
    Exhausted,
    Unauthenticated,
    Unavailable,
)

Answer = TypeVar("Answer", bound=Message)
_READY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one operation may cost.

    Attributes:
        max_calls: How many calls to services it may make, over all its fields.
        max_calls_at_once: How many of them may be under way at a time.
        subscription_recheck: After how many seconds without a change a subscription looks again all
            the same, to see whether its subscriber still may.
        subscription_queue: How many changes may wait for a subscriber who is slow to take them.
    """

    max_calls: int = 500
    max_calls_at_once: int = 20
    subscription_recheck: float = 60.0
    subscription_queue: int = LONGEST_QUEUE


class Backend:
    """What all operations share: the services, the passports and the notices.

    Args:
        client: Calls the services.
        notices: Tell what has changed.
        bounds: What each operation may cost.
        clock: Tells the time.
    """

    def __init__(
        self,
        client: Client,
        notices: Notices,
        bounds: Bounds = Bounds(),
        clock: Clock = SystemClock(),  # noqa: B008 # has no state
    ) -> None:
        self.client = client
        self.notices = notices
        self.bounds = bounds
        self.passports = Passports(self._issue, clock)
        self.readings = Readings(self._read)
        self._has_been_ready = False

    async def open_context(
        self,
        connection: HTTPConnection,
        credential: str | None,
        connection_params: Mapping[str, object],
    ) -> "Context":
        """Returns the context of a new operation.

        Raises:
            InvalidCredential: The credential does not hold. Where that cannot be told at the moment,
                the fields that need a service say so instead.
        """
        context = Context(self, credential, connection.headers)
        if credential is not None:
            try:
                await context.passport()
            except Unauthenticated as error:
                raise InvalidCredential(error.message) from error
            except (Unavailable, DeadlineExceeded):
                pass
        return context

    async def is_ready(self) -> bool:
        """Tells whether requests may come in: not before a first passport was issued.

        Until then nothing could be answered. Afterwards what cannot be reached is told field by field,
        and a gateway that called itself unready would make the outage of a part one of the whole.
        """
        if not self._has_been_ready:
            try:
                async with deadline.within(_READY_SECONDS):
                    await self.passports.get(None)
            except DomainError:
                return False
            self._has_been_ready = True
        return True

    async def _read(self, request: Message, answer_type: type[Message], passport: str) -> Message:
        return await self.client.call(request, answer_type, passport=passport)

    async def _issue(self, credential: str) -> IssuePassportResponse:
        request = IssuePassportRequest(credential=credential)
        return await self.client.call(request, IssuePassportResponse, passport=None)


class Context:
    """What the resolvers of one operation share.

    Args:
        backend: What all operations share.
        credential: What the caller identified themselves with, if with anything.
        carrier: The headers of the request, which may continue a trace.

    Attributes:
        notices: Tell what has changed.
        bounds: What the operation may cost.
        carrier: As given.
        loaders: Load resources by id.
        refused: The code of the first reason why a mutation did not happen; empty where it did.
    """

    def __init__(
        self, backend: Backend, credential: str | None, carrier: Mapping[str, str]
    ) -> None:
        self.notices = backend.notices
        self.bounds = backend.bounds
        self.carrier = carrier
        self.loaders = Loaders(self.call)
        self.refused = ""
        self._backend = backend
        self._credential = credential
        self._slots = asyncio.Semaphore(self.bounds.max_calls_at_once)
        self._calls_left = self.bounds.max_calls

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller is nobody in particular."""
        return self._credential is None

    async def passport(self) -> IssuePassportResponse:
        """Returns the passport of the caller.

        Raises:
            Unauthenticated: The credential does not hold, or not any more.
        """
        return await self._backend.passports.get(self._credential)

    async def call(
        self, request: Message, answer_type: type[Answer], service: str | None = None
    ) -> Answer:
        """Asks a service on behalf of the caller: by default the one that the request is for.

        Raises:
            Exhausted: The operation has asked too much already.
            DomainError: What the service raised.
        """
        self._count_call()
        async with self._slots:
            passport = (await self.passport()).passport
            return await self._backend.client.call(
                request, answer_type, passport=passport, service=service
            )

    async def read(
        self,
        request: Message,
        answer_type: type[Message],
        *,
        since: float,
        as_nobody: bool = False,
    ) -> Reading:
        """Asks a service as `call` does, or shares what was read for others with the same passport.

        Args:
            request: The question, which changes nothing.
            answer_type: The answer.
            since: The moment, in the time of the event loop, at or after which it must be read.
            as_nobody: Whether to ask as nobody in particular rather than as the caller.

        Raises:
            Exhausted: The operation has asked too much already.
            DomainError: What the service raised.
        """
        self._count_call()
        credential = None if as_nobody else self._credential
        passport = (await self._backend.passports.get(credential)).passport
        return await self._backend.readings.read(request, answer_type, passport, since)

    async def change(self, request: Message, answer_type: type[Answer]) -> Answer:
        """Has a service change something, after which everything is read afresh.

        Raises:
            DomainError: What the service raised.
        """
        try:
            return await self.call(request, answer_type)
        finally:
            # Even a change that failed may have happened, and it may have been to the caller's roles.
            self.loaders.clear()
            if not self.is_anonymous:
                self._backend.passports.renew(self._credential)

    def renew(self) -> None:
        """Begins anew, as if the operation had just come in: for each message of a subscription."""
        self._calls_left = self.bounds.max_calls

    def _count_call(self) -> None:
        self._calls_left -= 1
        if self._calls_left < 0:
            raise Exhausted("This operation asks for too much at once. Ask for smaller pages.")


Info = strawberry.Info[Context, None]
