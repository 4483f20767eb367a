"""The work of a handler: one transaction, with everything a handler may do in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, event, func, insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from services.kit import tables
from services.kit.access import Check, Relations, Visibility
from services.kit.audit import Changes
from services.kit.errors import NotFound, PermissionDenied
from services.kit.mapping import in_order, to_proto
from services.kit.models import Resource
from services.kit.notices import notice_headers, notice_payload, subject_of
from services.kit.passport import Caller

R = TypeVar("R", bound=Resource)
# What the database keeps of a moment; the least by which an update_time is later than the last.
_TICK = timedelta(microseconds=1)
# Keys never change: rows elsewhere that begin to point to a locked row need not wait.
_LOCK = {"key_share": True}


class Work:
    """What a handler gets beside the request.

    Attributes:
        session: The session of the transaction.
        caller: Who is calling.
        now: The time of the work, in UTC, the same for everything in it.
        prepared: What the handler's `prepare_` step returned, before the transaction began.
        checked: The relations that were checked so far.
        announced: Whether anything was announced.
        hastened: The due work that runs right after the commit.
    """

    def __init__(
        self,
        session: AsyncSession,
        *,
        service: str,
        caller: Caller,
        now: datetime,
        relations: Relations,
        prepared: Any = None,
    ) -> None:
        self.session = session
        self.caller = caller
        self.now = now
        self.prepared = prepared
        self.checked: set[str] = set()
        self.announced = False
        self.hastened: set[str] = set()
        self.changes = Changes()
        self._service = service
        self._relations = relations
        self._locked: set[UUID] = set()
        event.listen(session.sync_session, "before_flush", self._before_flush)
        event.listen(session.sync_session, "after_flush", self._after_flush)

    # Who may

    @property
    def person_id(self) -> UUID:
        """The calling person, in a method whose audience is those who have signed in.

        Raises:
            RuntimeError: They are nobody in particular: the contract lets others in too.
        """
        if self.caller.person_id is None:
            raise RuntimeError("the contract lets callers in who are nobody in particular")
        return self.caller.person_id

    async def require(self, relation: str, subject: Any = None) -> None:
        """Checks that a relation holds between the caller and a subject.

        Raises:
            PermissionDenied: It does not.
        """
        known = self._relations[relation]
        if not isinstance(known, Check):
            raise TypeError(f"{relation} is asked with visible() or find()")
        if not await known.holds(self, subject):
            raise PermissionDenied
        self.checked.add(relation)

    def visible(self, relation: str) -> ColumnElement[bool]:
        """Returns the condition for rows that the caller may see; queries must use it."""
        known = self._relations[relation]
        if not isinstance(known, Visibility):
            raise TypeError(f"{relation} is asked with require()")
        self.checked.add(relation)
        return known.condition(self.caller)

    # Rows

    async def find(self, row_type: type[R], id_: str | UUID, relation: str) -> R:
        """Returns a row that the caller may see.

        Raises:
            PermissionDenied: They may not see it, or it does not exist.
        """
        found = await self.find_all(row_type, [id_], relation)
        if not found:
            raise PermissionDenied
        return found[0]

    async def find_all(
        self, row_type: type[R], ids: Iterable[str | UUID], relation: str | None
    ) -> list[R]:
        """Returns the rows with these ids that the caller may see, in the order of the ids.

        Args:
            row_type: The class of the rows.
            ids: Their ids.
            relation: The visibility to apply; None where the contract shows the resource to anyone.
        """
        wanted = [UUID(str(id_)) for id_ in ids]
        statement = select(row_type).where(_id(row_type).in_(wanted))
        if relation is not None:
            statement = statement.where(self.visible(relation))
        rows = in_order(await self.session.scalars(statement), wanted)
        self.changes.note_read([str(row.id) for row in rows])
        return rows

    async def get(self, row_type: type[R], id_: str | UUID) -> R:
        """Returns a row, to be read only.

        Raises:
            NotFound: There is no such row.
        """
        row = await self.session.get(row_type, UUID(str(id_)))
        if row is None:
            raise NotFound(f"There is no such {_words(row_type)}.")
        return row

    async def lock(self, row_type: type[R], id_: str | UUID) -> R:
        """Returns a row, locked until the end of the transaction, to be changed.

        Raises:
            NotFound: There is no such row.
        """
        key = UUID(str(id_))
        row = await self.session.get(
            row_type, key, with_for_update={"of": row_type, **_LOCK}, populate_existing=True
        )
        if row is None:
            raise NotFound(f"There is no such {_words(row_type)}.")
        self._locked.add(key)
        return row

    async def lock_all(self, row_type: type[R], ids: Iterable[UUID]) -> list[R]:
        """Returns the rows with these ids, locked one after the other in the order of the ids."""
        rows = list(
            await self.session.scalars(
                select(row_type)
                .where(_id(row_type).in_(sorted(ids)))
                .order_by(_id(row_type))
                .with_for_update(of=row_type, **_LOCK)
                .execution_options(populate_existing=True)
            )
        )
        self._locked.update(row.id for row in rows)
        return rows

    async def lock_free(self, row_type: type[R], id_: UUID) -> R | None:
        """Returns a row, locked as by `lock`, or None if there is none or somebody else holds it."""
        row = await self.session.get(
            row_type,
            id_,
            with_for_update={"of": row_type, "skip_locked": True, **_LOCK},
            populate_existing=True,
        )
        if row is not None:
            self._locked.add(id_)
        return row

    async def lock_name(self, *names: str) -> None:
        """Holds advisory locks on names until the end of the transaction, taken in that order.

        Those who wait for one get it in the order in which they came, unlike those who wait for a row:
        when that is let go, all look again, and whoever comes just then may be first.

        Whoever needs several locks takes them in the one order of the service (ARCHITECTURE.md).
        """
        values = {f"name_{number}": name for number, name in enumerate(names)}
        locks = (f"pg_advisory_xact_lock(hashtextextended(:{value}, 0))" for value in values)
        await self.session.execute(text(f"SELECT {', '.join(locks)}"), values)

    async def change_if(
        self, row_type: type[R], id_: UUID, *conditions: ColumnElement[bool], **values: Any
    ) -> R | None:
        """Changes a row in one conditional UPDATE, so that the database settles every race.

        Args:
            row_type: The class of the row.
            id_: Its id.
            conditions: What must hold of the row as it is at that moment.
            values: The new values, which may be expressions over the old ones.

        Returns:
            The row as it is now, or None if the conditions did not hold.
        """
        rows = await self.change_all(row_type, _id(row_type) == id_, *conditions, **values)
        return rows[0] if rows else None

    async def change_all(
        self, row_type: type[R], *conditions: ColumnElement[bool], **values: Any
    ) -> list[R]:
        """Changes every row for which the conditions hold, in one UPDATE.

        Returns:
            The rows as they are now, in no order.
        """
        update_time = func.greatest(self.now, _column(row_type, "update_time") + _TICK)
        statement = (
            update(row_type)
            .where(*conditions)
            .values(version=_column(row_type, "version") + 1, update_time=update_time, **values)
            .returning(row_type)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        rows = list(await self.session.scalars(statement))
        for row in rows:
            self._locked.add(row.id)
            self.changes.note_update(row, values)
        return rows

    async def add(self, row: Resource) -> None:
        """Inserts a row now, so that a constraint which it breaks speaks here.

        Raises:
            sqlalchemy.exc.IntegrityError: A constraint is broken; the service's table of conflicts
                says what that means to the caller.
        """
        self.session.add(row)
        await self.session.flush()

    # What comes after the commit

    def hasten(self, job: str) -> None:
        """Has due work run right after the commit, for which this leaves something to do.

        It is a hint within this process: should it get lost, the job runs at its time.

        Args:
            job: The name of the job.
        """
        self.hastened.add(job)

    async def announce(self, row: Resource, verb: str) -> None:
        """Announces a resource after a change, in the same transaction.

        Everything is flushed first: SQLAlchemy would write the outbox row before the row that it
        speaks of, and two transactions could announce in the other order than they changed.

        Args:
            row: The resource as it is now.
            verb: What happened, such as "filled". Consumers do not act on it.
        """
        await self.announce_all([row], verb)

    async def announce_all(self, rows: Sequence[Resource], verb: str) -> None:
        """Announces several resources to which the same has happened, in their order."""
        if not rows:
            return
        await self.session.flush()
        notices = [
            {
                "subject": subject_of(self._service, row, verb),
                "headers": notice_headers(self._service, row, verb, self.now),
                "payload": notice_payload(to_proto(row, row.message)),
            }
            for row in rows
        ]
        await self.session.execute(insert(tables.outbox), notices)
        self.announced = True

    def _before_flush(self, session: Session, *_: object) -> None:
        for row in session.new:
            _begin_collections(row)
            if isinstance(row, Resource):
                row.version, row.create_time, row.update_time = 1, self.now, self.now
                self._locked.add(row.id)
        for row in session.dirty:
            if isinstance(row, Resource) and session.is_modified(row):
                self._refuse_unlocked(row, "changed")
                row.version += 1
                # Whoever waited for the lock began earlier, and changes later, than whoever held it.
                row.update_time = max(self.now, row.update_time + _TICK)
        for row in session.deleted:
            if isinstance(row, Resource):
                self._refuse_unlocked(row, "deleted")

    def _after_flush(self, session: Session, *_: object) -> None:
        """Notes the changes once child rows have got their keys; what was before is still known."""
        for row in session.new:
            self.changes.note_new(row)
        for row in session.dirty:
            if session.is_modified(row):
                self.changes.note_dirty(row)
        for row in session.deleted:
            self.changes.note_deleted(row)

    def _refuse_unlocked(self, row: Resource, what: str) -> None:
        if row.id not in self._locked:
            raise RuntimeError(f"{type(row).__name__} was {what} without being locked")


def _begin_collections(row: Any) -> None:
    """Gives a new row the child rows that it was made with, or none: reading them needs no query."""
    for relationship in inspect(type(row)).relationships:
        if relationship.uselist and relationship.key not in row.__dict__:
            set_committed_value(row, relationship.key, [])


def _id(row_type: type[Resource]) -> Any:
    return _column(row_type, "id")


def _column(row_type: type[Resource], name: str) -> Any:
    return getattr(row_type, name)


def _words(row_type: type[Resource]) -> str:
    return str(row_type.__tablename__).replace("_", " ")
