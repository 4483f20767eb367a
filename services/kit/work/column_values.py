"""Values of columns: what is stored as text in JSON and in messages, in the type of its column."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Enum, Uuid


def typed(column_type: Any, value: Any) -> Any:
    """Converts a stored text into the type of its column: an ID, a date or a state.

    Raises:
        ValueError: It is not a valid ID or date, or it is an unknown state.
    """
    if isinstance(value, list):
        item_type = getattr(column_type, "item_type", None)
        return [typed(item_type, item) for item in value]
    if isinstance(value, str) and isinstance(column_type, Uuid):
        return UUID(value)
    if isinstance(value, str) and isinstance(column_type, Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(column_type, Enum) and column_type.enum_class:
        return column_type.enum_class(value)
    return value
