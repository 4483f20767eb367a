"""The round trips to the database that a request or a notice takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest
from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement

from services.kit.bus.consumers import Handling
from services.kit.service.server import Pipeline

_handled: ContextVar[bool] = ContextVar("handled", default=False)


@contextmanager
def marked_requests() -> Iterator[Callable[[], bool]]:
    """Tells apart what is done for requests and notices, and what jobs do meanwhile.

    Yields:
        Whether the code that calls it runs for a request or a notice, or in the block itself.
    """

    def marking(function: Any) -> Any:
        async def handle(*arguments: Any) -> Any:
            before = _handled.set(True)
            try:
                return await function(*arguments)
            finally:
                _handled.reset(before)

        return handle

    token = _handled.set(True)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in ((Pipeline, "_answer"), (Handling, "apply_all")):
                patch.setattr(owner, name, marking(getattr(owner, name)))
            yield _handled.get
    finally:
        _handled.reset(token)


@contextmanager
def round_trips() -> Iterator[list[str]]:
    """Notes what is sent for requests and notices in this process, in order.

    A statement is prepared at its first use on a connection, which is another round trip that is not noted.
    """
    sent: list[str] = []

    def noting(function: Any, words: Any) -> Any:
        async def run(first: Any, *arguments: Any, **options: Any) -> Any:
            if is_handled():
                sent.append(" ".join(words(first, *arguments).split()))
            return await function(first, *arguments, **options)

        return run

    with marked_requests() as is_handled, pytest.MonkeyPatch.context() as patch:
        # A statement without parameters goes as it is; others are prepared, by the driver or by SQLAlchemy.
        for name in ("execute", "_execute"):
            patch.setattr(Connection, name, noting(getattr(Connection, name), _sql))
        patch.setattr(PreparedStatement, "fetch", noting(PreparedStatement.fetch, _prepared))
        yield sent


def _sql(connection: Connection, sql: str, *rest: Any) -> str:
    del connection, rest
    return sql


def _prepared(statement: PreparedStatement, *rest: Any) -> str:
    del rest
    return str(statement.get_query())
