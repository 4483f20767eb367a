"""Units of work: one RPC, one handled notice or one job item is one transaction.

    claim the request id, take the locks → handler → relation checked? for every change?
    → notices, audit rows, cost (budget left?) and answer in one statement → commit

A transaction that loses a race (40001, 40P01) runs again, three times at most. Reads run without a
transaction, because each is one statement, or a few that need not agree.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.kit.calls.passport import Caller
from services.kit.contract.partial import WHOLE, Wanted
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, NotFound, PermissionDenied
from services.kit.process import metrics
from services.kit.process.clock import Clock
from services.kit.work.access import Relations
from services.kit.work.budget import Budget
from services.kit.work.claim import Claim, has_request_id, taking
from services.kit.work.coverage import refuse_uncovered
from services.kit.work.database import ERRORS, is_transient, to_domain_error, translated
from services.kit.work.images import settle_images
from services.kit.work.query import OfSession, Pool, Source
from services.kit.work.rows import WorkSession
from services.kit.work.states import handling
from services.kit.work.transaction import opened
from services.kit.work.work import Work

ATTEMPTS = 3
PREPARING = 4  # how many queries run at once for changes that have not begun
T = TypeVar("T")
Handler = Callable[[Any, Work], Awaitable[Message]]


class Wakeable(Protocol):
    """Something that waits for committed notices, such as the relay."""

    def wake(self) -> None:
        """Signals that there may be new notices."""
        ...


class Units:
    """Runs units of work on the database of a service.

    Args:
        engine: The database.
        service: The name of the service.
        clock: The clock.
        relations: The relations that the service defines.
        conflicts: The errors for violated constraints, by the name of the constraint.
        relay: Woken after a commit that announced something.
        budget: What a person may change per time.
        writers: How many transactions run at once; the other connections are left to reads. None for
            as many as the engine has connections.
        settle: Counts the resources that have each image, before the last statement of a unit of work.
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
        budget: Budget,
        writers: int | None = None,
        settle: Callable[[Work], Awaitable[None]] = settle_images,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self._committing = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._pool = Pool(engine)
        self._narrow = Pool(engine, PREPARING)
        self._service = service
        self._relations = relations
        self._conflicts = conflicts
        self._relay = relay
        self._budget = budget
        self._settle = settle
        self._bells: dict[str, asyncio.Event] = {}
        self._writers = asyncio.Semaphore(writers) if writers else contextlib.nullcontext()

    def bell(self, job: str) -> asyncio.Event:
        """Returns the event that is set when a transaction triggers a job."""
        return self._bells.setdefault(job, asyncio.Event())

    def work(self, session: AsyncSession | None, caller: Caller, prepared: Any = None) -> Work:
        """Returns a work that only reads, on a session or with a connection for each query."""
        source = self._pool if session is None else OfSession(session)
        return self._work(source, session, caller, prepared)

    def preparing(self, caller: Caller) -> Work:
        """Returns a work that reads before a transaction.

        Few such queries run at once, so that the reads of others find connections, however many prepare.
        """
        return self._work(self._narrow, None, caller)

    def _work(
        self,
        source: Source,
        session: AsyncSession | None,
        caller: Caller,
        prepared: Any = None,
        wanted: Wanted = WHOLE,
    ) -> Work:
        return Work(
            source,
            service=self._service,
            caller=caller,
            now=self.clock.now(),
            relations=self._relations,
            session=session,
            prepared=prepared,
            wanted=wanted,
        )

    def reading(self) -> AsyncSession:
        """Returns a session that never flushes, for reads."""
        return AsyncSession(
            self._committing,
            sync_session_class=WorkSession,
            autoflush=False,
            expire_on_commit=False,
        )

    @asynccontextmanager
    async def writing(
        self, caller: Caller, prepared: Any = None, first: str = "", *, commits: bool = True
    ) -> AsyncIterator[Work]:
        """Opens a transaction, once it may have a connection, and commits it after the block.

        Args:
            caller: Who does the work.
            prepared: The result of the handler's `prepare_` step.
            first: The statement that travels with BEGIN.
            commits: Whether to commit. Otherwise everything is done up to the commit, and rolled back.

        Yields:
            The work. What it announced and triggered is on its way once the block has ended.
        """
        async with self._writers, opened(self._committing, WorkSession) as transaction:
            work = self._work(transaction, None, caller, prepared)
            await transaction.begin(first)
            yield work
            await self._finish(work)
            if not commits:
                return
            await transaction.commit()
        if work.closing.notices:
            self._relay.wake()
        for job in work.triggered:
            self.bell(job).set()

    async def _finish(self, work: Work) -> None:
        """Does what comes right before the commit."""
        await work.transaction.flush()
        if work.changes.images:
            await self._settle(work)
        await work.closing.write(work.transaction, work.caller, work.now)

    async def read(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any = None,
        wanted: Wanted = WHOLE,
    ) -> Message:
        """Runs a reading handler.

        Args:
            method: The method that was called.
            handler: Handles the request.
            request: The request.
            caller: The caller.
            prepared: The result of the handler's `prepare_` step.
            wanted: What the caller reads of the answer.

        Raises:
            DomainError: The refusal of the handler or the database.
        """
        with translated(self._conflicts):
            work = self._work(self._pool, None, caller, prepared, wanted)
            return await self._handle(method, handler, request, work)

    async def write(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any,
        locks: Sequence[str] = (),
    ) -> Message:
        """Runs a handler as one transaction, again if it loses a race.

        Args:
            method: The method that was called.
            handler: Handles the request.
            request: The request.
            caller: The caller.
            prepared: The result of the handler's `prepare_` step.
            locks: The names of the advisory locks to take, in order, before the handler runs.

        Raises:
            DomainError: The refusal of the handler or the database. Nothing was changed.
        """
        with translated(self._conflicts):
            return await retried(
                lambda: self._write_once(method, handler, request, caller, prepared, locks),
                is_transient,
            )

    async def dry_run(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any,
        locks: Sequence[str] = (),
    ) -> Work:
        """Runs a handler as `write` does, up to the commit, and rolls everything back.

        Returns:
            The work, which says what it would have announced.

        Raises:
            DomainError: What `write` would raise.
        """
        with translated(self._conflicts):
            return await retried(
                lambda: self._try_once(method, handler, request, caller, prepared, locks),
                is_transient,
            )

    async def dry_run_each(
        self, method: Method, handler: Handler, requests: Sequence[Any], caller: Caller
    ) -> list[Work | DomainError]:
        """Runs a handler for one request after another, in one transaction, and rolls everything back.

        What a request has changed the next one finds, as it would after a commit. A refused one changes nothing.

        Returns:
            For each request the work, or why it was refused.

        Raises:
            DomainError: A fault, such as a database that is away.
        """
        with translated(self._conflicts):
            return await retried(
                lambda: self._try_each(method, handler, requests, caller), is_transient
            )

    async def _try_each(
        self, method: Method, handler: Handler, requests: Sequence[Any], caller: Caller
    ) -> list[Work | DomainError]:
        outcomes: list[Work | DomainError] = []
        async with self._writers, opened(self._committing, WorkSession) as transaction:
            await transaction.begin()
            for request in requests:
                work = self._work(transaction, None, caller)
                try:
                    async with transaction.savepoint():
                        await self._try(method, handler, request, work)
                        await self._finish(work)
                except (DomainError, *ERRORS) as error:
                    outcomes.append(self._refusal(error))
                else:
                    outcomes.append(work)
        return outcomes

    def _refusal(self, error: Exception) -> DomainError:
        """Returns what an error means to the caller; raises it if that is nothing."""
        is_known = isinstance(error, DomainError) or is_transient(error)
        known = error if is_known else to_domain_error(error, self._conflicts)
        if isinstance(known, DomainError) and known.is_actionable:
            return known
        raise error

    async def _try(self, method: Method, handler: Handler, request: Any, work: Work) -> None:
        answer = await self._handle(method, handler, request, work)
        await work.transaction.flush()
        refuse_uncovered(method, work)
        self._close(method, None, work, answer)

    async def _try_once(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any,
        locks: Sequence[str],
    ) -> Work:
        async with self.writing(caller, prepared, taking(locks), commits=False) as work:
            await self._try(method, handler, request, work)
        return work

    async def stored(self, method: Method, request: Any, caller: Caller) -> Message | None:
        """Returns the answer that was given to this very request before; None if there is none.

        Raises:
            InvalidArgument: The ID of the request was used with a different one.
        """
        if not has_request_id(request):
            return None
        with translated():
            return await Claim(method, request, caller, self.clock.now()).stored(self._pool)

    async def _write_once(
        self,
        method: Method,
        handler: Handler,
        request: Any,
        caller: Caller,
        prepared: Any,
        locks: Sequence[str],
    ) -> Message:
        claim = (
            Claim(method, request, caller, self.clock.now()) if has_request_id(request) else None
        )
        first = claim.statement(locks) if claim else taking(locks)
        async with self.writing(caller, prepared, first) as work:
            if claim is not None and (stored := await claim.take(work.transaction)) is not None:
                return stored
            answer = await self._handle(method, handler, request, work)
            await work.transaction.flush()
            refuse_uncovered(method, work)
            self._close(method, claim, work, answer)
        return answer

    def _close(self, method: Method, claim: Claim | None, work: Work, answer: Message) -> None:
        """Says what the work leaves behind."""
        changes, closing = work.changes, work.closing
        if claim is not None:
            closing.answer(claim.key, answer.SerializeToString())
        is_reading = method.access.audited or not method.mutates
        if changes.rows or (changes.resource_ids and is_reading):
            closing.note(changes, method.path)
        if changes.rows and work.caller.person_id is not None:
            closing.charge = self._budget.charge(len(changes.rows), closing.announced_bytes)

    async def _handle(self, method: Method, handler: Handler, request: Any, work: Work) -> Message:
        relation = method.access.relation
        try:
            with handling(method):
                answer = await handler(request, work)
        except NotFound as error:
            if relation and relation not in work.checked:
                # Only callers who may see it learn whether it exists (AIP-211).
                raise PermissionDenied from error
            raise
        if relation and relation not in work.checked:
            raise RuntimeError(f"{method.path} did not check the relation {relation}")
        return answer


async def retried(once: Callable[[], Awaitable[T]], again: Callable[[Exception], bool]) -> T:
    """Runs a transaction, up to three times if it fails in a way that may pass.

    Args:
        once: Runs it.
        again: Returns whether an error of the database may pass.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await once()
        except ERRORS as error:
            if not again(error):
                raise
            metrics.TRANSACTION_RETRIES.inc()
    return await once()
