"""Rows by the hundred: made without a session that tracks each, and inserted in one statement.

The rows travel as one JSON value, which the database takes apart. To bind each column of each row costs several
times what inserting them does, and stops the event loop meanwhile.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import TextClause, inspect, text
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.work.models import Resource

R = TypeVar("R", bound=Resource)
_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call] # it has no types
_quoted = _DIALECT.identifier_preparer.quote


def new_row(row_type: type[R], **values: Any) -> R:
    """Returns a new row for `Rows.add_many`, with the defaults of its class.

    Validators of the class do not run, and verbs work as on any row.
    """
    defaults, factories = _defaults(row_type)
    row: R = inspect(row_type).class_manager.new_instance()
    state = vars(row)
    state.update(defaults)
    for name, make in factories:
        if name not in values:
            state[name] = make()
    state.update(values)
    return row


def known_row(row_type: type[R], record: Mapping[str, Any]) -> R:
    """Returns a row as the driver read it, outside any session.

    Args:
        row_type: The class of the row. It has no child rows.
        record: The value of each column.
    """
    row: R = inspect(row_type).class_manager.new_instance()
    values = vars(row)
    for name, read in _readers(row_type):
        value = record[name]
        values[name] = value if read is None else read(value)
    return row


@cache
def _readers(row_type: type[Resource]) -> Sequence[tuple[str, Callable[[Any], Any] | None]]:
    """Returns for each column what makes its value from that of the driver; None if they are the same."""
    columns = inspect(row_type).columns.items()
    return [
        (name, each.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))
        for name, each in columns
    ]


@cache
def _defaults(
    row_type: type[Resource],
) -> tuple[Mapping[str, Any], Sequence[tuple[str, Callable[[], Any]]]]:
    """Returns the defaults of the columns of a class, and what makes those that are made for each row."""
    columns = inspect(row_type).columns.keys()
    fields = {name: each for name, each in row_type.model_fields.items() if name in columns}
    factories: list[Any] = [
        (name, each.default_factory) for name, each in fields.items() if each.default_factory
    ]
    constants = {
        name: each.default
        for name, each in fields.items()
        if not each.default_factory and not each.is_required()
    }
    return constants, factories


async def insert_rows(session: AsyncSession, rows: Sequence[Resource]) -> None:
    """Inserts rows of one class, made by `new_row`, in one statement and in their order."""
    await session.execute(_insert(type(rows[0])), {"rows": as_json(rows)})


def as_json(rows: Sequence[Resource]) -> str:
    """Returns rows of one class as the value of `:rows` in `insertion`."""
    names = inspect(type(rows[0])).columns.keys()
    values = [{name: vars(row)[name] for name in names} for row in rows]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_as_json)


@cache
def _insert(row_type: type[Resource]) -> TextClause:
    return text(insertion(row_type))


def insertion(row_type: type[Resource]) -> str:
    """Returns the statement that inserts the rows of a class that are in `:rows`."""
    columns = ", ".join(map(_quoted, inspect(row_type).columns.keys()))
    table = _quoted(str(row_type.__tablename__))
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608 # names of our tables
        f" FROM json_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS json))"
    )


def _as_json(value: Any) -> str:
    """Returns a value in the form in which PostgreSQL reads text of its type."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return value.isoformat() if isinstance(value, datetime) else str(value)
