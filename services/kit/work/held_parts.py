"""What a person's file consists of: for each table that says something of them, the rows and the columns.

`services.kit.work.holdings` declares the tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    Uuid,
    any_,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import array

from services.kit.work.models import DERIVED
from services.kit.work.query import Query
from services.kit.work.viewer import given

if TYPE_CHECKING:
    from services.kit.work.holdings import Held

MOST = 200  # rows that are read at once
_BOOKKEEPING = frozenset({"version"})


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that are a person's, or name them by one column.

    Attributes:
        table: The name of the table.
        named_as: The column by which a row of somebody else names the person; empty if the rows are theirs.
        columns: What is read of each row.
        query: Reads them by their keys, after `after`.
    """

    table: str
    named_as: str
    columns: tuple[str, ...]
    query: Query


def parts_of(one: "Held", known: Mapping[Table, "Held"]) -> Iterator[Part]:
    """Yields the parts of a person's file that a table has.

    Args:
        one: What the table says about people.
        known: The same of every table.
    """
    table = one.table
    whole = one.shows or tuple(column.name for column in table.columns if _is_shown(column))
    brief = tuple(column.name for column in table.columns if _is_brief(column))
    for name in one.of:
        yield _part(table, "", whole, _names(table, name))
    if one.within is not None:
        column, parent = one.within
        parent_key = next(iter(parent.primary_key))
        for condition in (_names(parent, name) for name in known[parent].of):
            # As an array, which the planner takes for short: it looks each up by the index.
            found = select(parent_key).where(condition).scalar_subquery()
            keys = func.array(found, type_=ARRAY(Uuid))
            yield _part(table, "", whole, table.c[column] == any_(keys))
    for name in one.by:
        yield _part(table, name, brief, _names(table, name))
    for name, key in one.listed.items():
        among = table.c[name].contains(func.jsonb_build_array(_object(key)))
        yield _part(table, name, brief, among)
    for name, key in one.inside.items():
        theirs = table.c[name].has_key(key) & table.c[name].contains(_object(key))
        yield _part(table, name, brief, theirs)


def _object(key: str) -> ColumnElement[Any]:
    """Returns an object that names the person, as JSON that contains it does."""
    return func.jsonb_build_object(key, cast(given("person_id", Uuid()), Text))


def _names(table: Table, name: str) -> ColumnElement[bool]:
    column = table.c[name]
    if isinstance(column.type, ARRAY):
        among: ColumnElement[bool] = column.contains(array([given("person_id", Uuid())]))
        return among
    same: ColumnElement[bool] = column == given("person_id", Uuid())
    return same


def _part(
    table: Table, named_as: str, columns: tuple[str, ...], condition: ColumnElement[bool]
) -> Part:
    """Returns a part. Its rows are found by an index first, and then put in the order of their keys."""
    key = func.concat_ws("/", *(cast(each, Text) for each in table.primary_key))
    rows = select(cast(key, Text).label("key"), *(table.c[name].label(name) for name in columns))
    theirs = rows.where(condition).cte("theirs").prefix_with("MATERIALIZED")
    in_order = theirs.c.key.collate("C")
    query = Query(
        select(*theirs.c).where(in_order > given("after", Text())).order_by(in_order).limit(MOST)
    )
    return Part(table.name, named_as, columns, query)


def _is_shown(column: Any) -> bool:
    """Returns whether a column says something of its own: it is derived from no other, and no hash."""
    is_hash = isinstance(column.type, LargeBinary)
    return DERIVED not in column.info and not is_hash and column.name not in _BOOKKEEPING


def _is_brief(column: Any) -> bool:
    return column.primary_key or column.name in ("organization_id", "create_time", "update_time")
