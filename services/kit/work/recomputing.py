"""Migrations that derive columns anew: rows keep the form that the code had when they were written."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnClause, ColumnElement, Connection

_BATCH = 1000


def recompute(
    connection: Connection,
    table: str,
    source: ColumnClause[Any],
    derive: Callable[[Any], Mapping[str, Any]],
    *,
    where: ColumnElement[bool] | None = None,
) -> None:
    """Writes columns that are derived from another column, a batch of rows at a time.

    Args:
        connection: The connection of the migration.
        table: A table with a column `id`.
        source: The column that the others are derived from, with its type.
        derive: Returns the derived columns of a value of the source.
        where: Which rows; all if left out.
    """
    id_ = sa.column("id", sa.Uuid)
    page = sa.select(id_, source).select_from(sa.table(table)).order_by(id_).limit(_BATCH)
    if where is not None:
        page = page.where(where)
    rows: list[Any] = list(connection.execute(page))
    while rows:
        values = [{"row_id": row[0], **_renamed(derive(row[1]))} for row in rows]
        connection.execute(_change(table, list(derive(rows[0][1]))), values)
        rows = list(connection.execute(page.where(id_ > rows[-1][0])))


def _renamed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns values under names that cannot be those of columns."""
    return {f"new_{name}": value for name, value in values.items()}


def _change(table: str, names: list[str]) -> sa.Update:
    rows = sa.table(table, sa.column("id", sa.Uuid), *map(sa.column, names))
    return (
        rows.update()
        .where(rows.c.id == sa.bindparam("row_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
