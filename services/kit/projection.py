"""Projections: rows that repeat what another service owns, kept equal to its notices, by name."""

from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.fields import field_named
from services.kit.values import stored_value, typed
from services.kit.work import Work


async def project(work: Work, row_type: type[Any], message: Message, **values: Any) -> None:
    """Makes the row under the message's id equal to the message.

    Each column takes the field of its name; columns that the message does not have are given beside.
    There are no foreign keys: what a row points to may arrive later.
    """
    for name, column in inspect(row_type).columns.items():
        if name not in values:
            values[name] = typed(column.type, stored_value(_field(message, name), message))
    statement = upsert(row_type).values(**values)
    rest = {name: statement.excluded[name] for name in values if name != "id"}
    await work.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=rest))


def _field(message: Message, name: str) -> FieldDescriptor:
    field = field_named(message, name)
    if field is None:
        raise TypeError(f"{message.DESCRIPTOR.full_name} has no field {name}")
    return field
