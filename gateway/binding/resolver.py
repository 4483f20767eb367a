"""Resolves fields of GraphQL types from messages, without a conversion layer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.binding.messages import enum_type
from gateway.contract.reading import cached, fields_of, key_of, may_be_absent
from gateway.contract.text_enums import text_enum
from services.kit.contract.global_ids import GlobalId


def resolve(source: object, name: str) -> object:
    """Returns the value of a field: what `StrawberryConfig(default_resolver=...)` is given.

    Of a message: null for what is absent, for UNSPECIFIED, for enum values not known here, and for a text that
    nobody entered; a
    Timestamp as a datetime in UTC; as its id, the global one. Of anything else: the attribute.
    """
    if isinstance(source, Message):
        return getter(type(source), name)(source)
    return getattr(source, name)


@cached
def getter(message_type: type[Message], name: str) -> Callable[[Any], object]:
    """Returns the function that reads a field of a message as `resolve` does."""
    if name == "id":
        return _global_id
    field = fields_of(message_type)[name]
    convert = _converter(field)
    if field.is_repeated:
        return lambda message: [
            value for item in getattr(message, name) if (value := convert(item)) is not None
        ]
    if field.has_presence:
        return lambda message: convert(getattr(message, name)) if message.HasField(name) else None
    if field.type == FieldDescriptor.TYPE_STRING and may_be_absent(field):
        return lambda message: getattr(message, name) or None
    return lambda message: convert(getattr(message, name))


def _converter(field: FieldDescriptor) -> Callable[[Any], object]:
    if field.enum_type is not None:
        return {member.value: member for member in enum_type(field.enum_type)}.get
    if known := text_enum(field):
        return known.known
    if field.message_type is Timestamp.DESCRIPTOR:
        return to_datetime
    return lambda value: value


def _global_id(message: Message) -> str:
    return str(GlobalId(message.DESCRIPTOR.name, getattr(message, key_of(type(message)))))


def to_datetime(timestamp: Timestamp) -> datetime:
    """Returns a time in UTC."""
    return timestamp.ToDatetime(tzinfo=UTC)
