"""What the resolvers of one operation share: the caller, and the way to the services."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import TypeVar

import strawberry
from banyan.organizations.v1.passport_pb2 import IssuePassportResponse
from google.protobuf.message import Message
from starlette.requests import HTTPConnection

from gateway.backend.answers import Answers, key_of
from gateway.backend.backend import Backend
from gateway.backend.bill import Bill
from gateway.backend.budgets import Account
from gateway.backend.loaders import Loaders, listed_in
from gateway.backend.passports import passport_for
from gateway.backend.readings import Reading
from gateway.contract.wanted import Reads
from gateway.request_errors import InvalidCredential
from services.kit.calls import deadline
from services.kit.calls.links import Link, read_link
from services.kit.contract.rpc import method_for
from services.kit.errors import DeadlineExceeded, Exhausted, Unauthenticated, Unavailable

Answer = TypeVar("Answer", bound=Message)


class Context:
    """What the resolvers of one operation share.

    Args:
        backend: What all operations share.
        credential: The caller's credential; None if anonymous.
        carrier: The headers of the request, which may carry a trace context.
        passport: The passport, if the caller brings one instead of a credential.

    Attributes:
        notices: The notices of changes.
        bounds: The limits of the operation.
        carrier: The headers of the request.
        loaders: Load resources by ID.
        reads: What the operation reads of the answers of services; None if that is not known.
        refused: The code of the first error of a refused mutation; empty if none was refused.
        bill: What the operation costs.
        searches: The account of searches, if they have one of their own.
        image_url: Where images are.
    """

    def __init__(
        self,
        backend: Backend,
        credential: str | None,
        carrier: Mapping[str, str],
        passport: str = "",
    ) -> None:
        self.notices = backend.notices
        self.bounds = backend.bounds
        self.carrier = carrier
        self.bill = Bill(backend.turns, backend.bounds.max_resources)
        self.searches: Account | None = None
        self.image_url = backend.image_url
        self.loaders = Loaders(self._call, lambda resources: self.bill.count(resources))
        self.reads: Reads | None = None
        self.refused = ""
        self._until: float | None = None
        self._backend = backend
        self._credential = credential
        self._brought = IssuePassportResponse(passport=passport) if passport else None
        self._slots = asyncio.Semaphore(self.bounds.max_calls_at_once)
        self._calls_left = self.bounds.max_calls
        self._answers = Answers()

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller is anonymous."""
        return self._credential is None

    async def passport(self) -> IssuePassportResponse:
        """Returns the passport of the caller.

        Raises:
            Unauthenticated: The credential is invalid or has expired.
        """
        if self._brought is not None:
            return self._brought
        return await self._answers.of("passport", self._passport, at_once=True)

    async def _passport(self) -> IssuePassportResponse:
        return await self._backend.passports.get(self._credential)

    async def call(
        self, request: Message, answer_type: type[Answer], service: str | None = None
    ) -> Answer:
        """Calls a service on behalf of the caller. The default is the service that defines the request.

        Raises:
            Exhausted: The operation has made too many calls.
            DomainError: The error of the service.
        """
        return await self._answers.of(
            key_of(request, service), lambda: self._counted(request, answer_type, service)
        )

    async def _counted(
        self,
        request: Message,
        answer_type: type[Answer],
        service: str | None = None,
        calls: int = 1,
    ) -> Answer:
        self.bill.call(calls)
        answer = await self._call(request, answer_type, service)
        self.bill.answer(listed_in(answer) or 1)
        return answer

    async def _call(
        self, request: Message, answer_type: type[Answer], service: str | None = None
    ) -> Answer:
        self._count_call()
        async with self._slots, self._in_time():
            service = service or method_for(request.DESCRIPTOR).domain
            passport = passport_for(self._brought or await self._passport(), service)
            wanted = self.reads.header(answer_type) if self.reads else ""
            return await self._backend.client.call(
                request, answer_type, passport=passport, service=service, wanted=wanted
            )

    async def read(
        self,
        request: Message,
        answer_type: type[Message],
        *,
        since: float,
        as_nobody: bool = False,
    ) -> Reading:
        """Reads like `call`, or shares a reading made for others with the same passport.

        Args:
            request: A request that changes nothing.
            answer_type: The class of the answer.
            since: The earliest start of the reading, in event-loop time.
            as_nobody: Whether to read anonymously instead of as the caller.

        Raises:
            Exhausted: The operation has made too many calls.
            DomainError: The error of the service.
        """
        self._count_call()
        credential = None if as_nobody else self._credential
        async with self._in_time():
            issued = await self._backend.passports.get(credential)
            passport = passport_for(issued, method_for(request.DESCRIPTOR).domain)
            return await self._backend.readings.read(request, answer_type, passport, since)

    async def change(
        self,
        request: Message,
        answer_type: type[Answer],
        *,
        calls: int = 1,
        service: str | None = None,
    ) -> Answer:
        """Calls a mutation of a service, then drops everything read so far.

        Args:
            request: The request.
            answer_type: The class of the answer.
            calls: As how many calls it is charged: a batch does as much as several.
            service: The service to call, if not the one that defines the request.

        Raises:
            DomainError: The error of the service.
        """
        return await self._answers.of(
            key_of(request, service),
            lambda: self._change(request, answer_type, calls, service),
        )

    async def _change(
        self, request: Message, answer_type: type[Answer], calls: int, service: str | None
    ) -> Answer:
        try:
            return await self._counted(request, answer_type, service, calls)
        finally:
            # Even a failed change may have happened, and it may concern the caller's roles.
            self.loaders.clear()
            if not self.is_anonymous:
                self._backend.passports.renew(self._credential)

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Remembers, for the time of the block, what the services answer; see `again`."""
        self._answers = Answers(remembers=True)
        try:
            yield
        finally:
            self._answers = Answers()

    @contextmanager
    def again(self) -> Iterator[None]:
        """Lets the block ask everything again. It is answered from memory: nothing happens twice."""
        loaders, self.loaders = self.loaders, self.loaders.again()
        self._answers.again = True
        self.bill.repeat()
        try:
            yield
        finally:
            self.loaders = loaders
            self._answers.again = False

    def pay(self, payer: str, accounts: Sequence[Account]) -> None:
        """Names who pays for the operation."""
        bounds = self.bounds
        self.bill = Bill(self._backend.turns, bounds.max_resources, payer, accounts)

    def pay_by(self, link: Link) -> None:
        """Lets the holder of a link pay from now on. The services must have verified it."""
        holder = (link.person_id, link.client_id, link.app_id)
        self.pay(link.app_id or link.person_id, self._backend.admission.accounts_of(*holder))

    def renew(self) -> None:
        """Resets the limits and the time, for the next message of a subscription."""
        self._calls_left = self.bounds.max_calls
        self._until = asyncio.get_running_loop().time() + self.bounds.message_timeout
        self.bill.renew()

    async def begin_message(self) -> None:
        """Waits for the turn of the next message of a subscription."""
        await self.bill.begin_message()
        self.renew()

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """Limits a call to the time that is left for a message of a subscription."""
        if self._until is None:
            yield  # the whole operation has a deadline
            return
        async with deadline.within(self._until - asyncio.get_running_loop().time()):
            yield

    def _count_call(self) -> None:
        self._calls_left -= 1
        if self._calls_left < 0:
            raise Exhausted("This operation needs too many calls. Ask for smaller pages.")


async def open_context(
    backend: Backend,
    connection: HTTPConnection,
    credential: str | None,
    connection_params: Mapping[str, object],
) -> Context:
    """Returns the context of a new operation.

    Raises:
        InvalidCredential: The credential is invalid. If it cannot be verified now, the fields that
            need a service report that instead.
    """
    address = connection.client.host if connection.client else ""
    context = Context(backend, credential, connection.headers)
    if credential is None:
        context.pay(address, [backend.admission.anonymous(address)])
        context.searches = backend.admission.searches(address)
        return context
    backend.admission.knock(credential, address)
    try:
        backend.admission.admit(credential, await context.passport())
    except Unauthenticated as error:
        backend.admission.turn_away(credential, address)
        raise InvalidCredential(error.message, reason=error.reason) from error
    except (Unavailable, DeadlineExceeded):
        pass
    context.pay(address, backend.admission.accounts(credential))
    return context


def open_by_link(
    backend: Backend, connection: HTTPConnection, token: str
) -> tuple[Context, Link] | None:
    """Returns the context of a request that brings a link, and what the link says; None if it is none, or too old.

    Nothing is verified here: the services do that, and what they refuse costs the address that asked.
    """
    link = read_link(token)
    if link is None or link.until <= datetime.now(UTC):
        return None
    address = connection.client.host if connection.client else ""
    context = Context(backend, None, connection.headers, token)
    context.pay(address, [backend.admission.anonymous(address)])
    return context, link


Info = strawberry.Info[Context, None]
