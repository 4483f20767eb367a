"""The messages of note.proto, compiled when the tests load: `contract.Note`, `contract.METHODS`."""

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from banyan.annotations.v1 import annotations_pb2  # noqa: F401 # note.proto imports it
from banyan.batches.v1 import batches_pb2  # noqa: F401
from buf.validate import validate_pb2  # noqa: F401
from google.protobuf import field_mask_pb2, timestamp_pb2  # noqa: F401
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import Default
from google.protobuf.message_factory import GetMessageClass
from grpc_tools import protoc  # type: ignore[import-untyped] # it has no types

from services.kit.contract.rpc import Method, methods_of

_HERE = Path(__file__).parent
_PROTO = _HERE.parents[2] / "proto"


def _compile(service: str) -> FileDescriptor:
    """Returns the contract as a service of this name would own it."""
    text = (_HERE / "note.proto").read_text()
    with tempfile.TemporaryDirectory() as place:
        name, output = f"{service}.proto", Path(place, "set.binpb")
        Path(place, name).write_text(text.replace("banyan.notes.v1", f"banyan.{service}.v1"))
        arguments = [
            "protoc",
            f"-I{place}",
            f"-I{_PROTO}",
            f"-I{files('grpc_tools') / '_proto'}",
            f"--descriptor_set_out={output}",
            name,
        ]
        assert protoc.main(arguments) == 0
        compiled = FileDescriptorSet.FromString(output.read_bytes())
    pool: Any = Default()
    pool.Add(compiled.file[0])
    found: FileDescriptor = pool.FindFileByName(name)
    return found


FILE = _compile("notes")
# The notes of another service, for consumers.
OTHERS_NOTE = GetMessageClass(_compile("others").message_types_by_name["Note"])
SERVICE = FILE.services_by_name["NoteService"]
METHODS: dict[str, Method] = {method.name: method for method in methods_of(SERVICE)}


def __getattr__(name: str) -> Any:
    """Returns the class of a message, or the number of an enum value, by its name."""
    if name in FILE.message_types_by_name:
        return GetMessageClass(FILE.message_types_by_name[name])
    for enum in FILE.enum_types_by_name.values():
        if name in enum.values_by_name:
            return enum.values_by_name[name].number
    raise AttributeError(name)
