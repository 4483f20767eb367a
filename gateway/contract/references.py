"""What the IDs in the contract refer to, as its option `reference` declares."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor

_GENERATED = Path(annotations_pb2.__file__).parents[3]


def type_name_of(full_name: str) -> str:
    """Returns the name of the GraphQL type that shows a message: its name without the package."""
    return full_name.rpartition(".")[2]


def contract_files() -> Iterator[FileDescriptor]:
    """Yields every file of the contract."""
    for path in sorted(_GENERATED.glob("banyan/*/*/*_pb2.py")):
        module = ".".join(path.relative_to(_GENERATED).with_suffix("").parts)
        yield import_module(module).DESCRIPTOR


def refuse_undeclared(files: Iterable[FileDescriptor]) -> None:
    """Refuses a contract in which it is not clear what an ID refers to.

    Args:
        files: All files of the contract.

    Raises:
        RuntimeError: A field holds an ID and does not declare of what, or declares a message that does not
            exist, or a message and none, or is not a string.
    """
    messages = {each.full_name: each for file in files for each in _messages(file)}
    for message in messages.values():
        for field in message.fields:
            reference = _reference(field)
            if not reference.resource and not reference.none:
                if _holds_id(field):
                    raise RuntimeError(
                        f"{field.full_name} does not declare which resource it refers to. Give it the "
                        "option (banyan.annotations.v1.reference)."
                    )
            elif reference.resource and reference.none:
                raise RuntimeError(
                    f"{field.full_name} declares a resource and none. Keep one of both."
                )
            elif field.type != FieldDescriptor.TYPE_STRING:
                raise RuntimeError(f"{field.full_name} declares a reference but is not a string.")
            elif reference.resource and reference.resource not in messages:
                raise RuntimeError(
                    f"{field.full_name} refers to {reference.resource}, which is no message of the "
                    "contract. Declare the full name of one."
                )


def _reference(field: FieldDescriptor) -> annotations_pb2.Reference:
    extensions: Any = field.GetOptions().Extensions
    declared: annotations_pb2.Reference = extensions[annotations_pb2.reference]
    return declared


def _holds_id(field: FieldDescriptor) -> bool:
    """Returns whether the name of a field promises the ID of something else than its own message."""
    if field.name == "request_id":  # identifies the request (AIP-155)
        return False
    if field.name == "id":
        return field.full_name.endswith("Request.id")
    return field.name == "ids" or field.name.endswith(("_id", "_ids"))


def _messages(file: FileDescriptor) -> Iterator[Descriptor]:
    waiting = list(file.message_types_by_name.values())
    while waiting:
        message = waiting.pop()
        yield message
        waiting.extend(message.nested_types)
