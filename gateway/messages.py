"""GraphQL types that show messages of the contract.

A class names the message and the fields that are shown; the rest follows:

    @shows(event_pb2.Event)
    class Event(Node):                          # with a docstring: the description
        title: auto                             # type and description from the contract
        create_time: datetime                   # a type of its own, here never null
        organization = reference("organization_id")

The objects behind such a type are the messages themselves; see `gateway.resolver`.
"""

import enum
import inspect
from collections.abc import Callable
from datetime import datetime
from types import GenericAlias
from typing import Any, TypeVar

import strawberry
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from strawberry.types.auto import StrawberryAuto
from strawberry.types.base import get_object_definition
from strawberry.types.lazy_type import LazyType

from gateway import contract
from gateway.contract import once

T = TypeVar("T")

# Names, in the metadata of a field, the field of the message whose comment describes it.
DESCRIBED_BY = "described_by"

_SCALARS: dict[int, type] = {
    FieldDescriptor.TYPE_BOOL: bool,
    FieldDescriptor.TYPE_INT32: int,
    FieldDescriptor.TYPE_STRING: str,
}
_types: dict[str, type[Any]] = {}


class _Named(LazyType[Any, Any]):
    """A type by its name, found when the schema is built, so that modules may refer to each other."""

    def resolve_type(self) -> type[Any]:
        return type_named(self.type_name)


def named(name: str) -> Any:
    """Returns what stands for the GraphQL type of a name until the schema is built."""
    return _Named(name, __name__)


def type_named(name: str) -> type[Any]:
    """Returns the GraphQL type that shows the message of this name.

    Raises:
        LookupError: There is none.
    """
    if name not in _types:
        raise LookupError(f"no GraphQL type shows a message {name}")
    return _types[name]


def shows(message: type[Message]) -> Callable[[type[T]], type[T]]:
    """Makes a class the GraphQL type that shows a message; both have the same name."""
    fields = contract.fields_of(message)

    def decorate(cls: type[T]) -> type[T]:
        if cls.__name__ != message.DESCRIPTOR.name:
            raise TypeError(f"{cls.__name__} is to show a message of another name")
        cls.message = message  # type: ignore[attr-defined] # declared by Node
        annotations = inspect.get_annotations(cls)
        for name, annotation in annotations.items():
            if isinstance(annotation, StrawberryAuto):
                annotations[name] = output_type(fields[name])
        cls.__annotations__ = annotations
        shown = strawberry.type(cls, description=inspect.cleandoc(cls.__doc__ or ""))
        for field in get_object_definition(shown, strict=True).fields:
            if field.description is None:
                described_by = field.metadata.get(DESCRIBED_BY, field.python_name)
                field.description = contract.description(fields[described_by])
        _types[message.DESCRIPTOR.name] = shown
        return shown

    return decorate


def object_type(name: str, description: str, **fields: tuple[Any, str]) -> type[Any]:
    """Makes a GraphQL type of its own; each field has a type and a description."""
    namespace: dict[str, Any] = {
        field_name: strawberry.field(description=text) for field_name, (_, text) in fields.items()
    }
    namespace["__annotations__"] = {field_name: kind for field_name, (kind, _) in fields.items()}
    return strawberry.type(type(name, (), namespace), description=description)


def output_type(field: FieldDescriptor) -> Any:
    """Returns the type that a field of the contract has in the schema.

    What may be absent is nullable: optional fields, messages that are not required, and enums, whose
    value may be one that this gateway is too old to know.
    """
    kind = _kind(field, named)
    if field.enum_type is not None and not field.is_repeated:
        return kind | None
    return kind | None if field.has_presence and not contract.is_required(field) else kind


def input_type(field: FieldDescriptor, of_message: Callable[[FieldDescriptor], Any]) -> Any:
    """Returns the type by which callers set a field; they refer to resources by global id.

    Args:
        field: The field.
        of_message: Returns the input type for a field that is a message.
    """
    if contract.referenced(field.name):
        return strawberry.ID
    return _kind(field, lambda _: of_message(field))


def _kind(field: FieldDescriptor, of_message: Callable[[str], Any]) -> Any:
    item = _item(field, of_message)
    return GenericAlias(list, item) if field.is_repeated else item


def _item(field: FieldDescriptor, of_message: Callable[[str], Any]) -> Any:
    if field.enum_type is not None:
        return enum_type(field.enum_type)
    if field.message_type is Timestamp.DESCRIPTOR:
        return datetime
    if field.message_type is not None:
        return of_message(field.message_type.name)
    if field.type not in _SCALARS:
        raise TypeError(f"{field.full_name} has a type that the schema does not have yet")
    return _SCALARS[field.type]


@once
def enum_type(descriptor: EnumDescriptor) -> type[enum.Enum]:
    """Returns the GraphQL enum for an enum of the contract: its names without the prefix."""
    members = {
        name: strawberry.enum_value(value.number, description=contract.value_description(value))
        for name, value in contract.enum_values(descriptor).items()
    }
    python_enum = enum.Enum(descriptor.name, members)  # type: ignore[misc] # made, not written
    return strawberry.enum(python_enum, description=contract.description(descriptor))
