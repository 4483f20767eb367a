"""The database of a service: engine, time limits, and what an error of it means."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.kit.config import ServiceSettings
from services.kit.errors import Conflict, DomainError, Unavailable

SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
LOCK_NOT_AVAILABLE = "55P03"
QUERY_CANCELED = "57014"
# Classes of SQLSTATE that speak of the server, not of the statement (PostgreSQL, Appendix A).
_INFRASTRUCTURE = ("08", "53", "57", "58", "3D", "28")

# What the database, the driver and the way to them may raise. Errors while connecting come straight
# from the driver.
ERRORS = (DBAPIError, PoolTimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


def driver_url(url: str) -> str:
    """Returns the URL with the driver named that this project uses."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgresql", "postgres", "postgresql+asyncpg"):
        raise ValueError("the database URL must begin with postgresql://")
    return f"postgresql+asyncpg://{rest}"


def create_engine(settings: ServiceSettings, application_name: str) -> AsyncEngine:
    """Returns an engine whose every statement and lock has a time limit."""
    limits = {
        "application_name": application_name,
        "timezone": "UTC",
        "lock_timeout": f"{int(settings.lock_timeout * 1000)}ms",
        "statement_timeout": f"{int(settings.statement_timeout * 1000)}ms",
        "idle_in_transaction_session_timeout": "10s",
        # A statement whose client is gone, killed or cancelled twice, lets go of its locks at once.
        "client_connection_check_interval": "250ms",
        # Every statement here is small; compiling it would cost more than running it.
        "jit": "off",
    }
    return create_async_engine(
        driver_url(settings.database_url),
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_pool_size,
        pool_timeout=settings.statement_timeout,
        pool_pre_ping=False,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={"server_settings": limits, "timeout": 5},
    )


def sqlstate(error: BaseException) -> str:
    """Returns the SQLSTATE of an error of the database; empty where it has none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlstate", None) or "")


def constraint(error: BaseException) -> str:
    """Returns the name of the constraint that an error of the database speaks of, or ""."""
    origin: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    while origin is not None:
        if name := getattr(origin, "constraint_name", None):
            return str(name)
        origin = origin.__cause__
    return ""


def is_transient(error: BaseException) -> bool:
    """Tells whether running the same transaction again may succeed at once."""
    return sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)


def is_infrastructure(error: BaseException) -> bool:
    """Tells whether the error speaks of the server or the way to it, not of the work at hand."""
    if isinstance(error, OSError | TimeoutError | PoolTimeoutError | asyncpg.InterfaceError):
        return True
    state = sqlstate(error)
    if state:
        return is_transient(error) or state == LOCK_NOT_AVAILABLE or state[:2] in _INFRASTRUCTURE
    return isinstance(error, InterfaceError | OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )


def took_too_long(error: BaseException) -> bool:
    """Tells whether the database answers, but gave a statement up; the same may happen every time."""
    return sqlstate(error) == QUERY_CANCELED


def may_pass_at_once(error: BaseException) -> bool:
    """Tells whether the error speaks of the server, and trying again at once may help."""
    return is_infrastructure(error) and not took_too_long(error)


def to_domain_error(
    error: BaseException, conflicts: Mapping[str, DomainError] | None = None
) -> DomainError | None:
    """Returns what an error of the database means to a caller, or None if it is a fault of ours.

    Args:
        error: What the database said.
        conflicts: For constraints of the service, by name, the error to give when one is violated.
    """
    if conflicts and (known := conflicts.get(constraint(error))):
        return type(known)(known.message, reason=known.reason, violations=known.violations)
    if is_transient(error) or sqlstate(error) == LOCK_NOT_AVAILABLE:
        return Conflict("Many are changing this at the same moment. Try again.", reason="BUSY")
    if is_infrastructure(error):
        return Unavailable("The database cannot be reached. Try again in a moment.")
    return None


@contextmanager
def translated(conflicts: Mapping[str, DomainError] | None = None) -> Iterator[None]:
    """Turns errors of the database in the block into what they mean to a caller.

    Raises:
        DomainError: In place of an error that means something; faults of ours pass as they are.
    """
    try:
        yield
    except ERRORS as error:
        known = to_domain_error(error, conflicts)
        if known is None:
            raise
        raise known from error


def plain(value: Any) -> Any:
    """Returns a value of a row as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
