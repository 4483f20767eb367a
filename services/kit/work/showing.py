"""Generated functions that turn rows into messages, field by field, by name.

There is one function for each pair of columns and message. Its source says what a person would write by
hand, so showing a row costs what its fields cost and nothing is looked up on the way:

    def show(row):
        message = Event(id=text(row[0]), title=row[2], state=enum3[row[8]], ...)
        if (value := row[5]) is not None:
            fill(message.start_time, value)
        message.etag = etag(message)
        return message

Rows come from two sources. Queries (`services.kit.work.reading`) return records, whose values are read by
their position. A handler that changes a row has an entity, whose values are read by name.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import String, inspect

from services.kit.contract.fields import fields_of, fixed_fields, is_input_only
from services.kit.contract.values import enum_numbers

Show = Callable[[Any], Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS = 24 * 3600
_ETAG_BYTES = 12
# Values of these types are the same in JSON, so a message takes them as they are.
_PLAIN_JSON = frozenset(
    {
        FieldDescriptor.TYPE_STRING,
        FieldDescriptor.TYPE_BOOL,
        FieldDescriptor.TYPE_INT32,
        FieldDescriptor.TYPE_UINT32,
        FieldDescriptor.TYPE_DOUBLE,
        FieldDescriptor.TYPE_ENUM,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row has the value of a field.

    Attributes:
        source: The Python expression for the value, such as "row[3]".
        is_text: Whether the value is text already.
        show: Shows a row of a child table; None if the value is not a list of such rows.
    """

    source: str
    is_text: bool = False
    show: Show | None = None


def shown_fields(message_type: type[Message]) -> list[FieldDescriptor]:
    """Returns the fields of a message that rows supply: all but the etag and what no answer has."""
    return [
        each for each in fields_of(message_type) if each.name != "etag" and not is_input_only(each)
    ]


@cache
def show_entity(row_type: Any, message_type: Any) -> Show:
    """Returns the function that shows an entity, or any object with an attribute for each field.

    Raises:
        TypeError: The class has no attribute for a field.
    """
    columns = inspect(row_type).columns if hasattr(row_type, "__table__") else {}
    places = {}
    for each in shown_fields(message_type):
        name = each.name
        if not hasattr(row_type, name) and name not in row_type.model_fields:
            raise TypeError(f"{row_type.__name__} has nothing to show as {each.full_name}")
        is_text = name in columns and type(columns[name].type).__mro__.count(String) > 0
        places[name] = Place(f"row.{name}", is_text=is_text, show=_child_of(each))
    return generate(message_type, places)


def _child_of(each: FieldDescriptor) -> Show | None:
    """Returns what shows an item of a list that is either a child row or a stored object."""
    if not each.is_repeated or each.message_type in (None, Timestamp.DESCRIPTOR):
        return None
    message_type: Any = message_factory.GetMessageClass(each.message_type)
    read = _reader(each.message_type)

    def show(item: Any) -> Any:
        row_type: Any = type(item)
        return read(item) if row_type is dict else show_entity(row_type, message_type)(item)

    return show


def generate(
    message_type: type[Message], places: Mapping[str, Place], *, has_etag: bool = True
) -> Show:
    """Returns the function that shows rows as messages of a class.

    Args:
        message_type: The class.
        places: Where a row has the value of each field that is shown.
        has_etag: Whether the etag is shown, which needs all of these; it is if the message has one.
    """
    source = _Source({"Message": message_type, "fill": _fill, "text": str})
    for each in fields_of(message_type):
        if (place := places.get(each.name)) is not None:
            source.add(each, place)
    if has_etag and "etag" in message_type.DESCRIPTOR.fields_by_name:
        source.names["etag"] = etag_of(cast("Any", message_type))
        source.after.append("message.etag = etag(message)")
    return source.function()


