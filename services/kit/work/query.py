"""Queries: statements that are declared once, with parameters, and compiled once.

    SHIFTS_OF = Query(
        select(col(Shift.id)).where(col(Shift.event_id) == given("event_id")),
        filters={"end_time_after": col(Shift.end_time) > given("end_time_after")},
    )
    rows = await work.fetch(SHIFTS_OF, event_id=event.id)

Building a statement costs ten times what running it does. So a query is built and compiled at its first use,
once for each shape of caller (`services.kit.work.viewer`) and each set of filters. Later uses fill in the
parameters and hand the text to the driver, which has prepared it. The answers are plain rows: what was read so
is not changed. Rows that change are read by `Work.lock` and its relatives.

Everything but the parameters is written into the statement as a literal. So the planner sees the states and
kinds that a query names, and partial indexes fit also where it plans once for all values.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol
from uuid import UUID
from weakref import WeakSet

from asyncpg import PostgresError
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import ColumnElement, False_, Select, Uuid
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn

from services.kit.calls.passport import Caller
from services.kit.contract.fields import field_named
from services.kit.contract.partial import Showing
from services.kit.contract.values import enum_name, moment_of
from services.kit.work.viewer import Parameter, Viewer

MOST_VARIANTS = 256  # of one query; the variant that was not used for longest is compiled again
Condition = Callable[[Viewer], ColumnElement[bool]]
Build = Callable[[Viewer], Select[*tuple[Any, ...]] | None]
Row = Sequence[Any]
_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call] # it has no types


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled statement.

    Attributes:
        sql: Its text, with numbered placeholders.
        parameters: The parameter of each placeholder.
    """

    sql: str
    parameters: tuple[Parameter, ...]

    def values(self, caller: Caller, given: Mapping[str, Any], request: Any = None) -> list[Any]:
        """Returns the values for the placeholders, in order.

        Args:
            caller: The caller, who supplies some.
            given: Values by name.
            request: A request whose fields supply the rest.

        Raises:
            InvalidArgument: A time in the request is outside the years 1 to 9999.
            KeyError: A value is missing.
        """
        values = []
        for each in self.parameters:
            if each.of is not None:
                values.append(each.of(caller))
            elif each.key in given or request is None:
                values.append(given[each.key])
            else:
                values.append(value_of(request, each.key, each.type))
        return values


@dataclass(frozen=True, slots=True)
class Variant:
    """What a statement of a query depends on, besides its parameters.

    Attributes:
        viewer: The shape of the caller.
        visible: The condition for the rows that a viewer may see; None where everyone may.
        given: The names of the parameters that are given.
        most: How many rows are wanted; 0 for all.
        order: What is wanted of a list besides which items; see `services.kit.work.paging`.
    """

    viewer: Viewer
    visible: Condition | None = None
    given: frozenset[str] = frozenset()
    most: int = 0
    order: Any = None


class Query:
    """A query that is compiled once for each variant.

    Args:
        statement: The statement, or what builds it for a viewer. None finds nothing.
        relation: The visibility to apply; None if the contract shows the rows to anyone.
        filters: Conditions that apply when their parameter is given, by its name.
        shown: What is shown of its rows; None if they are read as they are.

    Attributes:
        declared: All queries that there are.
    """

    declared: ClassVar[WeakSet["Query"]] = WeakSet()

    def __init__(
        self,
        statement: Select[*tuple[Any, ...]] | Build,
        *,
        relation: str | None = None,
        filters: Mapping[str, ColumnElement[bool]] | None = None,
        shown: Showing[Any] | None = None,
    ) -> None:
        self._build: Build = (lambda _: statement) if isinstance(statement, Select) else statement
        self.relation = relation
        self.filters = dict(filters or {})
        self.shown = shown
        self.compiled = lru_cache(MOST_VARIANTS)(self._compiled)
        Query.declared.add(self)

    def statement(self, variant: Variant) -> Select[*tuple[Any, ...]] | None:
        """Returns the statement of a variant; None if it finds nothing."""
        statement = self._build(variant.viewer)
        if statement is None:
            return None
        conditions = [self.filters[name] for name in self.filters if name in variant.given]
        if variant.visible is not None:
            conditions.append(variant.visible(variant.viewer))
        if any(isinstance(each, False_) for each in conditions):
            return None
        return statement.where(*conditions)

    def _compiled(self, variant: Variant) -> Statement | None:
        statement = self.statement(variant)
        return None if statement is None else compile_statement(statement)


