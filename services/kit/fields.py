"""What the contract says of a field: who writes it, and how personal it is."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from banyan.annotations.v1 import annotations_pb2
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

OUTPUT_ONLY = annotations_pb2.FIELD_BEHAVIOR_OUTPUT_ONLY
INPUT_ONLY = annotations_pb2.FIELD_BEHAVIOR_INPUT_ONLY
IMMUTABLE = annotations_pb2.FIELD_BEHAVIOR_IMMUTABLE
CONFIDENTIAL = annotations_pb2.PERSONAL_DATA_CONFIDENTIAL


def fields_of(message: Message | type[Message]) -> Sequence[FieldDescriptor]:
    """Returns the fields of a message, in the order of the contract."""
    descriptor: Any = message.DESCRIPTOR  # the stubs give two names to one class
    return cast("Sequence[FieldDescriptor]", descriptor.fields)


def field_named(message: Message, name: str) -> FieldDescriptor | None:
    """Returns the field of a message with that name, if it has one."""
    descriptor: Any = message.DESCRIPTOR
    return cast("FieldDescriptor | None", descriptor.fields_by_name.get(name))


def is_output_only(field: FieldDescriptor) -> bool:
    """Tells whether the service sets the field."""
    return bool(_behavior(field) == OUTPUT_ONLY)


def is_input_only(field: FieldDescriptor) -> bool:
    """Tells whether the field goes in and never comes out."""
    return bool(_behavior(field) == INPUT_ONLY)


def is_updatable(field: FieldDescriptor) -> bool:
    """Tells whether callers may set the field at any time."""
    return _behavior(field) not in (OUTPUT_ONLY, IMMUTABLE)


def is_personal(field: FieldDescriptor) -> bool:
    """Tells whether the field names, reaches or exposes a person."""
    return bool(_personal(field) != annotations_pb2.PERSONAL_DATA_UNSPECIFIED)


@cache
def verbatim_fields(descriptor: Descriptor) -> frozenset[str]:
    """Returns the names of the fields that take the content of a file, whatever is in it."""
    return frozenset(
        field.name
        for field in descriptor.fields
        if field.GetOptions().Extensions[annotations_pb2.verbatim]  # type: ignore[index]
    )


@cache
def longest_lists(descriptor: Descriptor) -> dict[str, int]:
    """Returns how many items the lists of a message may have, by field, where the rules say so."""
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
    """Tells whether notices may carry the message: nothing that an answer shows is confidential."""
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
