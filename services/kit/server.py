"""The gRPC side of a service: every method goes through one pipeline, built from its descriptor.

trace → deadline → parse → passport → audience and scope → rules → prepare → unit of work → answer
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import deadline, metrics, telemetry
from services.kit.access import UNIDENTIFIED, admit
from services.kit.client import Answer, Client
from services.kit.database import translated
from services.kit.errors import DomainError, Internal, Unauthenticated
from services.kit.passport import Caller, PassportVerifier
from services.kit.rpc import Method, methods_of
from services.kit.status import DETAILS_KEY, to_status
from services.kit.unit import Handler, Units
from services.kit.validation import parse, validate

log = logging.getLogger("banyan.rpc")
NOBODY = Caller(principal_id="anonymous")


class Servicer(Protocol):
    """The methods of one service of the contract.

    Each is an `async def` with the name of the RPC that takes the request and the `Work` and returns
    the answer. Where calls to other services must come first, `prepare_<RPC>` takes the request and a
    `Preparation`; what it returns is `work.prepared`. Where an answer has a secret that nothing may
    store, `complete_<RPC>` puts it in on the way out, of a stored answer too. A servicer that holds
    something open has a `close`, which is awaited once the last request is done.

    Attributes:
        service: The descriptor of the service.
    """

    service: ServiceDescriptor


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a `prepare_` step gets: it reads and calls, before the transaction begins.

    Attributes:
        session: A session for reading.
        caller: Who is calling.
        now: The present time, in UTC.
        client: The other services.
    """

    session: AsyncSession
    caller: Caller
    now: datetime
    client: Client

    async def call(self, request: Message, answer_type: type[Answer]) -> Answer:
        """Calls another service on behalf of the caller, within their deadline.

        Meanwhile the connection to the database serves others: a slow service must not hold it.
        """
        await self.session.close()
        return await self.client.call(request, answer_type, passport=self.caller.token)


Prepare = Callable[[Any, Preparation], Awaitable[Any]]
Complete = Callable[[Any], None]


class Pipeline:
    """What happens to every request before and after its handler.

    Args:
        units: Runs the units of work.
        verifier: Verifies passports.
        client: The other services.
    """

    def __init__(self, units: Units, verifier: PassportVerifier, client: Client) -> None:
        self._units = units
        self._verifier = verifier
        self._client = client

    def handlers(self, servicer: Servicer) -> grpc.GenericRpcHandler:
        """Returns the gRPC handlers of a servicer.

        Raises:
            AttributeError: It lacks a method of its service.
        """
        handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            method.name: grpc.unary_unary_rpc_method_handler(
                self._behavior(
                    method,
                    getattr(servicer, method.name),
                    getattr(servicer, f"prepare_{method.name}", None),
                    getattr(servicer, f"complete_{method.name}", None),
                )
            )
            for method in methods_of(servicer.service)
        }
        return grpc.method_handlers_generic_handler(servicer.service.full_name, handlers)

    def _behavior(
        self,
        method: Method,
        handler: Handler,
        prepare: Prepare | None,
        complete: Complete | None,
    ) -> Callable[[bytes, grpc.aio.ServicerContext[bytes, bytes]], Awaitable[bytes]]:
        async def behave(data: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            metadata = {key: str(value) for key, value in context.invocation_metadata() or ()}
            with (
                telemetry.rpc(method.path, SpanKind.SERVER, metadata),
                metrics.RPC_IN_FLIGHT.track_inprogress(),
            ):
                request = Request(method, data, metadata)
                started = time.perf_counter()
                answer: bytes | None = None
                error: DomainError | None = None
                try:
                    async with deadline.within(context.time_remaining()):
                        message = await self._answer(request, handler, prepare)
                    if complete is not None:
                        complete(message)
                    answer = message.SerializeToString()
                except DomainError as refused:
                    error = refused
                except Exception as fault:
                    error = self._hide(request, fault)
                except asyncio.CancelledError:
                    # The caller has given up, or we stop.
                    _record(request, "CANCELLED", "", started)
                    telemetry.finish_rpc(SpanKind.SERVER, "CANCELLED")
                    raise
                code, reason = (error.code, error.reason) if error else ("OK", "")
                _record(request, code, reason, started)
                telemetry.finish_rpc(SpanKind.SERVER, code)
            if answer is None:
                await _abort(context, error or Internal())
                raise AssertionError("unreachable")
            return answer

        return behave

    async def _answer(
        self,
        request: "Request",
        handler: Handler,
        prepare: Prepare | None,
    ) -> Message:
        method = request.method
        request.message = parse(method.request_type, request.data)
        request.caller = self._caller(request)
        admit(method, request.caller)
        validate(request.message)
        prepared = await self._prepare(request, prepare) if prepare is not None else None
        if method.mutates or method.access.audited or method.access.audience == UNIDENTIFIED:
            run = self._units.write
        else:
            run = self._units.read
        return await run(method, handler, request.message, request.caller, prepared)

    def _caller(self, request: "Request") -> Caller:
        if request.method.access.audience == UNIDENTIFIED:
            return NOBODY
        kind, _, passport = request.metadata.get("authorization", "").partition(" ")
        if kind != "Bearer" or not passport:
            raise Unauthenticated("Send a passport in the metadata 'authorization'.")
        return self._verifier.verify(passport)

    async def _prepare(self, request: "Request", prepare: Prepare) -> Any:
        with translated():
            async with self._units.reading() as session:
                now = self._units.clock.now()
                preparation = Preparation(session, request.caller, now, self._client)
                return await prepare(request.message, preparation)

    def _hide(self, request: "Request", fault: Exception) -> DomainError:
        log.error(
            "a request failed",
            exc_info=fault,
            extra={"method": request.method.path, "request": request.message},
        )
        return Internal()


class Request:
    """A request on its way through the pipeline.

    Attributes:
        method: The method called.
        data: The request as it came.
        metadata: The metadata that came with it.
        message: The request, once parsed.
        caller: Who is calling, once verified.
    """

    def __init__(self, method: Method, data: bytes, metadata: Mapping[str, str]) -> None:
        self.method = method
        self.data = data
        self.metadata = metadata
        self.message: Any = None
        self.caller = NOBODY


def _record(request: Request, code: str, reason: str, started: float) -> None:
    """Logs and counts a request that has ended."""
    seconds = time.perf_counter() - started
    metrics.answered(request.method.path, code, seconds)
    log.info(
        "rpc",
        extra={
            "method": request.method.path,
            "code": code,
            "reason": reason,
            "principal": request.caller.principal_id,
            "milliseconds": round(seconds * 1000, 2),
        },
    )


async def _abort(context: grpc.aio.ServicerContext[bytes, bytes], error: DomainError) -> None:
    status = to_status(error)
    details = (DETAILS_KEY, status.SerializeToString())
    await context.abort(grpc.StatusCode[error.code], status.message, trailing_metadata=(details,))


def all_methods(servicers: Sequence[Servicer]) -> list[Method]:
    """Returns every method that the servicers serve."""
    return [method for servicer in servicers for method in methods_of(servicer.service)]
