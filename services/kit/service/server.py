"""The gRPC server of a service: one pipeline for every method, built from descriptors.

trace → deadline → intake → parse → passport → audience and scope → receipts → rules → line → prepare → turn → unit of work → answer

Each request of a batch takes the steps from `line` on by itself (`services/kit/service/batches.py`).
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import grpc
from google.protobuf.message import Message
from opentelemetry.trace import SpanKind

from services.kit.calls import deadline
from services.kit.calls.client import Client
from services.kit.calls.passport import Caller, PassportVerifier
from services.kit.calls.security import NOT_LISTED, may_call
from services.kit.calls.status import DETAILS_KEY, to_status
from services.kit.contract.partial import HEADER as FIELDS
from services.kit.contract.partial import wanted_of
from services.kit.contract.rpc import Method, methods_of
from services.kit.contract.rules import reason_of_rule
from services.kit.contract.validation import (
    joined,
    parse,
    refuse_violations,
    violations_of,
)
from services.kit.errors import DomainError, Internal, Refused, Unauthenticated, Violation
from services.kit.language import HEADER, negotiated, speak
from services.kit.process import metrics, telemetry
from services.kit.service.batches import answer_each
from services.kit.service.intake import Intake
from services.kit.service.request import Request, record
from services.kit.service.steps import Line, Preparation, Prepare, Servicer, Steps
from services.kit.work.access import UNIDENTIFIED, admit
from services.kit.work.database import translated
from services.kit.work.unit import Units
from services.kit.work.work import Work

log = logging.getLogger("banyan.rpc")
# An ID that is none: what it names cannot be looked at.
_NO_ID = {reason_of_rule("string.uuid"), reason_of_rule("string.uuid_empty")}


class Pipeline:
    """The steps before and after every handler.

    Args:
        units: Runs the units of work.
        verifier: Verifies passports.
        client: The other services.
        take_receipts: Puts uploaded images in the place of their receipts in a request; returns what is wrong.
        callers: The names of the processes that may call; empty for all.
    """

    def __init__(
        self,
        units: Units,
        verifier: PassportVerifier,
        client: Client,
        take_receipts: Callable[[Message, Caller], Sequence[Violation]],
        callers: Collection[str] = (),
    ) -> None:
        self._units = units
        self._verifier = verifier
        self._client = client
        self._take_receipts = take_receipts
        self._callers = frozenset(callers)
        self._intake = Intake()
        self._steps: dict[str, Steps] = {}  # of each method, by its path

    def handlers(self, servicer: Servicer) -> grpc.GenericRpcHandler:
        """Returns the gRPC handlers of a servicer."""
        handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {}
        for method in methods_of(servicer.service):
            steps = self._steps[method.path] = Steps.of(servicer, method.each or method)
            handlers[method.name] = grpc.unary_unary_rpc_method_handler(
                self._behavior(method, steps)
            )
        return grpc.method_handlers_generic_handler(servicer.service.full_name, handlers)

    def _behavior(
        self,
        method: Method,
        steps: Steps,
    ) -> Callable[[bytes, grpc.aio.ServicerContext[bytes, bytes]], Awaitable[bytes]]:
        async def behave(data: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            if not may_call(context, self._callers):
                await context.abort(grpc.StatusCode.PERMISSION_DENIED, NOT_LISTED)
            metadata = {key: str(value) for key, value in context.invocation_metadata() or ()}
            speak(negotiated(metadata.get(HEADER, "")))
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
                        message = await self._enter(request, steps)
                    answer = message.SerializeToString()
                except DomainError as refused:
                    error = refused
                except Exception as fault:
                    error = self._hide(request, fault)
                except asyncio.CancelledError:
                    # The caller has given up, or the service is stopping.
                    record(request, "CANCELLED", "", started)
                    telemetry.finish_rpc(SpanKind.SERVER, "CANCELLED")
                    raise
                code, reason = (error.code, error.reason) if error else ("OK", "")
                record(request, code, reason, started)
                telemetry.finish_rpc(SpanKind.SERVER, code)
            if answer is None:
                await _abort(context, error or Internal())
                raise AssertionError("unreachable")
            return answer

        return behave

    async def _enter(self, request: Request, steps: Steps) -> Message:
        if not request.method.mutates:
            return await self._answer(request, steps)
        async with self._intake.entered() as request.leave:
            return await self._answer(request, steps)

    async def _answer(self, request: Request, steps: Steps) -> Message:
        method = request.method
        request.message = parse(method.request_type, request.data)
        request.caller = self._caller(request)
        admit(method, request.caller)
        await self._refuse_violations(request, steps)
        if method.each is None:
            return await self._complete(request, steps)

        await request.leave()

        async def answer(each: Method, message: Message) -> Message:
            one = Request(each, b"", request.metadata)
            one.message, one.caller = message, request.caller
            return await self._complete(one, steps)

        return await answer_each(method, request.message, answer)

    async def _complete(self, request: Request, steps: Steps) -> Message:
        message = await self._take_steps(request, steps)
        if steps.complete is not None:
            steps.complete(message)
        return message

    async def _take_steps(self, request: Request, steps: Steps) -> Message:
        if not steps.prepares:
            return await self._run(request, steps, None)
        method, message, caller = request.method, request.message, request.caller
        preparation = self._preparation(request)
        if steps.line:
            await request.leave()
        async with await _take(steps.line, message, preparation) or contextlib.nullcontext():
            try:
                prepared = await _take(steps.prepare, message, preparation)
            except DomainError:
                if preparation.is_new:
                    raise
                # A retry gets its answer, whatever has become of what it wanted.
                stored = await self._units.stored(method, message, caller)
                if stored is None:
                    raise
                return stored
            await request.leave()
            async with await _take(steps.turn, message, preparation) or contextlib.nullcontext():
                return await self._run(request, steps, prepared)

    async def _refuse_violations(self, request: Request, steps: Steps) -> None:
        """Refuses a request that breaks the contract, with everything that is wrong with it."""
        of_images = self._take_receipts(request.message, request.caller)
        if violations := joined(violations_of(request.message), of_images):
            refuse_violations(joined(violations, await self._more(request, steps, violations)))

    async def _more(
        self, request: Request, steps: Steps, found: Sequence[Violation]
    ) -> Sequence[Violation]:
        """Returns what else is wrong with a request that breaks the contract, so that all is told at once.

        Raises:
            Refused: It cannot be done at all, whatever the form says.
        """
        is_addressed = not any(each.reason in _NO_ID for each in found)
        if steps.rules is None or not is_addressed:
            return ()
        try:
            with translated():
                async with self._reading(request.caller) as work:
                    return list(await steps.rules(request.message, work))
        except Refused:
            raise  # nobody corrects a form for nothing
        except DomainError:
            return ()

    async def _run(self, request: Request, steps: Steps, prepared: Any) -> Message:
        await request.leave()
        method = request.method
        message, caller = request.message, request.caller
        if method.mutates or method.access.audited or method.access.audience == UNIDENTIFIED:
            locks = () if steps.locks is None else steps.locks(message, caller)
            return await self._units.write(method, steps.handler, message, caller, prepared, locks)
        wanted = wanted_of(method.response_type.DESCRIPTOR, request.metadata.get(FIELDS, ""))
        return await self._units.read(method, steps.handler, message, caller, prepared, wanted)

    def _caller(self, request: Request) -> Caller:
        if request.method.access.audience == UNIDENTIFIED:
            return request.caller
        kind, _, passport = request.metadata.get("authorization", "").partition(" ")
        if kind != "Bearer" or not passport:
            raise Unauthenticated("Send a passport in the `authorization` metadata.")
        return self._verifier.verify(passport)

    def _preparation(self, request: Request) -> Preparation:
        units, caller = self._units, request.caller
        return Preparation(
            units.preparing(caller) if request.method.mutates else units.work(None, caller),
            self._client,
            partial(self._reading, caller),
            partial(self._dry_run, caller),
            partial(self._dry_run_each, caller),
            leave=request.leave,
        )

    async def _dry_run(self, caller: Caller, method: Method, message: Message) -> Work:
        """Takes the steps of a request and undoes what it did."""
        request = Request(method, b"", {})
        request.message, request.caller = message, caller
        admit(method, caller)
        steps = self._steps[method.path]
        await self._refuse_violations(request, steps)
        preparation = self._preparation(request)
        async with await _take(steps.line, message, preparation) or contextlib.nullcontext():
            prepared = await _take(steps.prepare, message, preparation)
            async with await _take(steps.turn, message, preparation) or contextlib.nullcontext():
                locks = () if steps.locks is None else steps.locks(message, caller)
                return await self._units.dry_run(
                    method, steps.handler, message, caller, prepared, locks
                )

    async def _dry_run_each(
        self, caller: Caller, method: Method, message: Any
    ) -> Sequence[Work | DomainError]:
        """Handles the requests of a batch one after another, and undoes what they did."""
        assert method.each is not None  # noqa: S101 # for the type checker
        request = Request(method, b"", {})
        request.message, request.caller = message, caller
        admit(method, caller)
        steps = self._steps[method.path]
        await self._refuse_violations(request, steps)
        return await self._units.dry_run_each(method.each, steps.handler, message.requests, caller)

    @asynccontextmanager
    async def _reading(self, caller: Caller) -> AsyncIterator[Work]:
        async with self._units.reading() as session:
            yield self._units.work(session, caller)

    def _hide(self, request: Request, fault: Exception) -> DomainError:
        log.error(
            "a request failed",
            exc_info=fault,
            extra={"method": request.method.path, "request": request.message},
        )
        return Internal()


async def _take(step: Prepare | Line | None, message: Message, preparation: Preparation) -> Any:
    """Takes a step before the transaction."""
    if step is None:
        return None
    with translated():
        return await step(message, preparation)


async def _abort(context: grpc.aio.ServicerContext[bytes, bytes], error: DomainError) -> None:
    status = to_status(error)
    details = (DETAILS_KEY, status.SerializeToString())
    await context.abort(grpc.StatusCode[error.code], status.message, trailing_metadata=(details,))
