"""Consumers: what a service does about notices of other services, once per version.

    begin, take the locks, claim (consumer, resource, version) → handler → commit → acknowledge

Locks and claim travel with BEGIN. The claim is an upsert that only moves forward, so repeats, reordering and
replays have no second effect. If the process dies between commit and acknowledgement, the notice is delivered
again and its version is already seen. An infrastructure error delays the notice, forever. A handler error is
counted, and the eighth makes the notice a dead letter so that later notices can pass. What is pending is
handled together in one transaction (`services.kit.bus.subscription`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from opentelemetry.trace import SpanKind
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.calls.deadline import DEFAULT_SECONDS
from services.kit.calls.passport import Caller
from services.kit.process import telemetry
from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.audit import Changes
from services.kit.work.claim import literal, taking
from services.kit.work.database import ERRORS, may_pass_at_once
from services.kit.work.notices import Notice
from services.kit.work.transaction import Transaction
from services.kit.work.unit import Units
from services.kit.work.work import Work
from services.kit.work.works import retried

log = logging.getLogger(__name__)
TOGETHER_SECONDS = 1.0  # less than the time limit of a lock: others wait for what a batch holds
_CLAIMED = """
    SELECT resource_id FROM seen
    WHERE consumer = $1 AND resource_id = ANY ($2::uuid[]) AND xmin = pg_current_xact_id()::xid
"""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A consumer: a stable name, a kind of notice, and its handler.

    Attributes:
        name: The name. It must never change: the bus and the table `seen` identify it by this.
        stream: The service whose notices it handles.
        resource: The resource, such as "person".
        message: The class of the payload.
        handler: Takes the resource after the change, and the work.
        locks: Takes the resource, and returns the names of the advisory locks under which it is handled. They are
            taken as the transaction begins, in their alphabetical order; see `Rows.lock_name`.
    """

    name: str
    stream: str
    resource: str
    message: type[Message]
    handler: Callable[[Any, Work], Awaitable[None]]
    locks: Callable[[Any], Sequence[str]] | None = None


