"""Units of work: one RPC, or one handled notice, is one transaction.

    claim the request id → handler → relation checked? → audit row → store the answer → commit

A transaction that loses a race (40001, 40P01) runs again, three times at most. Reads run without a
transaction of their own, because each is one statement or a few that need not agree.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.kit import metrics, tables, telemetry
from services.kit.access import Relations
from services.kit.clock import Clock
from services.kit.database import ERRORS, is_transient, translated
from services.kit.errors import DomainError, InvalidArgument, NotFound, PermissionDenied
from services.kit.ids import uuid7
from services.kit.passport import Caller
from services.kit.rpc import Method
from services.kit.work import Work

ATTEMPTS = 3
T = TypeVar("T")
Handler = Callable[[Any, Work], Awaitable[Message]]


class Wakeable(Protocol):
    """Something that waits for committed notices."""

    def wake(self) -> None:
        """Says that there may be some."""
        ...


class Units:
    """Runs units of work on the database of a service.

    Args:
        engine: The database.
        service: The name of the service.
        clock: What time it is.
        relations: The relations that the service defines.
        conflicts: For constraints, by name, the error that a caller gets when one is violated.
        relay: What to wake after a commit that announced something.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        service: str,
        clock: Clock,
        relations: Relations,
        conflicts: dict[str, DomainError],
        relay: Wakeable,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self._reads = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._service = service
        self._relations = relations
        self._conflicts = conflicts
        self._relay = relay
        self._bells: dict[str, asyncio.Event] = {}

    def bell(self, job: str) -> asyncio.Event:
        """Returns what is set once a transaction has left something for a job to do."""
        return self._bells.setdefault(job, asyncio.Event())

    def committed(self, work: Work) -> None:
        """Wakes whoever waits for what a transaction has committed: the relay, and due work."""
        if work.announced:
            self._relay.wake()
        for job in work.hastened:
            self.bell(job).set()

    def work(self, session: AsyncSession, caller: Caller, prepared: Any = None) -> Work:
        """Returns the work of a session that the caller of this method has opened."""
        return Work(
            session,
            service=self._service,
            caller=caller,
            now=self.clock.now(),
            relations=self._relations,
            prepared=prepared,
        )

    def reading(self) -> AsyncSession:
        """Returns a session that never flushes, for reads."""
        return AsyncSession(self._reads, autoflush=False, expire_on_commit=False)

    def writing(self) -> AsyncSession:
        """Returns a session for one transaction."""
        return AsyncSession(self.engine, expire_on_commit=False)

    async def read(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any = None,
    ) -> Message:
        """Runs a handler that changes nothing.

        Raises:
            DomainError: What the handler or the database refused.
        """
        with translated(self._conflicts):
            async with self.reading() as session:
                work = self.work(session, caller, prepared)
                return await self._handle(method, handler, request, work)

    async def write(
        self, method: Method, handler: Handler, request: Any, caller: Caller, prepared: Any
    ) -> Message:
        """Runs a handler as one transaction, and again where it lost a race.

        Raises:
            DomainError: What the handler or the database refused. Nothing was changed then.
        """
        with translated(self._conflicts):
            return await retried(
                lambda: self._write_once(method, handler, request, caller, prepared), is_transient
            )

    async def _write_once(
        self, method: Method, handler: Handler, request: Any, caller: Caller, prepared: Any
    ) -> Message:
        async with self.writing() as session, session.begin():
            work = self.work(session, caller, prepared)
            claim = Claim(method, request, work) if _has_request_id(request) else None
            if claim is not None and (stored := await claim.take()) is not None:
                return stored
            answer = await self._handle(method, handler, request, work)
            await session.flush()
            if method.mutates or work.changes.resource_ids:
                await write_audit(work, method.path, request)
            if claim is not None:
                await claim.store(answer)
        self.committed(work)
        return answer

    async def _handle(self, method: Method, handler: Handler, request: Any, work: Work) -> Message:
        relation = method.access.relation
        try:
            answer = await handler(request, work)
        except NotFound as error:
            if relation and relation not in work.checked:
                # Whether it exists is for those to know who may see it (AIP-211).
                raise PermissionDenied from error
            raise
        if relation and relation not in work.checked:
            raise RuntimeError(f"{method.path} did not check the relation {relation}")
        return answer


async def retried(once: Callable[[], Awaitable[T]], again: Callable[[Exception], bool]) -> T:
    """Runs a transaction, and again where it failed in a way that may pass, three times at most.

    Args:
        once: Runs it.
        again: Tells of an error of the database whether it may pass.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await once()
        except ERRORS as error:
            if not again(error):
                raise
            metrics.TRANSACTION_RETRIES.inc()
    return await once()


class Claim:
    """The claim of a request id, so that the same request has one effect and one answer.

    Whoever comes second with the same id waits here, on the unique key, until the first has
    committed or failed. Failures are not stored: after one, the next of the same id runs.
    """

    def __init__(self, method: Method, request: Any, work: Work) -> None:
        self._key = {
            "principal_id": work.caller.principal_id,
            "method": method.path,
            "request_id": UUID(request.request_id),
        }
        self._hash = hashlib.sha256(request.SerializeToString(deterministic=True)).digest()
        self._response_type = method.response_type
        self._work = work

    async def take(self) -> Message | None:
        """Claims the id, or returns the answer that was stored under it.

        Raises:
            InvalidArgument: The id was used with another body.
        """
        claimed = await self._work.session.execute(
            upsert(tables.answer)
            .values(**self._key, body_hash=self._hash, create_time=self._work.now)
            .on_conflict_do_nothing()
            .returning(tables.answer.c.request_id)
        )
        if claimed.first() is not None:
            return None
        row = (
            await self._work.session.execute(
                select(tables.answer.c.body_hash, tables.answer.c.body).filter_by(**self._key)
            )
        ).one()
        if row.body_hash != self._hash:
            raise InvalidArgument.of(
                "request_id", "was used for another request; choose a new one", "REQUEST_ID_REUSED"
            )
        return self._response_type.FromString(row.body)

    async def store(self, answer: Message) -> None:
        """Stores the answer under the id."""
        await self._work.session.execute(
            tables.answer.update()
            .where(*(tables.answer.c[name] == value for name, value in self._key.items()))
            .values(body=answer.SerializeToString())
        )


async def write_audit(work: Work, method: str, request: Any = None) -> None:
    """Writes the audit row of a unit of work: one for each organization, whose members read only theirs.

    Args:
        work: The work, with everything flushed.
        method: What was done: the path of the method, the subject of the notice, or the name of the
            due work.
        request: The request; None where a service does something by itself.
    """
    with_id = request is not None and _has_request_id(request)
    common = {
        "create_time": work.now,
        "principal_id": work.caller.principal_id,
        "person_id": work.caller.person_id,
        "client_id": work.caller.client_id,
        "method": method,
        "request_id": UUID(request.request_id) if with_id else None,
        "trace_id": telemetry.trace_id(),
    }
    entries = [
        {
            **common,
            "id": uuid7(),
            "organization_id": part.organization_id,
            "resource_ids": part.resource_ids,
            "changes": part.rows,
        }
        for part in work.changes.by_organization()
    ]
    await work.session.execute(insert(tables.audit), entries)


def _has_request_id(request: Any) -> bool:
    return "request_id" in request.DESCRIPTOR.fields_by_name and request.HasField("request_id")
