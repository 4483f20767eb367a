"""Parameters: the values that callers give by name, and their places in a request.

Arguments of queries and fields of inputs are both `Parameter`s. Requests are filled in one place, and the
violations that a service reports are translated into the names that the caller used.
"""

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from gateway.binding.messages import claim, input_type
from gateway.contract import reading as contract
from gateway.contract.reading import cached
from gateway.contract.references import type_name_of
from services.kit.contract.fields import referenced
from services.kit.contract.global_ids import GlobalId
from services.kit.errors import DomainError, InvalidArgument, Violation

Request = TypeVar("Request", bound=Message)
_REQUEST_ID = (
    "A UUID of the client's choice that makes a retry safe: the same one with the same input has one "
    "effect and one answer. Without it, sending the mutation again does it again."
)
REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument that callers give.

    Attributes:
        name: The name in the schema, in snake case.
        annotation: The type that it has in the schema.
        description: The description that it has in the schema.
        default: The default value; REQUIRED if there is none.
    """

    name: str
    annotation: Any
    description: str
    default: Any = REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Argument):
    """A value that callers give, and its place in the request.

    Attributes:
        path: The path in the request, such as ("person", "display_name").
        field: The field at the end of the path.
        masked: Whether giving it, even as null, names it in the update mask.
    """

    path: tuple[str, ...]
    field: FieldDescriptor
    masked: bool = False


def parameter(field: FieldDescriptor, *, required: bool | None = None, **changes: Any) -> Parameter:
    """Returns the parameter for a field of a request: of the same name unless changed.

    Args:
        field: The field.
        required: Whether it is required. The default follows from the rules of the field.
        changes: Other attributes.
    """
    required = contract.is_required(field) if required is None else required
    attributes: dict[str, Any] = {
        "name": field.name,
        "annotation": _kind(field) if required else _kind(field) | None,
        "description": changes.get("description") or _description(field),
        "default": REQUIRED if required else UNSET,
        "path": (field.name,),
        "field": field,
    }
    return Parameter(**attributes | changes)


def _description(field: FieldDescriptor) -> str:
    return _REQUEST_ID if field.name == contract.REQUEST_ID else contract.description(field)


def _kind(field: FieldDescriptor) -> Any:
    if field.name == contract.REQUEST_ID:
        return UUID
    return input_type(field, lambda field: _nested_input(contract.message_of(field)))


def input_class(name: str, origin: str, description: str, fields: Sequence[Argument]) -> type[Any]:
    """Returns the GraphQL input type that has these fields.

    Args:
        name: Its name.
        origin: The full name of the message or method that makes it.
        description: Its description.
        fields: Its fields.
    """
    claim(name, origin)
    namespace: dict[str, Any] = {
        each.name: strawberry.field(
            description=each.description,
            default=MISSING if each.default is REQUIRED else each.default,
        )
        for each in fields
    }
    namespace["__annotations__"] = {each.name: each.annotation for each in fields}
    return strawberry.input(type(name, (), namespace), description=description)


@cached
def _nested_input(message: type[Message]) -> type[Any]:
    settable = [
        parameter(field)
        for field in contract.fields_of(message).values()
        if contract.is_settable(field, updating=False)
    ]
    name = f"{message.DESCRIPTOR.name}Input"
    description = contract.description(message.DESCRIPTOR)
    return input_class(name, message.DESCRIPTOR.full_name, description, settable)


def given(value: object) -> dict[str, Any]:
    """Returns the fields of an input that the caller gave. Null counts as given."""
    return {name: item for name, item in vars(value).items() if item is not UNSET}


# Requests


def fill(
    request_type: type[Request], parameters: Sequence[Parameter], values: Mapping[str, Any]
) -> Request:
    """Returns the request with the values of the caller.

    Args:
        request_type: The request.
        parameters: The parameters.
        values: The values of the caller, by name. None clears a masked field, and is ignored otherwise.

    Raises:
        InvalidArgument: Values that the contract cannot represent, with one violation for each.
    """
    request = request_type()
    violations: list[Violation] = []
    for p in parameters:
        target: Any = request
        for step in p.path[:-1]:
            target = getattr(target, step)
            target.SetInParent()
        if p.name not in values:
            continue
        if p.masked:
            request.update_mask.paths.append(p.field.name)  # type: ignore[attr-defined] # masked
        try:
            _assign(target, p.field, values[p.name], ".".join(p.path))
        except InvalidArgument as error:
            violations += error.violations
    if violations:
        raise InvalidArgument(
            "The input is not valid. Check its types and try again.", violations=violations
        )
    return request


def _assign(target: Any, field: FieldDescriptor, value: Any, path: str) -> None:
    if value is None:
        return
    if not field.is_repeated:
        _put(target, field, value, path)
        return
    for index, item in enumerate(value):
        _put(target, field, item, f"{path}[{index}]")


def _put(target: Any, field: FieldDescriptor, value: Any, path: str) -> None:
    """Sets a single field, or adds to a repeated one."""
    place = getattr(target, field.name)
    if field.message_type is not None and not isinstance(value, datetime):
        message = place.add() if field.is_repeated else place
        fields = contract.fields_of(contract.message_of(field))
        for name, item in given(value).items():
            _assign(message, fields[name], item, f"{path}.{name}")
        return
    plain = _plain(field, value, path)
    try:
        if isinstance(plain, Message):
            place.CopyFrom(plain)
        elif field.is_repeated:
            place.append(plain)
        else:
            setattr(target, field.name, plain)
    except (TypeError, ValueError) as error:
        raise InvalidArgument.of(path, "is not a value that can be stored", "UNUSABLE") from error


def _plain(field: FieldDescriptor, value: Any, path: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return _timestamp(value, path)
    if target := referenced(field):
        expected, found = type_name_of(target), GlobalId.parse(value)
        if found is None or found.type_name != expected:
            raise InvalidArgument.of(
                path, "is not an id of the type {type}", "ID_INVALID", params={"type": expected}
            )
        return found.id
    return value


def _timestamp(value: datetime, path: str) -> Timestamp:
    if value.tzinfo is None:
        raise InvalidArgument.of(
            path, "must include a UTC offset, such as Z or +08:00", "NO_TIME_ZONE"
        )
    timestamp = Timestamp()
    try:
        timestamp.FromDatetime(value)
    except (ValueError, OverflowError) as error:
        raise InvalidArgument.of(path, "must be in the years 1 to 9999", "UNUSABLE") from error
    return timestamp


# Violations that a service reports


def translate(
    error: DomainError, parameters: Sequence[Parameter], within: Sequence[str] = ()
) -> list[tuple[list[str] | None, Violation]]:
    """Returns the violations of an error, each with the path of the parameter.

    Args:
        error: The error of the service or of `fill`.
        parameters: The parameters.
        within: The path of the parameters in the schema, such as ("input",).
    """
    return [
        (_given_path(violation.field, parameters, within), violation)
        for violation in error.violations
    ]


def _given_path(
    path: str, parameters: Sequence[Parameter], within: Sequence[str]
) -> list[str] | None:
    """Returns the path ["input", "skills", "0", "name"] for "person.skills[0].name"."""
    parts = re.findall(r"[^.\[\]]+", path)
    for p in parameters:
        if tuple(parts[: len(p.path)]) == p.path:
            names = [p.name, *parts[len(p.path) :]]
            return [*within, *(to_camel_case(name) for name in names)]
    return None
