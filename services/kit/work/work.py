"""The work of a handler: one transaction, and everything that a handler may do in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.calls.passport import Caller
from services.kit.contract.partial import WHOLE, Wanted
from services.kit.errors import PermissionDenied
from services.kit.work.access import Check, Relations, Visibility
from services.kit.work.closing import Announcement, Closing
from services.kit.work.mapping import to_proto
from services.kit.work.models import Resource
from services.kit.work.notices import notice_headers, notice_payload, subject_of
from services.kit.work.query import Condition, Query, Row, Source, Variant, is_set
from services.kit.work.rows import Rows
from services.kit.work.transaction import Transaction
from services.kit.work.viewer import Viewer


class Work(Rows):
    """What a handler gets in addition to the request.

    Attributes:
        caller: The caller.
        prepared: The result of the handler's `prepare_` step, which runs before the transaction.
        wanted: What the caller reads of the answer.
        checked: The relations checked so far, each with its subjects.
        following: The IDs of resources that may change without their own check, with the rule.
        closing: What it leaves behind besides its rows.
        triggered: The jobs to run right after the commit.
        foreseen: How many further resources will change after the commit, by the full name of their message.
    """

    def __init__(
        self,
        source: Source,
        *,
        service: str,
        caller: Caller,
        now: datetime,
        relations: Relations,
        session: AsyncSession | None = None,
        prepared: Any = None,
        wanted: Wanted = WHOLE,
    ) -> None:
        transaction = source if isinstance(source, Transaction) else None
        super().__init__(session, transaction, now)
        self._source = source
        self.caller = caller
        self.prepared = prepared
        self.wanted = wanted
        self.relations = relations
        self.checked: dict[str, set[UUID]] = {}
        self.following: dict[UUID, str] = {}
        self.closing = Closing()
        self.triggered: set[str] = set()
        self.foreseen: dict[str, int] = {}
        self._service = service

    # Who may

    @property
    def person_id(self) -> UUID:
        """The calling person, in a method for signed-in callers.

        Raises:
            RuntimeError: The caller is anonymous: the contract admits anonymous callers too.
        """
        if self.caller.person_id is None:
            raise RuntimeError("the contract admits anonymous callers to this method")
        return self.caller.person_id

    @property
    def actor_id(self) -> UUID:
        """The calling person, or the app that calls with a key, in a method for these.

        Raises:
            RuntimeError: The caller is anonymous: the contract admits anonymous callers too.
        """
        return self.caller.app_id or self.person_id

    async def require(self, relation: str, subject: Any = None) -> None:
        """Checks that a relation holds between the caller and a subject.

        The unit of work commits only changes to rows of checked subjects.

        Args:
            relation: The relation.
            subject: An organization, a person or a row, as the relation declares.

        Raises:
            PermissionDenied: It does not hold.
        """
        known = self.relations[relation]
        if not isinstance(known, Check):
            raise TypeError(f"{relation} is asked by a query")
        if not await known.holds(self, subject):
            raise PermissionDenied
        subjects = self.checked.setdefault(relation, set())
        if subject is not None:
            subjects.add(UUID(str(getattr(subject, "id", subject))))

    def follows(self, *rows: Resource, because: str) -> None:
        """Allows changes to rows that the checked relation does not cover, because a rule says so.

        Args:
            rows: The rows.
            because: The rule that makes them change together with the checked subject.
        """
        self.following |= dict.fromkeys((row.id for row in rows), because)

    @property
    def has_effect(self) -> bool:
        """Whether anything has changed, or is told, so far."""
        return bool(self.changes.rows or self.closing.notices)

    # Reading

    async def fetch(
        self,
        query: Query,
        request: Any = None,
        /,
        *,
        most: int = 0,
        order: Any = None,
        **given: Any,
    ) -> Sequence[Row]:
        """Runs a query. If it names a visibility, it finds only what the caller may see.

        Args:
            query: The query.
            request: A request whose fields supply the values of the parameters with their names.
            most: How many rows are wanted, if the query has a limit.
            order: What is wanted of a list besides which items.
            given: Further values. None leaves a filter out. The parameter "now" is the time of the work.

        Raises:
            InvalidArgument: A time in the request is outside the years 1 to 9999.
        """
        visible = None if query.relation is None else self._visibility(query.relation)
        names = {name for name, value in given.items() if value is not None}
        if request is not None:
            names |= {name for name in query.filters if name not in given and is_set(request, name)}
        unwanted = query.shown.unwanted(self.wanted) if query.shown else frozenset()
        viewer = Viewer.of(self.caller, unwanted)
        variant = Variant(viewer, visible, frozenset(names), most, order)
        statement = query.compiled(variant)
        if statement is None:
            return ()
        given.setdefault("now", self.now)
        values = statement.values(self.caller, given, request)
        return await self._source.fetch(statement.sql, values)

    def _visibility(self, relation: str) -> Condition:
        known = self.relations[relation]
        if not isinstance(known, Visibility):
            raise TypeError(f"{relation} is asked with require()")
        self.checked.setdefault(relation, set())
        return known.condition

    def add_last(self, row: Resource) -> None:
        """Inserts a new row with the last statement before the commit, which saves a round trip.

        A constraint that it violates refuses the work then. It may be announced, and is not changed again.

        Args:
            row: The row, as `services.kit.work.bulk.new_row` makes it. It has no children.

        Raises:
            RuntimeError: The work has added another row so.
        """
        if self.closing.row is not None:
            raise RuntimeError("one row is added last; add the others with add or add_many")
        self._begin_rows([row])
        self.closing.row = row

    # What comes after the commit

    def trigger(self, job: str) -> None:
        """Runs a job right after the commit.

        This is a hint within this process. If it is lost, the job runs at its regular time.

        Args:
            job: The name of the job.
        """
        self.triggered.add(job)

    def foresee(self, row_type: type[Resource], count: int) -> None:
        """Says how many further resources a job will change, for those who ask what a change would do.

        Args:
            row_type: The class of the rows.
            count: How many there are.
        """
        if count:
            name = row_type.message.DESCRIPTOR.full_name
            self.foreseen[name] = self.foreseen.get(name, 0) + count

    async def announce(self, row: Resource, verb: str) -> None:
        """Announces a resource after a change, in the same transaction. What has not changed is not announced.

        It flushes first, so that the notice has the version and the times of the changed row. The notice goes
        into the outbox before the commit, when the row is locked: nobody announces a later change earlier.

        Args:
            row: The resource after the change.
            verb: What happened, such as "filled". Consumers do not act on it.
        """
        await self.announce_all([row], verb)

    async def announce_all(
        self, rows: Sequence[Resource], verb: str, *, unchanged: bool = False
    ) -> None:
        """Announces several resources with the same verb, in order.

        Args:
            rows: The resources.
            verb: What happened.
            unchanged: Whether to announce those too that this work has not changed. They have the version
                of their last notice, so only consumers that lack it take them.
        """
        await self.transaction.flush()
        self.closing.notices += [
            Announcement(
                subject_of(self._service, row, verb),
                notice_headers(self._service, row, verb, self.now),
                notice_payload(to_proto(row, row.message)),
                row.message.DESCRIPTOR.full_name,
                row.id,
            )
            for row in rows
            if unchanged or row.id in self._changed
        ]
