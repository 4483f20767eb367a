"""What the contract says, for everything in the schema that follows from it.

The schema names messages, requests and fields; their types, whether they are required, what they
refer to and how they are described stand in the descriptors, and are read here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from buf.validate import validate_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    EnumValueDescriptor,
    FieldDescriptor,
)
from google.protobuf.message import Message
from strawberry.utils.str_converters import to_camel_case

from gateway.descriptions import DESCRIPTIONS
from services.kit import fields
from services.kit.rpc import Method, method_for

P = ParamSpec("P")
R = TypeVar("R")

REQUEST_ID = "request_id"
UPDATE_MASK = "update_mask"
ETAG = "etag"
_PAGING = {"page_size", "page_token"}
_FIELD = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")

# Fields whose names do not say which resource they refer to.
_REFERENCES = {"parent_id": "Organization", "inviter_person_id": "Person"}
# Fields that are named like references and refer to nothing here.
_NO_REFERENCES = {REQUEST_ID, "external_id"}


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Returns `functools.cache` of a function; that one's types do not admit classes as keys."""
    return cast("Callable[P, R]", cache(function))


def snake_case(name: str) -> str:
    """Returns a name such as "SignUp" as "sign_up"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# Descriptions


class Element(Protocol):
    """A message, field or enum of the contract."""

    @property
    def full_name(self) -> str:
        """The name with its package."""
        ...


def description(element: Element) -> str:
    """Returns the comment of an element of the contract.

    Raises:
        LookupError: There is none; `python -m gateway.describe` has to be run after a change.
    """
    return _text(element.full_name)


def value_description(value: EnumValueDescriptor) -> str:
    """Returns the comment of an enum value."""
    return _text(f"{value.type.full_name}.{value.name}")


def rpc_description(request_type: type[Message]) -> str:
    """Returns the comment of the RPC that takes such requests; frontends send no masks."""
    text = _text(method_of(request_type).path.lstrip("/").replace("/", "."))
    return text.replace("that the mask names", "that are given")


def _text(full_name: str) -> str:
    """Returns a comment, in which fields are called as they are in the schema."""
    if full_name not in DESCRIPTIONS:
        raise LookupError(f"{full_name} has no description; run python -m gateway.describe")
    return _FIELD.sub(lambda name: to_camel_case(name[0]), DESCRIPTIONS[full_name])


# Fields


def fields_of(message: type[Message]) -> dict[str, FieldDescriptor]:
    """Returns the fields of a message by name, in their order."""
    return {field.name: field for field in fields.fields_of(message)}


def message_of(field: FieldDescriptor) -> type[Message]:
    """Returns the class of the messages in a field."""
    return message_factory.GetMessageClass(cast("Descriptor", field.message_type))


def enum_values(enum: EnumDescriptor) -> dict[str, EnumValueDescriptor]:
    """Returns the values of an enum by name without the prefix, UNSPECIFIED left out."""
    prefix = enum.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return {value.name.removeprefix(prefix): value for value in enum.values if value.number}


def is_required(field: FieldDescriptor) -> bool:
    """Tells whether the rules of a field refuse it when a caller leaves it out."""
    if field.has_presence and field.message_type is None:
        return False
    extensions: Any = field.GetOptions().Extensions
    rules = extensions[validate_pb2.field]
    return bool(
        rules.required
        or rules.string.min_len > 0
        or rules.string.uuid
        or rules.repeated.min_items > 0
        or rules.int32.gte > 0
        or 0 in rules.enum.not_in
    )


def is_settable(field: FieldDescriptor, *, updating: bool) -> bool:
    """Tells whether callers may set a field when they create, or when they update, its message."""
    return fields.is_updatable(field) if updating else not fields.is_output_only(field)


def referenced(field_name: str) -> str | None:
    """Returns the name of the resource that a field such as "person_id" refers to, if any."""
    if field_name in _REFERENCES:
        return _REFERENCES[field_name]
    if not field_name.endswith("_id") or field_name in _NO_REFERENCES:
        return None
    return "".join(part.capitalize() for part in field_name.removesuffix("_id").split("_"))


# Methods


def method_of(request_type: type[Message]) -> Method:
    """Returns the method that takes such requests."""
    return method_for(cast("Descriptor", request_type.DESCRIPTOR))


@dataclass(frozen=True, slots=True)
class Items:
    """Where the messages of a List or BatchGet answer stand.

    Attributes:
        request_type: The request.
        response_type: The answer.
        field: The name of the repeated field.
        message: The messages in it.
    """

    request_type: type[Message]
    response_type: type[Message]
    field: str
    message: type[Message]


@once
def items_of(request_type: type[Message]) -> Items:
    """Returns where the messages of the answer to a List or BatchGet request stand."""
    method = method_of(request_type)
    for name, field in fields_of(method.response_type).items():
        if field.is_repeated and field.message_type is not None:
            return Items(request_type, method.response_type, name, message_of(field))
    raise LookupError(f"{method.name} answers no messages")


@once
def batch_of(message: type[Message]) -> Items:
    """Returns how several messages of a kind are got: by the BatchGet method in the same file."""
    for service in message.DESCRIPTOR.file.services_by_name.values():
        for method in service.methods:
            if method.name.startswith("BatchGet"):
                items = items_of(
                    message_factory.GetMessageClass(cast("Descriptor", method.input_type))
                )
                if items.message is message:
                    return items
    raise LookupError(f"no BatchGet method answers {message.DESCRIPTOR.full_name}")


@once
def batch_list_of(request_type: type[Message]) -> Method | None:
    """Returns the method that answers several such List requests at once, if there is one."""
    wanted = f"Batch{method_of(request_type).name}"
    for service in request_type.DESCRIPTOR.file.services_by_name.values():
        if wanted in service.methods_by_name:
            return method_for(service.methods_by_name[wanted].input_type)
    return None


@once
def key_of(message: type[Message]) -> str:
    """Returns the name of the field by which a message is got: its id, or whose it is."""
    return next(iter(fields_of(message)))


def questions(request_type: type[Message]) -> list[FieldDescriptor]:
    """Returns the fields of a List request that say what is listed: all but those of paging."""
    return [field for name, field in fields_of(request_type).items() if name not in _PAGING]
