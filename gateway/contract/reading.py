"""What the contract says, for everything in the schema that follows from it.

The schema names messages, requests and fields; their types, whether they are required, what they
refer to and how they are described is in the descriptors, which are read here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from buf.validate import validate_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    EnumValueDescriptor,
    FieldDescriptor,
    FileDescriptor,
)
from google.protobuf.message import Message
from strawberry.utils.str_converters import to_camel_case

from gateway.contract.references import contract_files
from services.kit.contract import fields
from services.kit.contract.notices import snake_case
from services.kit.contract.rpc import Method, method_for, methods_of

P = ParamSpec("P")
R = TypeVar("R")

REQUEST_ID = "request_id"
UPDATE_MASK = "update_mask"
ETAG = "etag"
_PAGING = {"page_size", "page_token", "backward", "count_only"}
_FIELD = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Returns `functools.cache` of a function, typed so that classes can be keys."""
    return cast("Callable[P, R]", cache(function))


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
        LookupError: It has none, or `make proto` was not run after a change.
    """
    return _text(cast("Any", element).file, element.full_name)  # the stubs leave it out


def value_description(value: EnumValueDescriptor) -> str:
    """Returns the comment of an enum value."""
    return _text(value.type.file, f"{value.type.full_name}.{value.name}")


def rpc_description(request_type: type[Message]) -> str:
    """Returns the comment of the RPC that takes such requests; frontends send no masks."""
    full_name = method_of(request_type).path.lstrip("/").replace("/", ".")
    text = _text(cast("FileDescriptor", request_type.DESCRIPTOR.file), full_name)
    return text.replace("that the mask names", "that are given")


def _text(file: FileDescriptor, full_name: str) -> str:
    """Returns a comment, in which fields are called as they are in the schema."""
    comments = _comments(file)
    if full_name not in comments:
        raise LookupError(
            f"{full_name} has no description. Give it a comment and run 'make proto'."
        )
    return in_words_of_the_schema(comments[full_name])


def in_words_of_the_schema(text: str) -> str:
    """Returns a text in which fields are called as they are in the schema."""
    return _FIELD.sub(lambda name: to_camel_case(name[0]), text)


@cached
def _comments(file: FileDescriptor) -> Mapping[str, str]:
    """Returns the comments in a file by full name, from the module that is generated next to its own."""
    module = file.name.removesuffix(".proto").replace("/", ".") + "_descriptions"
    try:
        found: Mapping[str, str] = import_module(module).DESCRIPTIONS
    except ModuleNotFoundError as error:
        raise LookupError(f"{file.name} has no descriptions. Run 'make proto'.") from error
    return found


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
    """Returns whether the rules of a field require callers to set it."""
    extensions: Any = field.GetOptions().Extensions
    rules = extensions[validate_pb2.field]
    if field.has_presence and field.message_type is None:
        return bool(rules.required)
    return bool(
        rules.required
        or rules.string.min_len > 0
        or rules.string.uuid
        or rules.repeated.min_items > 0
        or rules.int32.gte > 0
        or 0 in rules.enum.not_in
    )


def may_be_absent(field: FieldDescriptor) -> bool:
    """Returns whether a message may hold no value in a field, which frontends see as null.

    That is what is optional; a message that no rule requires; a text that callers need not enter; and what the
    contract says can be unset.
    """
    if field.is_repeated:
        return False
    if field.has_presence:
        return not is_required(field)
    if fields.may_be_unset(field):
        return True
    is_entered = not fields.is_output_only(field) and field.containing_type in _entered()
    return field.type == FieldDescriptor.TYPE_STRING and is_entered and not is_required(field)


@cache
def _entered() -> frozenset[Descriptor]:
    """Returns the messages that callers send."""
    waiting = [
        message
        for file in contract_files()
        for name, message in file.message_types_by_name.items()
        if name.endswith("Request")
    ]
    found: set[Descriptor] = set()
    while waiting:
        message = waiting.pop()
        found.add(message)
        parts = [field.message_type for field in message.fields if field.message_type is not None]
        waiting += [part for part in parts if part not in found]
    return frozenset(found)


def is_settable(field: FieldDescriptor, *, updating: bool) -> bool:
    """Returns whether callers may set a field when they create or update its message."""
    return fields.is_updatable(field) if updating else not fields.is_output_only(field)


# Methods


def method_of(request_type: type[Message]) -> Method:
    """Returns the method that takes such requests."""
    return method_for(cast("Descriptor", request_type.DESCRIPTOR))


@cached
def mutation_name(request_type: type[Message]) -> str:
    """Returns the name of the mutation that sends such requests: of one that a batch sends, the batch's."""
    method = method_of(request_type)
    batches = (
        other
        for service in request_type.DESCRIPTOR.file.services_by_name.values()
        for other in methods_of(service)
        if other.each is not None and other.each.request_type is request_type
    )
    name = next(batches, method).name.removeprefix("Batch")
    return to_camel_case(snake_case(name))


@dataclass(frozen=True, slots=True)
class Items:
    """The place of the messages in the answer of a List or BatchGet method.

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


@cached
def items_of(request_type: type[Message]) -> Items:
    """Returns the place of the messages in the answer to a List or BatchGet request."""
    method = method_of(request_type)
    for name, field in fields_of(method.response_type).items():
        if field.is_repeated and field.message_type is not None:
            return Items(request_type, method.response_type, name, message_of(field))
    raise LookupError(f"{method.name} answers no messages")


@cached
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


@cached
def batch_list_of(request_type: type[Message]) -> Method | None:
    """Returns the method that answers several such List requests at once, if there is one."""
    wanted = f"Batch{method_of(request_type).name}"
    for service in request_type.DESCRIPTOR.file.services_by_name.values():
        if wanted in service.methods_by_name:
            return method_for(service.methods_by_name[wanted].input_type)
    return None


@cached
def key_of(message: type[Message]) -> str:
    """Returns the name of the key of a message: its ID, or the ID of its owner."""
    return next(iter(fields_of(message)))


def questions(request_type: type[Message]) -> list[FieldDescriptor]:
    """Returns the fields of a List request that select the items: all except those of paging."""
    return [field for name, field in fields_of(request_type).items() if name not in _PAGING]
