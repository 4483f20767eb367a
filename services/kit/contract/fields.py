"""What the contract declares about fields: who sets them, and how personal they are."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from banyan.annotations.v1 import annotations_pb2
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

M = TypeVar("M", bound=Message)
OUTPUT_ONLY = annotations_pb2.FIELD_BEHAVIOR_OUTPUT_ONLY
INPUT_ONLY = annotations_pb2.FIELD_BEHAVIOR_INPUT_ONLY
IMMUTABLE = annotations_pb2.FIELD_BEHAVIOR_IMMUTABLE
TEXT_LINE = annotations_pb2.TEXT_LINE
CHECKED_FORMATS = (
    annotations_pb2.TEXT_FORMAT_PHONE,
    annotations_pb2.TEXT_FORMAT_EMAIL,
    annotations_pb2.TEXT_FORMAT_WEBSITE,
    annotations_pb2.TEXT_FORMAT_DATE,
    annotations_pb2.TEXT_FORMAT_TIME_ZONE,
)
CONFIDENTIAL = annotations_pb2.PERSONAL_DATA_CONFIDENTIAL


def fields_of(message: Message | type[Message]) -> Sequence[FieldDescriptor]:
    """Returns the fields of a message, in the order of the contract."""
    descriptor: Any = message.DESCRIPTOR  # the stubs give two names to one class
    return cast("Sequence[FieldDescriptor]", descriptor.fields)


def field_named(message: Message, name: str) -> FieldDescriptor | None:
    """Returns the field of a message with this name, or None."""
    descriptor: Any = message.DESCRIPTOR
    return cast("FieldDescriptor | None", descriptor.fields_by_name.get(name))


def without(message: M, names: Iterable[str]) -> M:
    """Returns a copy of a message without some fields. Names that it does not have are ignored."""
    copy = type(message)()
    copy.CopyFrom(message)
    known: Any = message.DESCRIPTOR
    for name in names:
        if name in known.fields_by_name:
            copy.ClearField(name)
    return copy


def is_output_only(field: FieldDescriptor) -> bool:
    """Returns whether only the service sets the field."""
    return bool(_behavior(field) == OUTPUT_ONLY)


def is_input_only(field: FieldDescriptor) -> bool:
    """Returns whether callers set the field and no answer contains it."""
    return bool(_behavior(field) == INPUT_ONLY)


def is_updatable(field: FieldDescriptor) -> bool:
    """Returns whether callers may set the field at any time."""
    return _behavior(field) not in (OUTPUT_ONLY, IMMUTABLE)


def is_personal(field: FieldDescriptor) -> bool:
    """Returns whether the field names, reaches or exposes a person."""
    return bool(_personal(field) != annotations_pb2.PERSONAL_DATA_UNSPECIFIED)


@cache
def referenced(field: FieldDescriptor) -> str | None:
    """Returns the full name of the resource that a field refers to, or None."""
    extensions: Any = field.GetOptions().Extensions
    return extensions[annotations_pb2.reference].resource or None


@cache
def verbatim_fields(descriptor: Descriptor) -> frozenset[str]:
    """Returns the names of the fields with the content of a file, which may be any text."""
    return frozenset(
        field.name
        for field in descriptor.fields
        if field.GetOptions().Extensions[annotations_pb2.verbatim]  # type: ignore[index]
    )


@cache
def text_fields(descriptor: Descriptor) -> Mapping[str, int]:
    """Returns the strings of a message that people read, each with its value of `Text`, by field."""
    found: dict[str, int] = {}
    for field in descriptor.fields:
        extensions: Any = field.GetOptions().Extensions
        if text := extensions[annotations_pb2.text]:
            found[field.name] = text
    return found


def format_of(field: FieldDescriptor) -> int:
    """Returns the format of a string; 0 if it has none."""
    extensions: Any = field.GetOptions().Extensions
    return int(extensions[annotations_pb2.format])


@cache
def is_translatable(field: FieldDescriptor) -> bool:
    """Returns whether a string can have translations."""
    extensions: Any = field.GetOptions().Extensions
    return bool(extensions[annotations_pb2.translatable])


@cache
def may_be_unset(field: FieldDescriptor) -> bool:
    """Returns whether a field can have no value although only the service sets it."""
    extensions: Any = field.GetOptions().Extensions
    return bool(extensions[annotations_pb2.may_be_unset])


@cache
def text_formats(descriptor: Descriptor) -> Mapping[str, int]:
    """Returns the format of each field of a message whose values are cleaned and checked by format."""
    formats = {field.name: format_of(field) for field in descriptor.fields}
    return {name: found for name, found in formats.items() if found in CHECKED_FORMATS}


@cache
def has_text_formats(descriptor: Descriptor) -> bool:
    """Returns whether a message, or one anywhere in it, has a field with a format."""
    waiting, seen = [descriptor], set[str]()
    while waiting:
        each = waiting.pop()
        if text_formats(each):
            return True
        seen.add(each.full_name)
        parts = [field.message_type for field in each.fields if field.message_type is not None]
        waiting += [part for part in parts if part.full_name not in seen]
    return False


@cache
def ignored_fields(descriptor: Descriptor) -> frozenset[str]:
    """Returns the names of the fields whose rules the contract leaves to the handler."""
    found = set[str]()
    for field in descriptor.fields:
        extensions: Any = field.GetOptions().Extensions
        if extensions[validate_pb2.field].ignore == validate_pb2.IGNORE_ALWAYS:
            found.add(field.name)
    return frozenset(found)


@cache
def longest_lists(descriptor: Descriptor) -> dict[str, int]:
    """Returns the maximum number of items of a message's lists, by field, if the rules set one."""
    found: dict[str, int] = {}
    for field in descriptor.fields:
        extensions: Any = field.GetOptions().Extensions
        if most := extensions[validate_pb2.field].repeated.max_items:
            found[field.name] = most
    return found


@cache
def fixed_fields(descriptor: Descriptor) -> frozenset[str]:
    """Returns the names of the fields of a message that callers may not set at any time."""
    return frozenset(f.name for f in descriptor.fields if not is_updatable(f))


@cache
def confidential_fields(descriptor: Descriptor) -> frozenset[str]:
    """Returns the names of the confidential fields of a message."""
    return frozenset(f.name for f in descriptor.fields if _personal(f) == CONFIDENTIAL)


@cache
def may_be_announced(descriptor: Descriptor) -> bool:
    """Returns whether notices may carry the message, that is, no output field is confidential."""
    for field in descriptor.fields:
        if _personal(field) == CONFIDENTIAL and not is_input_only(field):
            return False
        if field.message_type is not None and not may_be_announced(field.message_type):
            return False
    return True


def _behavior(field: FieldDescriptor) -> Any:
    extensions: Any = field.GetOptions().Extensions
    return extensions[annotations_pb2.behavior]


def _personal(field: FieldDescriptor) -> Any:
    extensions: Any = field.GetOptions().Extensions
    return extensions[annotations_pb2.personal]