@dataclass(slots=True)
class _Source:
    """The source of a function in the making.

    Attributes:
        names: What its names mean.
        arguments: The arguments of the constructor of the message.
        after: The statements after the constructor.
    """

    names: dict[str, Any]
    arguments: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def add(self, each: FieldDescriptor, place: Place) -> None:
        """Adds what sets a field."""
        if each.message_type is Timestamp.DESCRIPTOR and not each.is_repeated:
            self.after.append(f"if (value := {place.source}) is not None:")
            self.after.append(f"    fill(message.{each.name}, value)")
            return
        value = self._value(each, place)
        self.arguments.append(f"{each.name}={value}")

    def _value(self, each: FieldDescriptor, place: Place) -> str:
        if each.is_repeated:
            item = self._item(each, place, "item")
            values = place.source
            return values if item == "item" else f"[{item} for item in {values} or ()]"
        source = place.source
        if (value := self._item(each, place, "value")) == "value":
            return source
        return f"None if (value := {source}) is None else {value}"

    def _item(self, each: FieldDescriptor, place: Place, value: str) -> str:
        """Returns the expression for one value in the terms of the contract."""
        if place.show is not None:
            return self._call(each, place.show, value)
        if each.message_type is Timestamp.DESCRIPTOR:
            return self._call(each, _timestamp, value)
        if each.message_type is not None:
            return self._call(each, _reader(each.message_type), value)
        if each.enum_type is not None:
            self.names[f"enum_{each.number}"] = enum_numbers(each.enum_type)
            return f"enum_{each.number}[{value}]"
        if each.type == FieldDescriptor.TYPE_STRING and not place.is_text:
            return f"text({value})"
        return value

    def _call(self, each: FieldDescriptor, function: Show, value: str) -> str:
        self.names[f"show_{each.number}"] = function
        return f"show_{each.number}({value})"

    def function(self) -> Show:
        """Returns the finished function."""
        lines = [
            "def show(row):",
            "    message = Message(",
            *(f"        {argument}," for argument in self.arguments),
            "    )",
            *(f"    {line}" for line in self.after),
            "    return message",
        ]
        exec("\n".join(lines), self.names)  # noqa: S102 # made from names of the contract alone
        show: Show = self.names["show"]
        return show


def _fill(target: Timestamp, value: datetime) -> None:
    """Sets a timestamp that is part of a message, without a message in between."""
    since = value - _EPOCH
    target.seconds = since.days * _DAY_SECONDS + since.seconds
    target.nanos = since.microseconds * 1000


def _timestamp(value: datetime) -> Timestamp:
    target = Timestamp()
    _fill(target, value)
    return target


@cache
def _reader(descriptor: Descriptor) -> Show:
    """Returns the function that reads a stored object as a message.

    Newer code may have stored fields and values that this code does not know. They are left out.
    """
    message_type = message_factory.GetMessageClass(descriptor)
    plain = frozenset(
        each.name for each in descriptor.fields if each.type in _PLAIN_JSON and not each.is_repeated
    )

    def read(value: dict[str, Any]) -> Message:
        if plain.issuperset(value):
            try:
                return message_type(**value)
            except (ValueError, TypeError):  # a value of an enum that is not known
                pass
        return json_format.ParseDict(value, message_type(), ignore_unknown_fields=True)

    return read


# Etags


@cache
def etag_of(message_type: Any) -> Callable[[Any], str]:
    """Returns the function that makes the etag of a message: a hash of what callers may set (AIP-154).

    It is made from the message, at every answer. A stored one would save 2 µs for each row, and could be out
    of date.
    """
    fixed = fixed_fields(message_type.DESCRIPTOR)
    parts = [_etag_part(each) for each in fields_of(message_type) if each.name not in fixed]
    names: dict[str, Any] = {"packed": _packed}
    source = f"def values(message):\n    return ({''.join(f'{part}, ' for part in parts)})"
    exec(source, names)  # noqa: S102 # made from names of the contract alone
    values: Callable[[Any], Sequence[Any]] = names["values"]

    def etag(message: Any) -> str:
        text = repr(values(message)).encode()
        digest = hashlib.blake2b(text, digest_size=_ETAG_BYTES).digest()
        return base64.urlsafe_b64encode(digest).decode()

    return etag


def _etag_part(each: FieldDescriptor) -> str:
    value = f"message.{each.name}"
    if each.is_repeated:
        return f"packed({value})" if each.message_type is not None else f"list({value})"
    if each.message_type is Timestamp.DESCRIPTOR:
        value = f"({value}.seconds, {value}.nanos)"
    elif each.message_type is not None:
        value = f"packed([{value}])"
    return f"{value} if message.HasField({each.name!r}) else None" if each.has_presence else value


def _packed(messages: Sequence[Message]) -> list[bytes]:
    return [message.SerializeToString(deterministic=True) for message in messages]
