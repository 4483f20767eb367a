"""Messages filled with values that can be found again: a canary in every field, at every depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from services.kit.contract.fields import fields_of, is_personal
from tests.kit.notes import contract as pb

_GENERATED = Path(__file__).parents[2] / "proto" / "gen"
_TEXT = FieldDescriptor.TYPE_STRING
_BYTES = FieldDescriptor.TYPE_BYTES
_COUNTLESS = (FieldDescriptor.TYPE_BOOL, FieldDescriptor.TYPE_ENUM)


def contract_files() -> Iterator[FileDescriptor]:
    """Yields every file of the platform's contract, and that of notes."""
    for path in sorted(_GENERATED.glob("banyan/*/v1/*_pb2.py")):
        module = ".".join(path.relative_to(_GENERATED).with_suffix("").parts)
        yield import_module(module).DESCRIPTOR
    yield pb.FILE


def contract_messages() -> Iterator[Descriptor]:
    """Yields every message of the contract."""
    for file in contract_files():
        yield from file.message_types_by_name.values()


@dataclass
class Filled:
    """A message in which every field holds a value that stands nowhere else.

    Attributes:
        message: The message.
        personal: The values of its personal fields, and of what lies below them.
        harmless: The values of the others.
    """

    message: Message
    personal: list[str] = field(default_factory=list)
    harmless: list[str] = field(default_factory=list)


def filled(descriptor: Descriptor) -> Filled:
    """Returns a message of a class with a canary in every field."""
    result = Filled(GetMessageClass(descriptor)())
    _fill(result.message, False, result, count(100_000_001))
    return result


def _fill(message: Message, personal: bool, result: Filled, numbers: Iterator[int]) -> None:
    for each in fields_of(message):
        below = personal or is_personal(each)
        for _ in range(2 if each.is_repeated else 1):
            if each.message_type is not None:
                _fill_message(message, each, below, result, numbers)
            elif each.type in _COUNTLESS:
                _put(message, each, 1)
            else:
                number = next(numbers)
                canary = f"canary-{number}"
                value: Any = canary if each.type == _TEXT else number
                _put(message, each, canary.encode() if each.type == _BYTES else value)
                (result.personal if below else result.harmless).append(str(number))


def _fill_message(
    message: Message, each: FieldDescriptor, below: bool, result: Filled, numbers: Iterator[int]
) -> None:
    assert each.message_type is not None
    child = getattr(message, each.name)
    child = child.add() if each.is_repeated else child
    child.SetInParent()
    if each.message_type.full_name.startswith("banyan."):
        _fill(child, below, result, numbers)


def _put(message: Message, each: FieldDescriptor, value: Any) -> None:
    if each.is_repeated:
        getattr(message, each.name).append(value)
    else:
        setattr(message, each.name, value)
