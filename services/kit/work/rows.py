"""The rows of a transaction: read, locked and changed, with their versions and times maintained."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, event, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from services.kit.errors import NotFound
from services.kit.language import Term
from services.kit.work.audit import Changes
from services.kit.work.bulk import insert_rows
from services.kit.work.change import NOW, TICK, Change
from services.kit.work.models import Resource
from services.kit.work.transaction import Transaction

R = TypeVar("R", bound=Resource)
# Keys never change, so new references to a locked row need not wait.
_LOCK = {"key_share": True}
_ROWS = "rows"  # the key of the rows in the info of their session


class Rows:
    """The rows that a handler reads, locks and changes in its transaction.

    Attributes:
        now: The time of the work, in UTC. It is the same throughout.
        changes: What has changed, for the audit trail.
    """

    def __init__(
        self, session: AsyncSession | None, transaction: Transaction | None, now: datetime
    ) -> None:
        self._session = session
        self._transaction = transaction
        self.now = now
        self.changes = Changes()
        self._locked: set[UUID] = set()
        self._changed: set[UUID] = set()

    @property
    def session(self) -> AsyncSession:
        """The session of the transaction.

        Raises:
            RuntimeError: There is no transaction: this work only reads, with `fetch`.
        """
        if self._session is None:
            self._session = self.transaction.session
            self._session.sync_session.info[_ROWS] = self
        return self._session

    @property
    def transaction(self) -> Transaction:
        """The transaction.

        Raises:
            RuntimeError: There is none: this work only reads.
        """
        if self._transaction is None:
            raise RuntimeError("this work only reads")
        return self._transaction

    async def get(self, row_type: type[R], id_: str | UUID) -> R:
        """Returns a row for reading.

        Raises:
            NotFound: The row does not exist.
        """
        row: R | None = await self.session.get(row_type, UUID(str(id_)))
        if row is None:
            raise not_found(row_type)
        return row

    async def count(self, *conditions: ColumnElement[bool]) -> int:
        """Returns how many rows meet conditions, of the tables that they name."""
        found = await self.session.scalar(select(func.count()).where(*conditions))
        return int(found or 0)

    async def lock(self, row_type: type[R], id_: str | UUID) -> R:
        """Returns a row for changing, locked until the end of the transaction.

        Raises:
            NotFound: The row does not exist.
        """
        row = await self._lock(row_type, UUID(str(id_)))
        if row is None:
            raise not_found(row_type)
        return row

    async def lock_all(self, row_type: type[R], ids: Iterable[UUID]) -> list[R]:
        """Returns the rows with these IDs, locked in the order of the IDs."""
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
        """Returns a row locked as by `lock`, or None if it does not exist or is locked already."""
        return await self._lock(row_type, id_, skip_locked=True)

    async def _lock(self, row_type: type[R], id_: UUID, *, skip_locked: bool = False) -> R | None:
        statement = _locking(row_type, skip_locked=skip_locked)
        row: R | None = (await self.session.scalars(statement, {"id": id_})).one_or_none()
        if row is not None:
            self._locked.add(id_)
        return row

    async def lock_name(self, *names: str) -> None:
        """Takes advisory locks on names, in order, until the end of the transaction.

        Waiters get an advisory lock in the order of their arrival. Row locks are not FIFO: all waiters
        check again when one is released, and a newcomer may be first.

        Take several locks in the one order of the service (ARCHITECTURE.md).
        """
        await self.transaction.fetch(_naming(len(names)), names)

    async def change_if(
        self, row_type: type[R], id_: UUID, *conditions: ColumnElement[bool], **values: Any
    ) -> R | None:
        """Changes a row in one conditional UPDATE, so that the database settles every race.

        Args:
            row_type: The class of the row.
            id_: Its id.
            conditions: The conditions that the row must meet at that moment.
            values: The new values, which may be expressions of the old ones.

        Returns:
            The row after the change, or None if the conditions did not hold.
        """
        rows = await self.change_all(row_type, _id(row_type) == id_, *conditions, **values)
        return rows[0] if rows else None

    async def change_all(
        self, row_type: type[R], *conditions: ColumnElement[bool], **values: Any
    ) -> list[R]:
        """Changes all rows that meet the conditions, in one UPDATE.

        Returns:
            The rows after the change, in no particular order.
        """
        change = Change(row_type, *conditions, **values)
        rows = await self.session.scalars(change.statement, {NOW: self.now})
        return self._note(change, list(rows))

    async def make(self, change: Change[R], **given: Any) -> list[R]:
        """Makes a declared change, without a session.

        Args:
            change: The change.
            given: The values of its parameters.

        Returns:
            The rows after the change, in no particular order. They may be announced, and are not changed again.
        """
        built = change.built
        found = await self.transaction.fetch(built.sql, built.values(**{NOW: self.now}, **given))
        return self._note(change, [change.row(each) for each in found])

    def _note(self, change: Change[R], rows: list[R]) -> list[R]:
        for row in rows:
            self._locked.add(row.id)
            self._changed.add(row.id)
            self.changes.note_update(row, change.names)
        return rows

    async def add(self, row: Resource) -> None:
        """Inserts a row now, so that a violated constraint raises here.

        Raises:
            sqlalchemy.exc.IntegrityError: A constraint is violated. The service's `conflicts.py` says
                what that means to the caller.
        """
        self.session.add(row)
        await self.session.flush()

    async def add_many(self, rows: Sequence[R]) -> None:
        """Inserts new rows of one class in one statement. They may be announced, and are not changed again.

        Args:
            rows: The rows, as `services.kit.work.bulk.new_row` makes them. They have no children.

        Raises:
            sqlalchemy.exc.IntegrityError: A constraint is violated.
        """
        self._begin_rows(rows)
        if rows:
            await insert_rows(self.session, rows)

    def _begin_rows(self, rows: Sequence[Resource]) -> None:
        for row in rows:
            row.version, row.create_time, row.update_time = 1, self.now, self.now
            self._changed.add(row.id)
            self.changes.note_new(row)

    def before_flush(self, session: Session) -> None:
        """Maintains versions and times, and refuses to change rows that are not locked."""
        for row in session.new:
            _begin_collections(row)
            if isinstance(row, Resource):
                row.version, row.create_time, row.update_time = 1, self.now, self.now
                self._locked.add(row.id)
                self._changed.add(row.id)
        for row in session.dirty:
            if isinstance(row, Resource) and session.is_modified(row):
                self._refuse_unlocked(row, "changed")
                self._changed.add(row.id)
                row.version += 1
                # A transaction that waited for the lock started earlier but changes later than its holder.
                row.update_time = max(self.now, row.update_time + TICK)
        for row in session.deleted:
            if isinstance(row, Resource):
                self._refuse_unlocked(row, "deleted")

    def after_flush(self, session: Session) -> None:
        """Records the changes once child rows have keys and the old values are still known."""
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


class WorkSession(Session):
    """A session whose flushes its `Rows` watch over."""


@event.listens_for(WorkSession, "before_flush")
def _before_flush(session: Session, *_: object) -> None:
    if _ROWS in session.info:
        session.info[_ROWS].before_flush(session)


@event.listens_for(WorkSession, "after_flush")
def _after_flush(session: Session, *_: object) -> None:
    if _ROWS in session.info:
        session.info[_ROWS].after_flush(session)


def _begin_collections(row: Any) -> None:
    """Sets the collections of a new row, so that reading them needs no query."""
    for relationship in inspect(type(row)).relationships:
        if relationship.uselist and relationship.key not in row.__dict__:
            set_committed_value(row, relationship.key, [])


@cache
def _locking(row_type: type[R], *, skip_locked: bool = False) -> Select[Any]:
    """Returns the query that locks a row by its ID and reads it as it is then."""
    return (
        select(row_type)
        .where(_id(row_type) == bindparam("id"))
        .with_for_update(of=row_type, skip_locked=skip_locked, **_LOCK)
        .execution_options(populate_existing=True)
    )


@cache
def _naming(count: int) -> str:
    """Returns the statement that takes so many advisory locks."""
    locks = (f"pg_advisory_xact_lock(hashtextextended(${each + 1}, 0))" for each in range(count))
    return f"SELECT {', '.join(locks)}"


def _id(row_type: type[Resource]) -> Any:
    return _column(row_type, "id")


def _column(row_type: type[Resource], name: str) -> Any:
    return getattr(row_type, name)


def not_found(row_type: type[Resource]) -> NotFound:
    """Returns the error for a row that does not exist."""
    noun = Term(str(row_type.__tablename__).replace("_", " "))
    return NotFound("This {resource} does not exist.", params={"resource": noun})
