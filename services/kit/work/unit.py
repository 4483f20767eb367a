"""Units of work: one RPC, one handled notice or one job item is one transaction.

    claim the request id, take the locks → handler → relation checked? for every change?
    → notices, audit rows, cost (budget left?) and answer in one statement → commit

A transaction that loses a race (40001, 40P01) runs again, three times at most. Reads run without a
transaction, because each is one statement, or a few that need not agree.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from google.protobuf.message import Message

from services.kit.calls.passport import Caller
from services.kit.contract.partial import WHOLE, Wanted
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, NotFound, PermissionDenied
from services.kit.work.claim import Claim, has_request_id, taking
from services.kit.work.coverage import refuse_uncovered
from services.kit.work.database import ERRORS, is_transient, to_domain_error, translated
from services.kit.work.rows import WorkSession
from services.kit.work.states import handling
from services.kit.work.transaction import opened
from services.kit.work.work import Work
from services.kit.work.works import Works, retried

Handler = Callable[[Any, Work], Awaitable[Message]]


class Units(Works):
    """Runs units of work on the database of a service."""

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
