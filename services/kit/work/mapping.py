"""Maps rows to messages, and field masks to rows, by name.

The attribute with the same name supplies a field of the contract, so nothing is listed twice. Enums are
stored by name without their prefix, value messages as JSONB, repeated messages as rows of a child table,
and times in UTC. A field without an attribute is a mistake, and fails at the first use.
"""

from typing import Any, TypeVar, cast

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from sqlalchemy import inspect

from services.kit.contract.fields import (
    field_named,
    fields_of,
    is_input_only,
    is_output_only,
    is_updatable,
)
from services.kit.contract.images import is_image, keep_image
from services.kit.contract.validation import Rules, validate
from services.kit.contract.values import stored_value
from services.kit.errors import Conflict, InvalidArgument, Violation
from services.kit.work.column_values import typed
from services.kit.work.models import Resource
from services.kit.work.showing import etag_of, show_entity

M = TypeVar("M", bound=Message)


def to_proto(row: object, message_type: type[M]) -> M:
    """Returns the message for an entity, with an etag if the message has one."""
    row_type: Any = type(row)
    shown: Any = message_type
    return cast("M", show_entity(row_type, shown)(row))


def etag(message: Message) -> str:
    """Returns a hash of the fields that a caller may set (AIP-154)."""
    message_type: Any = type(message)
    return etag_of(message_type)(message)


def create(row_type: type[Any], message: Message, path: str, **values: Any) -> Any:
    """Returns a new row from a message of the caller and further values.

    Args:
        row_type: The class of the row.
        message: The message of the caller, already validated.
        path: The path of the message in the request, for errors.
        values: Attributes that the caller cannot set.

    Raises:
        InvalidArgument: A value cannot be stored, such as a date that does not exist.
    """
    row = row_type(**values)
    for field in fields_of(message):
        if not is_output_only(field) and field.name not in values:
            _assign(row, field, message, path)
    return row


def update(
    row: Resource, message: Message, mask: FieldMask, path: str, *, rules: Rules | None = None
) -> None:
    """Writes the masked fields of a message into a row (AIP-134).

    The merged message is validated as a whole, so rules over several fields hold, and fields outside the
    mask cannot violate one. If the message has an etag, it must match. A field whose value is the row's
    own is left alone, so that an update which says nothing new changes nothing.

    Args:
        row: The row.
        message: The message of the caller.
        mask: The fields to write.
        path: The path of the message in the request, for errors.
        rules: Yields what else is wrong with the merged message, to be told together with the rest.

    Raises:
        InvalidArgument: The mask names a field that is unknown or that callers cannot set, or a rule is
            violated.
        Conflict: The etag is out of date.
    """
    fields = [_masked_field(message, name) for name in mask.paths]
    present = to_proto(row, type(message))
    if "etag" in message.DESCRIPTOR.fields_by_name:
        sent = message.etag  # type: ignore[attr-defined] # just looked up
        if sent and sent != present.etag:  # type: ignore[attr-defined] # just looked up
            raise Conflict(
                "Someone else has changed this in the meantime. Reload it and make your change "
                "again.",
                violations=[Violation(f"{path}.etag", "is out of date", "ETAG_MISMATCH")],
            )
    for field in filter(is_image, fields):
        keep_image(field.name, message, present)
    # What callers may set but never see cannot be compared here.
    new = [field for field in fields if is_input_only(field) or _differs(field, message, present)]
    for field in fields:
        _copy(field.name, message, present)
    validate(present, path, rules=rules)
    for field in new:
        _assign(row, field, message, path)


def _masked_field(message: Message, name: str) -> FieldDescriptor:
    field = field_named(message, name)
    if field is None or not is_updatable(field):
        raise InvalidArgument.of(
            "update_mask", "names a field that cannot be updated", "FIELD_NOT_UPDATABLE"
        )
    return field


def _differs(field: FieldDescriptor, one: Message, other: Message) -> bool:
    name = field.name
    if field.has_presence and one.HasField(name) != other.HasField(name):
        return True
    return bool(getattr(one, name) != getattr(other, name))


def _copy(name: str, source: Message, target: Message) -> None:
    """Copies a field from the source to the target, absence included."""
    target.ClearField(name)
    field = source.DESCRIPTOR.fields_by_name[name]
    if field.is_repeated:
        getattr(target, name).extend(getattr(source, name))
    elif field.message_type is not None:
        if source.HasField(name):
            getattr(target, name).CopyFrom(getattr(source, name))
    elif not field.has_presence or source.HasField(name):
        setattr(target, name, getattr(source, name))


# Messages to rows


def _assign(row: Any, field: FieldDescriptor, message: Message, path: str) -> None:
    row_type = type(row)
    if not hasattr(row_type, field.name):
        raise TypeError(f"{row_type.__name__} has no place for {field.full_name}")
    column = inspect(row_type).columns.get(field.name)
    try:
        value = typed(None if column is None else column.type, stored_value(field, message))
    except (ValueError, OverflowError) as error:
        raise InvalidArgument.of(
            f"{path}.{field.name}", "is not a known value", "VALUE_UNKNOWN"
        ) from error
    setattr(row, field.name, value)
