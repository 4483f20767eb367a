"""Small contracts made by hand, for what no contract of ours may hold."""

from itertools import count
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import Descriptor, FileDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pool import Default

_numbers = count(1)
Access = annotations_pb2.Access
Reference = annotations_pb2.Reference
STRING = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_OPTIONAL = descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL
_REPEATED = descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED


def new_file() -> descriptor_pb2.FileDescriptorProto:
    """Returns an empty file, in a package of its own."""
    number = next(_numbers)
    return descriptor_pb2.FileDescriptorProto(
        name=f"made/{number}.proto",
        package=f"banyan.made{number}.v1",
        syntax="proto3",
        dependency=["banyan/annotations/v1/annotations.proto"],
    )


def add_field(
    message: descriptor_pb2.DescriptorProto,
    name: str,
    reference: annotations_pb2.Reference | None = None,
    *,
    repeated: bool = False,
    kind: int = STRING,
) -> None:
    """Adds a field to a message, with the option `reference` if one is given."""
    field = message.field.add(
        name=name,
        number=len(message.field) + 1,
        type=kind,
        label=_REPEATED if repeated else _OPTIONAL,
    )
    if reference is not None:
        extensions: Any = field.options.Extensions
        extensions[annotations_pb2.reference].CopyFrom(reference)


def finished(file: descriptor_pb2.FileDescriptorProto) -> FileDescriptor:
    """Returns the descriptor of a file, once everything is in it."""
    pool: Any = Default()
    pool.Add(file)
    found: FileDescriptor = pool.FindFileByName(file.name)
    return found


def message_with(name: str, *fields: str) -> Descriptor:
    """Returns a message of this name that has these fields, in a package of its own."""
    file = new_file()
    message = file.message_type.add(name=name)
    for field in fields:
        add_field(message, field)
    return finished(file).message_types_by_name[name]


def service_with(
    access: annotations_pb2.Access | None, *, mutating: bool = False, of: str = ""
) -> ServiceDescriptor:
    """Returns a service with the single method Do, which declares that access, or none.

    Args:
        access: The access.
        mutating: Whether the method changes something.
        of: The resource that its request refers to, if it does.
    """
    file = new_file()
    request = file.message_type.add(name="DoRequest")
    if mutating:
        add_field(request, "request_id")
        request.field[0].proto3_optional = True
        request.field[0].oneof_index = 0
        request.oneof_decl.add(name="_request_id")
    if of:
        add_field(request, "thing_id", Reference(resource=of))
    file.message_type.add(name="DoResponse")
    method = file.service.add(name="DoService").method.add(
        name="Do",
        input_type=f".{file.package}.DoRequest",
        output_type=f".{file.package}.DoResponse",
    )
    if access is not None:
        extensions: Any = method.options.Extensions
        extensions[annotations_pb2.access].CopyFrom(access)
    return finished(file).services_by_name["DoService"]
