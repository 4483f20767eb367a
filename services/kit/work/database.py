"""The database of a service: engine, time limits, and the meaning of errors."""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

import asyncpg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.kit.errors import Conflict, DomainError, Unavailable
from services.kit.process.config import DatabaseSettings

SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
LOCK_NOT_AVAILABLE = "55P03"
UNDEFINED_TABLE = "42P01"
QUERY_CANCELED = "57014"
# Classes of SQLSTATE that concern the server, not the statement (PostgreSQL, Appendix A).
_INFRASTRUCTURE = ("08", "53", "57", "58", "3D", "28")

# What the driver raises while the server goes away. The second one: it got the server's last words,
# and has not seen yet that the connection is closed.
_AWAY = (asyncpg.InterfaceError, asyncpg.InternalClientError)
# The errors of the database, the driver and the network. Errors while connecting come directly from
# the driver.
ERRORS = (DBAPIError, PoolTimeoutError, asyncpg.PostgresError, *_AWAY, OSError)

_DIALECT = "postgresql+asyncpg://"
# How long the end of an engine waits for the database to take leave of each connection.
_CLOSE_SECONDS = 2.0


# Without these nobody would ever give up, and locks of people who are gone would stand.
_IS_UNLIMITED = (
    "SELECT '0' IN (current_setting('lock_timeout'), current_setting('statement_timeout'),"
    " current_setting('idle_in_transaction_session_timeout'))"
)


class Unlimited(ConnectionError):
    """A pooler stands before the database, and the role has no time limits."""


class _Connections:
    """Opens the connections of an engine, and closes those that its pool leaves open at the end.

    A pool forgets a connection that comes back after it was emptied, and all that it has not closed when
    it is cancelled. Nobody else would close them: they would stay open as long as the process.
    """

    def __init__(self, dsn: str, options: Mapping[str, Any], *, is_limited: bool) -> None:
        self._dsn = dsn
        self._options = options
        self._is_limited = is_limited
        self._opened: WeakSet[asyncpg.Connection] = WeakSet()

    async def open(self) -> asyncpg.Connection:
        """Opens a connection for the pool."""
        connection = await asyncpg.connect(self._dsn, **self._options)
        self._opened.add(connection)
        if self._is_limited and await connection.fetchval(_IS_UNLIMITED):
            connection.terminate()
            raise Unlimited
        return connection

    def terminate(self, engine: Engine) -> None:
        """Closes what is open, without a word to the server."""
        for connection in list(self._opened):
            connection.terminate()


def open_engine(
    url: str,
    *,
    connect: Mapping[str, Any] | None = None,
    is_limited: bool = False,
    **options: Any,
) -> AsyncEngine:
    """Returns an engine for a URL with any option that libpq and the driver know, such as sslmode.

    Args:
        url: postgresql://user:password@host:port/database?option=value
        connect: Further arguments of `asyncpg.connect`.
        is_limited: Whether the role has to have time limits: a connection without them is refused.
        options: Further arguments of `create_async_engine`.
    """
    dsn = f"postgresql://{url.partition('://')[2]}"
    connections = _Connections(dsn, connect or {}, is_limited=is_limited)
    engine = create_async_engine(_DIALECT, async_creator=connections.open, **options)
    event.listen(engine.sync_engine, "engine_disposed", connections.terminate)
    return engine


def limits_of(settings: DatabaseSettings) -> dict[str, str]:
    """Returns the time limits of statements, as PostgreSQL takes them.

    Connections say them at their start. A pooler lets nobody say such things, as its connections are everybody's:
    before one, they are those of the role.
    """
    return {
        "lock_timeout": f"{int(settings.lock_timeout * 1000)}ms",
        "statement_timeout": f"{int(settings.statement_timeout * 1000)}ms",
        "idle_in_transaction_session_timeout": "10s",
        # A statement releases its locks at once if its client was killed or cancelled twice.
        "client_connection_check_interval": "250ms",
        # Statements are small: compiling one would cost more than running it.
        "jit": "off",
    }


def create_engine(settings: DatabaseSettings, application_name: str) -> AsyncEngine:
    """Returns an engine with time limits on every statement and lock."""
    said = {"application_name": application_name, "timezone": "UTC"}
    if not settings.database_pooled:
        said |= limits_of(settings)
    return open_engine(
        settings.database_url,
        connect={"server_settings": said, "timeout": 5},
        is_limited=settings.database_pooled,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_pool_size,
        pool_timeout=settings.statement_timeout,
        pool_pre_ping=False,
        pool_use_lifo=True,
        hide_parameters=True,
    )


