"""Rows to messages and field masks to rows, by name.

A field of the contract is shown by the attribute of the same name; nothing is listed twice. Enums are
stored by name without their prefix, value messages as JSONB, repeated messages of a child table as
rows of it, moments in UTC. A field without an attribute is a mistake that stops the first use.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import inspect

from services.kit.errors import Conflict, InvalidArgument, Violation
from services.kit.fields import (
    field_named,
    fields_of,
    fixed_fields,
    is_input_only,
    is_output_only,
    is_updatable,
)
from services.kit.models import Resource
from services.kit.validation import validate
from services.kit.values import enum_numbers, stored_value, timestamp, typed

M = TypeVar("M", bound=Message)
Writer = Callable[[Any, Any], None]
_writers_of: dict[tuple[type[Any], type[Message]], tuple[Writer, ...]] = {}


def to_proto(row: object, message_type: type[M]) -> M:
    """Returns the message that shows the row, with its etag where the message has one."""
    message = message_type()
    key = (type(row), message_type)
    if (writers := _writers_of.get(key)) is None:
        writers = _writers_of[key] = _writers(*key)
    for write in writers:
        write(message, row)
    if "etag" in message.DESCRIPTOR.fields_by_name:
        message.etag = etag(message)  # type: ignore[attr-defined] # just looked up
    return message


def etag(message: Message) -> str:
    """Returns a hash of the fields that a caller may set (AIP-154)."""
    settable = type(message)()
    settable.CopyFrom(message)
    for name in fixed_fields(message.DESCRIPTOR):
        settable.ClearField(name)
    digest = hashlib.sha256(settable.SerializeToString(deterministic=True)).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def create(row_type: type[Any], message: Message, path: str, **values: Any) -> Any:
    """Returns a new row with what the caller set in a message, and the values given beside it.

    Args:
        row_type: The class of the row.
        message: What the caller sent, already validated.
        path: Where the message stands in the request, for errors.
        values: Attributes that the caller does not set.

    Raises:
        InvalidArgument: A value cannot be stored, such as a date that does not exist.
    """
    row = row_type(**values)
    for field in fields_of(message):
        if not is_output_only(field) and field.name not in values:
            _assign(row, field, message, path)
    return row


def update(row: Resource, message: Message, mask: FieldMask, path: str) -> None:
    """Writes the masked fields of a message into a row (AIP-134).

    The message as it will be, old fields and new, is validated whole, so that a rule over several
    fields holds and a field outside the mask cannot offend. If the message brings an etag, it must
    match.

    Raises:
        InvalidArgument: The mask names a field that is unknown or not the caller's to set, or a rule
            is broken.
        Conflict: The etag is not the present one.
    """
    fields = [_masked_field(message, name) for name in mask.paths]
    present = to_proto(row, type(message))
    if "etag" in message.DESCRIPTOR.fields_by_name:
        sent = message.etag  # type: ignore[attr-defined] # just looked up
        if sent and sent != present.etag:  # type: ignore[attr-defined] # just looked up
            raise Conflict(
                "Somebody has changed this meanwhile. Read it again, then repeat your change.",
                violations=[Violation(f"{path}.etag", "is not the present one", "ETAG_MISMATCH")],
            )
    for field in fields:
        _copy(field.name, message, present)
    validate(present, path)
    for field in fields:
        _assign(row, field, message, path)


def _masked_field(message: Message, name: str) -> FieldDescriptor:
    field = field_named(message, name)
    if field is None or not is_updatable(field):
        raise InvalidArgument.of(
            "update_mask", "names a field that cannot be updated", "FIELD_NOT_UPDATABLE"
        )
    return field


def _copy(name: str, source: Message, target: Message) -> None:
    """Makes a field of the target equal to that of the source, absence included."""
    target.ClearField(name)
    field = source.DESCRIPTOR.fields_by_name[name]
    if field.is_repeated:
        getattr(target, name).extend(getattr(source, name))
    elif field.message_type is not None:
        if source.HasField(name):
            getattr(target, name).CopyFrom(getattr(source, name))
    elif not field.has_presence or source.HasField(name):
        setattr(target, name, getattr(source, name))


# Rows to messages


def _writers(row_type: type[Any], message_type: type[Message]) -> tuple[Writer, ...]:
    """Returns, once for each pair of classes, the functions that fill a message from a row."""
    writers = []
    for field in fields_of(message_type):
        if is_input_only(field) or field.name == "etag":
            continue
        if not hasattr(row_type, field.name) and field.name not in row_type.model_fields:
            raise TypeError(f"{row_type.__name__} has nothing to show as {field.full_name}")
        writers.append(_writer(field))
    return tuple(writers)


def _writer(field: FieldDescriptor) -> Writer:
    name, convert = field.name, _converter(field)
    if field.is_repeated:

        def write_all(message: Any, row: Any) -> None:
            getattr(message, name).extend([convert(item) for item in getattr(row, name) or ()])

        return write_all
    if field.message_type is not None:

        def write_message(message: Any, row: Any) -> None:
            if (value := getattr(row, name)) is not None:
                getattr(message, name).CopyFrom(convert(value))

        return write_message

    def write(message: Any, row: Any) -> None:
        if (value := getattr(row, name)) is not None:
            setattr(message, name, convert(value))

    return write


def _converter(field: FieldDescriptor) -> Callable[[Any], Any]:
    if field.message_type is Timestamp.DESCRIPTOR:
        return timestamp
    if field.message_type is not None:
        return _message_converter(field.message_type)
    if field.enum_type is not None:
        return enum_numbers(field.enum_type).__getitem__
    if field.type == FieldDescriptor.TYPE_STRING:
        return str
    return _unchanged


def _message_converter(descriptor: Descriptor) -> Callable[[Any], Any]:
    message_type = message_factory.GetMessageClass(descriptor)

    def convert(value: Any) -> Message:
        if isinstance(value, dict):
            # Newer code may have stored more than this code knows.
            return json_format.ParseDict(value, message_type(), ignore_unknown_fields=True)
        return to_proto(value, message_type)

    return convert


def _unchanged(value: Any) -> Any:
    return value


# Messages to rows


def _assign(row: Any, field: FieldDescriptor, message: Message, path: str) -> None:
    row_type = type(row)
    if not hasattr(row_type, field.name):
        raise TypeError(f"{row_type.__name__} has no place for {field.full_name}")
    column = inspect(row_type).columns.get(field.name)
    try:
        value = typed(None if column is None else column.type, stored_value(field, message))
    except (ValueError, OverflowError) as error:
        raise InvalidArgument.of(f"{path}.{field.name}", "is not a value that exists") from error
    setattr(row, field.name, value)


def in_order(rows: Iterable[Any], ids: Iterable[UUID], key: str = "id") -> list[Any]:
    """Returns the rows in the order of the ids, each once; ids without a row are left out."""
    by_id = {getattr(row, key): row for row in rows}
    return [by_id[id_] for id_ in dict.fromkeys(ids) if id_ in by_id]
