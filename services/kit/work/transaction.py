"""Transactions: what a unit of work runs in, on a connection of its own.

Statements that are known beforehand go straight to the driver, which prepares each once per connection. Rows
that change go through a session of SQLAlchemy on the same connection, made when it is first used. Its engine
commits by itself, so BEGIN and COMMIT are sent here and nowhere else. Each costs a round trip; a first
statement travels with BEGIN, and a last one with COMMIT.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from asyncpg import InterfaceError, InternalClientError, PostgresError
from sqlalchemy import ClauseElement, Connection, bindparam, text
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import greenlet_spawn

from services.kit.work.query import Row, checked_out

ROLLBACK_SECONDS = 2.0  # after that the connection counts as lost
_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call] # it has no types


class Written:
    """A statement that is written as SQL.

    Args:
        sql: The statement, with `:name` for its parameters.
        types: The types of its parameters.
    """

    def __init__(self, sql: str, **types: TypeEngine[Any] | type[TypeEngine[Any]]) -> None:
        clause = text(sql).bindparams(
            *(bindparam(name, type_=type_) for name, type_ in types.items())
        )
        compiled: Any = clause.compile(dialect=_DIALECT)
        self.sql = str(compiled.string)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())

    def values(self, **given: Any) -> list[Any]:
        """Returns the values of the parameters, in the order of the placeholders."""
        return [given[name] for name in self._names]


class Built:
    """A statement that is built with SQLAlchemy.

    Args:
        statement: The statement, with `bindparam` for what is not known yet.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled.string)
        self._parameters = []
        for name in compiled.positiontup or ():
            parameter = compiled.binds[name]
            to_driver = parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            self._parameters.append((parameter.key, parameter.value, to_driver))

    def values(self, **given: Any) -> list[Any]:
        """Returns the values of the parameters, in the order of the placeholders."""
        return [
            (to_driver or _as_it_is)(given.get(name, known))
            for name, known, to_driver in self._parameters
        ]


def _as_it_is(value: Any) -> Any:
    return value


class Transaction:
    """A transaction on a connection of the pool; see `opened`.

    Attributes:
        first: What PostgreSQL said of the statement that travelled with BEGIN, such as "SELECT 1".
    """

    def __init__(
        self, engine: AsyncEngine, pooled: PoolProxiedConnection, sessions: type[Session]
    ) -> None:
        self.first = ""
        self._owes_answer = False
        self._engine = engine
        self._pooled = pooled
        self._driver: Any = pooled.driver_connection
        self._sessions = sessions
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        """The session for rows that change."""
        if self._session is None:
            connection = Connection(self._engine.sync_engine, self._pooled)
            self._session = AsyncSession(
                AsyncConnection(self._engine, connection),
                sync_session_class=self._sessions,
                expire_on_commit=False,
            )
        return self._session

    async def begin(self, first: str = "") -> None:
        """Begins, together with a first statement that has no parameters."""
        self.first = str(await self._send(self._driver.execute(f"BEGIN; {first}")))

    async def commit(self, last: str = "") -> None:
        """Writes what the session has still to write, and commits, together with a last statement without parameters.

        Raises:
            RuntimeError: A statement has failed, and nobody let its error pass on.
        """
        await self.flush()
        statements = f"{last}; COMMIT" if last else "COMMIT"
        if await self._send(self._driver.execute(statements)) != "COMMIT":
            raise RuntimeError("a transaction went on after a statement of it had failed")

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undoes what the block does if it raises, and lets the transaction go on.

        The block has a session of its own: rows that were read before are read again.
        """
        await self._end_session()
        await self._send(self._driver.execute("SAVEPOINT part"))
        try:
            yield
            await self.flush()
        except Exception:
            await self._send(self._driver.execute("ROLLBACK TO SAVEPOINT part"))
            raise
        finally:
            await self._end_session()

    async def _end_session(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def flush(self) -> None:
        """Writes what the session has still to write."""
        session = self._session
        if session is not None and (session.new or session.dirty or session.deleted):
            await session.flush()

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        """Runs a statement, after what the session has still to write, and returns its rows."""
        await self.flush()
        rows: Sequence[Row] = await self._send(self._driver.fetch(sql, *values))
        return rows

    async def _send(self, answer: Awaitable[Any]) -> Any:
        """Awaits an answer of the server. A connection that still owes one cannot be used again."""
        self._owes_answer = True
        try:
            found = await answer
        except PostgresError:
            self._owes_answer = False
            raise
        self._owes_answer = False
        return found

    async def close(self) -> None:
        """Gives the connection back, without what was not committed."""
        if self._owes_answer:
            self._driver.terminate()
        elif not self._driver.is_closed() and self._driver.is_in_transaction():
            try:
                async with asyncio.timeout(ROLLBACK_SECONDS):
                    await self._driver.execute("ROLLBACK")
            except (OSError, TimeoutError, InterfaceError, InternalClientError, PostgresError):
                self._driver.terminate()
        if self._driver.is_closed() and self._pooled.is_valid:  # SQLAlchemy may know already
            self._pooled.invalidate()
        await self._end_session()
        await greenlet_spawn(self._pooled.close)


@asynccontextmanager
async def opened(
    engine: AsyncEngine, sessions: type[Session] = Session
) -> AsyncIterator[Transaction]:
    """Opens a transaction, and rolls back what the block does not commit.

    Args:
        engine: The pool, whose connections commit by themselves.
        sessions: The class of its session.
    """
    transaction = Transaction(engine, await checked_out(engine), sessions)
    try:
        yield transaction
    finally:
        # A request that is cancelled, and cancelled again, gives its connection back all the same.
        await asyncio.shield(asyncio.ensure_future(transaction.close()))