def compile_statement(statement: Select[*tuple[Any, ...]]) -> Statement:
    """Returns a statement as text, with everything but its parameters as literals."""
    found: Any = statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    binds = [found.binds[name] for name in found.positiontup or ()]
    if not all(isinstance(each, Parameter) for each in binds):
        raise TypeError("a value of a query is neither a literal nor a parameter")
    return Statement(str(found.string), tuple(binds))


# Where queries run


class Source(Protocol):
    """Where queries run."""

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        """Runs a statement and returns its rows."""
        ...


class Pool:
    """Runs each query on a connection of the pool, which it gives back at once.

    Args:
        engine: The pool, whose connections commit by themselves.
        at_once: How many queries run at once; None for as many as there are connections.
    """

    def __init__(self, engine: AsyncEngine, at_once: int | None = None) -> None:
        self._engine = engine
        self._few = asyncio.Semaphore(at_once) if at_once else contextlib.nullcontext()

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        """Runs a statement and returns its rows."""
        async with self._few:
            return await self._fetch(sql, values)

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        pooled = await checked_out(self._engine)
        driver: Any = pooled.driver_connection
        try:
            rows: Sequence[Row] = await driver.fetch(sql, *values)
        except BaseException as error:
            if not isinstance(error, PostgresError) or driver.is_closed():
                pooled.invalidate()  # it is lost, or in the middle of something
            else:
                await greenlet_spawn(pooled.close)
            raise
        await greenlet_spawn(pooled.close)
        return rows


async def checked_out(engine: AsyncEngine) -> PoolProxiedConnection:
    """Returns an open connection of the pool, to be closed when it is no longer needed.

    Raises:
        asyncpg.PostgresError: The server lets nobody in now, as while it starts.
        OSError: It does not answer.
    """
    while True:
        try:
            pooled = await engine.raw_connection()
        except engine.dialect.loaded_dbapi.Error as error:
            # SQLAlchemy puts its own around that of the driver, and tells by another only those who have a session.
            raise (error.__cause__ or error) from None
        driver: Any = pooled.driver_connection
        if not driver.is_closed():
            return pooled
        pooled.invalidate()  # the server has closed it meanwhile


class OfSession:
    """Runs queries on the connection of a session that only reads.

    Args:
        session: The session.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Row]:
        """Runs a statement and returns its rows."""
        connection = await self._session.connection()
        return (await connection.exec_driver_sql(sql, tuple(values))).all()


# Values from requests


def is_set(request: Any, name: str) -> bool:
    """Returns whether a request sets a field: it is present, or not the default if it has no presence."""
    field = field_named(request, name)
    if field is None:
        return False
    return bool(request.HasField(name) if field.has_presence else getattr(request, name))


def value_of(request: Any, name: str, type_: Any) -> Any:
    """Returns the value of a field as a parameter of this type takes it.

    Raises:
        InvalidArgument: A time is outside the years 1 to 9999.
        KeyError: The request has no such field, and nothing else supplies the value.
    """
    field = field_named(request, name)
    if field is None:
        raise KeyError(name)
    if field.message_type is Timestamp.DESCRIPTOR:
        return moment_of(request, name)
    value = getattr(request, name)
    if field.enum_type is None:
        return UUID(value) if isinstance(type_, Uuid) else value
    if field.is_repeated:
        return [enum_name(field.enum_type, each) for each in value]
    return enum_name(field.enum_type, value)
