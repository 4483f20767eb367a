"""The messages of note.proto, compiled when the tests load: `contract.Note`, `contract.METHODS`."""

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from banyan.annotations.v1 import annotations_pb2  # noqa: F401 # note.proto imports it
from buf.validate import validate_pb2  # noqa: F401
from google.protobuf import field_mask_pb2, timestamp_pb2  # noqa: F401
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import Default
from google.protobuf.message_factory import GetMessageClass
from grpc_tools import protoc  # type: ignore[import-untyped] # it has no types

from services.kit.rpc import Method, methods_of

_HERE = Path(__file__).parent
_PROTO = _HERE.parents[2] / "proto"


def _compile() -> FileDescriptor:
    with tempfile.NamedTemporaryFile() as output:
        arguments = [
            "protoc",
            f"-I{_HERE}",
            f"-I{_PROTO}",
            f"-I{files('grpc_tools') / '_proto'}",
            f"--descriptor_set_out={output.name}",
            "note.proto",
        ]
        assert protoc.main(arguments) == 0
        compiled = FileDescriptorSet.FromString(Path(output.name).read_bytes())
    pool: Any = Default()
    pool.Add(compiled.file[0])
    found: FileDescriptor = pool.FindFileByName("note.proto")
    return found


FILE = _compile()
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
