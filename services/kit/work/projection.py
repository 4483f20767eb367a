"""Projections: copies of resources of other services, kept current by notices."""

from functools import cache
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from sqlalchemy import bindparam, inspect
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.contract.fields import field_named
from services.kit.contract.values import stored_value
from services.kit.work.column_values import typed
from services.kit.work.transaction import Built
from services.kit.work.work import Work


async def project(work: Work, row_type: type[Any], message: Message, **values: Any) -> None:
    """Makes the row with the message's ID equal to the message.

    Each column takes the field with its name; values for other columns are passed separately. There are no
    foreign keys, because a referenced row may arrive later.
    """
    for name, column in inspect(row_type).columns.items():
        if name not in values:
            values[name] = typed(column.type, stored_value(_field(message, name), message))
    mapped: Any = row_type
    storing = _storing(mapped, frozenset(values))
    await work.transaction.fetch(storing.sql, storing.values(**values))


@cache
def _storing(row_type: Any, names: frozenset[str]) -> Built:
    """Returns the statement that inserts a row with these columns, or makes the one with its ID equal to it."""
    statement = upsert(inspect(row_type).local_table).values(
        {name: bindparam(name) for name in sorted(names)}
    )
    rest = {name: statement.excluded[name] for name in names if name != "id"}
    return Built(statement.on_conflict_do_update(index_elements=["id"], set_=rest))


def _field(message: Message, name: str) -> FieldDescriptor:
    field = field_named(message, name)
    if field is None:
        raise TypeError(f"{message.DESCRIPTOR.full_name} has no field {name}")
    return field
