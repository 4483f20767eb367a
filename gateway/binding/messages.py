"""GraphQL types that show messages of the contract.

A class names the message and the fields that are shown; the rest follows:

    @shows(event_pb2.Event)
    class Event(Node):                          # with a docstring: the description
        title: auto                             # type and description from the contract
        create_time: datetime                   # a type of its own, here never null
        organization = reference("organization_id")

The objects behind such a type are the messages themselves; see `gateway.binding.resolver`.
"""

import enum
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import GenericAlias
from typing import Any, TypeVar

import strawberry
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from strawberry.scalars import Base64
from strawberry.types.auto import StrawberryAuto
from strawberry.types.base import get_object_definition
from strawberry.types.lazy_type import LazyType

from gateway.contract import reading as contract
from gateway.contract.reading import cached
from gateway.contract.scalars import TEXT_SCALARS
from gateway.contract.text_enums import text_enum
from services.kit.contract.fields import format_of, is_translatable, referenced

T = TypeVar("T")

# Names, in the metadata of a field, the field of the message whose comment describes it.
DESCRIBED_BY = "described_by"

_SCALARS: dict[int, Any] = {
    FieldDescriptor.TYPE_BOOL: bool,
    FieldDescriptor.TYPE_BYTES: Base64,
    FieldDescriptor.TYPE_DOUBLE: float,
    FieldDescriptor.TYPE_INT32: int,
    FieldDescriptor.TYPE_STRING: str,
}
# The GraphQL types that show messages, by the full name of the message.
_types: dict[str, type[Any]] = {}
# The element of the contract that makes a GraphQL type, by the name of the type.
_origins: dict[str, str] = {}


def claim(name: str, origin: str) -> None:
    """Reserves the name of a GraphQL type for an element of the contract.

    Args:
        name: The name of the type.
        origin: The full name of the message, enum or method that makes it.

    Raises:
        TypeError: Another element makes a type of this name.
    """
    if (other := _origins.setdefault(name, origin)) != origin:
        raise TypeError(
            f"{other} and {origin} would both make the GraphQL type {name}. Rename one of them."
        )


class _Shown(LazyType[Any, Any]):
    """The type that shows a message, found when the schema is built: modules may refer to each other."""

    def resolve_type(self) -> type[Any]:
        return type_showing(self.type_name)


def shown(full_name: str) -> Any:
    """Returns a stand-in for the GraphQL type that shows a message, until the schema is built."""
    return _Shown(full_name, __name__)


def type_showing(full_name: str) -> type[Any]:
    """Returns the GraphQL type that shows a message.

    Raises:
        LookupError: There is none.
    """
    if full_name not in _types:
        raise LookupError(f"No GraphQL type shows {full_name}. Make one with @shows.")
    return _types[full_name]


def type_named(name: str) -> type[Any]:
    """Returns the GraphQL type of a name that shows a message.

    Raises:
        LookupError: There is none.
    """
    return _types[_origins[name]]


@dataclass(frozen=True, slots=True)
class Deferred:
    """A field that depends on the message of its class, which `shows` knows.

    Attributes:
        make: Returns the field, given the message.
    """

    make: Callable[[type[Message]], Any]


def shows(message: type[Message]) -> Callable[[type[T]], type[T]]:
    """Makes a class the GraphQL type that shows a message; both have the same name."""
    fields = contract.fields_of(message)

    def decorate(cls: type[T]) -> type[T]:
        if cls.__name__ != message.DESCRIPTOR.name:
            raise TypeError(f"{cls.__name__} is to show a message of another name")
        claim(cls.__name__, message.DESCRIPTOR.full_name)
        cls.message = message  # type: ignore[attr-defined] # declared by Node
        for name, value in list(vars(cls).items()):
            if isinstance(value, Deferred):
                setattr(cls, name, value.make(message))
        for name, value in getattr(cls, "derived_fields", lambda _: {})(message).items():
            setattr(cls, name, value)
        annotations = inspect.get_annotations(cls)
        for name, annotation in annotations.items():
            if isinstance(annotation, StrawberryAuto):
                annotations[name] = output_type(fields[name])
        cls.__annotations__ = annotations
        made = strawberry.type(cls, description=inspect.cleandoc(cls.__doc__ or ""))
        for field in get_object_definition(made, strict=True).fields:
            if field.description is None:
                described_by = field.metadata.get(DESCRIBED_BY, field.python_name)
                field.description = contract.description(fields[described_by])
        _types[message.DESCRIPTOR.full_name] = made
        return made

    return decorate


def object_type(name: str, origin: str, description: str, **fields: Any) -> type[Any]:
    """Makes a GraphQL type that shows no message of its own.

    Args:
        name: Its name.
        origin: The full name of the message or method that makes it.
        description: Its description.
        fields: Of each field the type and the description, or what `gateway.binding.fields.field` made.
    """
    claim(name, origin)
    plain = {field_name: each for field_name, each in fields.items() if isinstance(each, tuple)}
    namespace: dict[str, Any] = {
        field_name: strawberry.field(description=each[1]) if field_name in plain else each
        for field_name, each in fields.items()
    }
    namespace["__annotations__"] = {field_name: kind for field_name, (kind, _) in plain.items()}
    return strawberry.type(type(name, (), namespace), description=description)


def output_type(field: FieldDescriptor) -> Any:
    """Returns the type that a field of the contract has in the schema.

    Fields that may be absent are nullable. An enum with a value that this gateway does not know is an error.
    """
    if referenced(field):
        raise TypeError(f"{field.full_name} is an ID: show what it refers to with reference().")
    if is_translatable(field):
        raise TypeError(f"{field.full_name} has translations: show it with text().")
    kind = _kind(field, shown)
    return kind | None if contract.may_be_absent(field) else kind


def input_type(field: FieldDescriptor, of_message: Callable[[FieldDescriptor], Any]) -> Any:
    """Returns the input type of a field. Callers refer to resources by global ID.

    Args:
        field: The field.
        of_message: Returns the input type for a field that is a message.
    """
    if referenced(field):
        return list[strawberry.ID] if field.is_repeated else strawberry.ID
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
        return of_message(field.message_type.full_name)
    if known := text_enum(field):
        return known.type
    if text_format := format_of(field):
        return TEXT_SCALARS[text_format]
    if field.type not in _SCALARS:
        raise TypeError(f"{field.full_name} has a type that the schema does not have yet")
    return _SCALARS[field.type]


@cached
def enum_type(descriptor: EnumDescriptor) -> type[enum.Enum]:
    """Returns the GraphQL enum for an enum of the contract: its names without the prefix."""
    claim(descriptor.name, descriptor.full_name)
    members = {
        name: strawberry.enum_value(value.number, description=contract.value_description(value))
        for name, value in contract.enum_values(descriptor).items()
    }
    python_enum = enum.Enum(descriptor.name, members)  # type: ignore[misc] # made, not written
    return strawberry.enum(python_enum, description=contract.description(descriptor))