class Handling:
    """Handles the notices of one consumer: the database side.

    Args:
        consumer: The consumer.
        units: Runs the units of work.
        settings: The number of errors before a dead letter.
    """

    def __init__(self, consumer: Consumer, units: Units, settings: ServiceSettings) -> None:
        self._consumer = consumer
        self._units = units
        self._settings = settings
        self._caller = Caller(principal_id=f"consumer:{consumer.name}")

    async def apply(self, notice: Notice) -> bool:
        """Runs the handler in one transaction, again if it loses a race.

        Returns:
            Whether the handler ran. It does not if this or a later version was seen before.

        Raises:
            Exception: The error of the handler or the database. Nothing was changed.
        """
        return notice.id in await self.apply_all([notice])

    async def apply_all(self, notices: Sequence[Notice]) -> set[str]:
        """Runs the handler for several notices in one transaction, as `apply` does for one.

        Of several notices about one resource only the newest is handled: it says all that the others do.

        Returns:
            The IDs of the notices for which the handler ran.

        Raises:
            Exception: The error of a handler or the database. Nothing was changed.
        """
        newest = _newest(notices)
        resources = {each.id: self._consumer.message.FromString(each.payload) for each in newest}
        first = self._beginning(newest, list(resources.values()))

        async def once() -> set[str]:
            async with (
                asyncio.timeout(DEFAULT_SECONDS if len(notices) == 1 else TOGETHER_SECONDS),
                self._units.writing(self._caller, first=first) as work,
            ):
                new = await self._claim(work.transaction, newest)
                for notice in newest:
                    if notice.id in new:
                        await self._handle(notice, resources[notice.id], work)
            return new

        # Several together are not tried again: they held their locks for long, and may do so every time.
        return await (retried(once, may_pass_at_once) if len(notices) == 1 else once())

    async def _handle(self, notice: Notice, resource: Message, work: Work) -> None:
        with telemetry.message(
            SpanKind.CONSUMER, notice.subject, notice.headers, self._consumer.name
        ):
            try:
                await self._consumer.handler(resource, work)
                await work.transaction.flush()
            except Exception as error:
                telemetry.fail(type(error).__qualname__)
                raise
            if work.changes.rows:  # a resource of this service has changed, not only a projection
                work.closing.note(work.changes, notice.subject)
                work.changes = Changes()  # each notice has its own row

    def _beginning(self, notices: Sequence[Notice], resources: Sequence[Message]) -> str:
        """Returns the statements that take the locks, and mark versions as seen.

        They travel with BEGIN, where a statement has no parameters. So their values are literals of known form.
        Once the work is committed, failures of these notices are over.
        """
        of = self._consumer.locks
        locks = sorted({name for each in resources for name in of(each)}) if of else ()
        consumer, now = literal(self._consumer.name), self._units.clock.now().isoformat()
        # In one order, so that replicas which claim the same resources wait for each other in turn.
        versions = [
            f"({consumer}, '{each.resource_id}', {each.version}, '{now}')"
            for each in sorted(notices, key=lambda notice: notice.resource_id)
        ]
        claim = (
            f"WITH over AS (DELETE FROM failure WHERE consumer = {consumer}"  # noqa: S608
            f" AND notice_id IN ({', '.join(literal(each.id) for each in notices)}))"
            " INSERT INTO seen (consumer, resource_id, version, update_time)"
            f" VALUES {', '.join(versions)} ON CONFLICT (consumer, resource_id)"
            " DO UPDATE SET version = excluded.version, update_time = excluded.update_time"
            " WHERE seen.version < excluded.version"
        )
        return f"{taking(locks)}; {claim}" if locks else claim

    async def _claim(self, transaction: Transaction, notices: Sequence[Notice]) -> set[str]:
        """Returns the IDs of the notices that are newer than the last ones, as the transaction began."""
        claimed = int(transaction.first.split()[-1])
        if claimed in (0, len(notices)):
            return {notice.id for notice in notices} if claimed else set()
        ids = [notice.resource_id for notice in notices]
        found = await transaction.fetch(_CLAIMED, [self._consumer.name, ids])
        new = {row[0] for row in found}
        return {notice.id for notice in notices if notice.resource_id in new}

    async def note_failure(self, notice: Notice, error: Exception) -> int:
        """Records an error of the handler, in a transaction of its own.

        Returns:
            The number of errors so far.
        """
        failure = tables.failure
        new = upsert(failure).values(
            consumer=self._consumer.name,
            notice_id=notice.id,
            subject=notice.subject,
            headers=dict(notice.headers),
            payload=notice.payload,
            errors=1,
            last_error=type(error).__qualname__,
            dead=self._settings.handler_attempts <= 1,
            update_time=self._units.clock.now(),
        )
        counted = failure.c.errors + 1
        statement = new.on_conflict_do_update(
            index_elements=[failure.c.consumer, failure.c.notice_id],
            set_={
                "errors": counted,
                "last_error": new.excluded.last_error,
                "dead": counted >= self._settings.handler_attempts,
                "update_time": new.excluded.update_time,
            },
        ).returning(failure.c.errors)
        try:
            async with self._units.writing(self._caller) as work:
                return int((await work.session.execute(statement)).scalar_one())
        except ERRORS:
            log.warning("a failure could not be noted", extra={"notice": notice.id})
            return 1


def _newest(notices: Sequence[Notice]) -> list[Notice]:
    """Returns the newest notice about each resource, in the order in which they came."""
    newest: dict[UUID, Notice] = {}
    for notice in notices:
        known = newest.get(notice.resource_id)
        if known is None or known.version < notice.version:
            newest.pop(notice.resource_id, None)
            newest[notice.resource_id] = notice
    return list(newest.values())
