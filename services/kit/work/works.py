"""Works and where they run: on a connection for each query, on a session, or as one transaction."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.kit.calls.passport import Caller
from services.kit.contract.partial import WHOLE, Wanted
from services.kit.errors import DomainError
from services.kit.process import metrics
from services.kit.process.clock import Clock
from services.kit.work.access import Relations
from services.kit.work.budget import Budget
from services.kit.work.database import ERRORS
from services.kit.work.images import settle_images
from services.kit.work.query import OfSession, Pool, Source
from services.kit.work.rows import WorkSession
from services.kit.work.transaction import opened
from services.kit.work.work import Work

ATTEMPTS = 3
PREPARING = 4  # how many queries run at once for changes that have not begun
T = TypeVar("T")


class Wakeable(Protocol):
    """Something that waits for committed notices, such as the relay."""

    def wake(self) -> None:
        """Signals that there may be new notices."""
        ...


class Works:
    """Opens works on the database of a service: those that read, and transactions.

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
