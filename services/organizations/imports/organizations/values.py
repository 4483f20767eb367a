"""What organizations say, as files and plans have it: a text for each field.

A place is its address there, and a contact its phone numbers and its email address. What else they have stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect

from services.kit.work.column_values import typed
from services.organizations.organizations.models import Organization

# What a file can say of an organization, and the field of the API that holds it.
FIELDS = {
    "name": "name",
    "external_id": "external_id",
    "external_source": "external_source",
    "description": "description",
    "kind": "kind",
    "phone": "contact.phones",
    "email": "contact.email",
    "address": "place.address",
    "website": "website",
}
PHONES = "; "  # stands between phone numbers
_PARTS = {name: path.split(".") for name, path in FIELDS.items() if "." in path}
_TYPES = {name: each.type for name, each in inspect(Organization).columns.items()}


def values_of(organization: Any) -> dict[str, str]:
    """Returns what an organization, or a row with the columns that `FIELDS` needs, says by field."""
    return {name: _text(organization, name) for name in FIELDS}


def _text(organization: Any, name: str) -> str:
    if name not in _PARTS:
        text: str = getattr(organization, name)
        return text
    column, key = _PARTS[name]
    value = (getattr(organization, column) or {}).get(key, "")
    return value if isinstance(value, str) else PHONES.join(value)


def columns_of(values: Mapping[str, str], organization: Any = None) -> dict[str, Any]:
    """Returns the values of an organization as its columns hold them.

    Args:
        values: The values by field; those of columns of which no file says anything are taken as they are.
        organization: The organization as it is, of whose place and contact the rest stays.
    """
    columns: dict[str, Any] = {
        name: typed(_TYPES[name], value) for name, value in values.items() if name not in _PARTS
    }
    for name in values.keys() & _PARTS.keys():
        column, key = _PARTS[name]
        present = columns.get(column) or getattr(organization, column, None) or {}
        rest = {each: value for each, value in present.items() if each != key}
        said = _parted(values[name]) if key == "phones" else values[name]
        columns[column] = ({**rest, key: said} if said else rest) or None
    return columns


def _parted(text: str) -> Sequence[str]:
    return [part for part in text.split(PHONES) if part]