async def dispose(engine: AsyncEngine) -> None:
    """Closes all connections of an engine, gracefully if the database still answers."""
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await engine.dispose()
    finally:
        await engine.dispose(
            close=False
        )  # the pool was not told to close, so nothing is waited for


def most_writers(settings: DatabaseSettings) -> int:
    """Returns how many connections of an engine changes may hold: the rest, a quarter, is for reads."""
    # The pool and its overflow.
    return max(1, settings.database_pool_size * 2 * 3 // 4)


def why_away(error: BaseException) -> str:
    """Returns in plain words why the database cannot be used, without any part of its URL."""
    state = sqlstate(error)
    if state[:2] == "28":
        return "it refuses the user or the password of BANYAN_DATABASE_URL"
    if state == "3D000":
        return "the database that BANYAN_DATABASE_URL names does not exist"
    if isinstance(error, ssl.SSLError):
        return "TLS failed; check sslmode and sslrootcert in BANYAN_DATABASE_URL"
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, Unlimited):
        return "its role has no time limits: run `migrate` with BANYAN_DATABASE_POOLED, past the pooler"
    if "startup parameter" in str(origin):  # what PgBouncer says
        return "a pooler stands before it: set BANYAN_DATABASE_POOLED; `migrate` has to connect past it"
    name = type(origin or error).__name__
    return f"it does not answer at the host and port of BANYAN_DATABASE_URL ({name})"


def sqlstate(error: BaseException) -> str:
    """Returns the SQLSTATE of an error of the database, or "" if it has none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlstate", None) or "")


def constraint(error: BaseException) -> str:
    """Returns the name of the violated constraint of an error, or ""."""
    origin: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    while origin is not None:
        if name := getattr(origin, "constraint_name", None):
            return str(name)
        origin = origin.__cause__
    return ""


def is_transient(error: BaseException) -> bool:
    """Returns whether running the same transaction again may succeed at once."""
    return sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)


def is_contention(error: BaseException) -> bool:
    """Returns whether somebody else held what the work needs, or the two held each other up."""
    return is_transient(error) or sqlstate(error) == LOCK_NOT_AVAILABLE


def is_infrastructure(error: BaseException) -> bool:
    """Returns whether the error concerns the server or the network, not the current work."""
    if isinstance(error, (OSError, TimeoutError, PoolTimeoutError, *_AWAY)):
        return True
    state = sqlstate(error)
    if state:
        return is_transient(error) or state == LOCK_NOT_AVAILABLE or state[:2] in _INFRASTRUCTURE
    return isinstance(error, InterfaceError | OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )


def took_too_long(error: BaseException) -> bool:
    """Returns whether a statement, or the work as a whole, hit its time limit.

    That may happen again every time, so it must not hold up other work.
    """
    return sqlstate(error) == QUERY_CANCELED or isinstance(error, TimeoutError)


def may_pass_at_once(error: BaseException) -> bool:
    """Returns whether the error concerns the server, and a retry may help at once."""
    return is_infrastructure(error) and not took_too_long(error)


def to_domain_error(
    error: BaseException, conflicts: Mapping[str, DomainError] | None = None
) -> DomainError | None:
    """Returns the domain error for an error of the database, or None if it is a fault of ours.

    Args:
        error: The error of the database.
        conflicts: The errors for violated constraints, by the name of the constraint.
    """
    if conflicts and (known := conflicts.get(constraint(error))):
        return type(known)(known.text, reason=known.reason, violations=known.violations)
    if is_transient(error) or sqlstate(error) == LOCK_NOT_AVAILABLE:
        return Conflict("Too many people are changing this at once. Try again.", reason="BUSY")
    if is_infrastructure(error):
        return Unavailable("The database cannot be reached. Try again in a moment.")
    return None


@contextmanager
def translated(conflicts: Mapping[str, DomainError] | None = None) -> Iterator[None]:
    """Translates errors of the database in the block into domain errors.

    Raises:
        DomainError: Instead of an error with a meaning for the caller. Faults of ours pass unchanged.
    """
    try:
        yield
    except ERRORS as error:
        known = to_domain_error(error, conflicts)
        if known is None:
            raise
        raise known from error


def plain(value: Any) -> Any:
    """Returns a value of a row as a JSON value."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
