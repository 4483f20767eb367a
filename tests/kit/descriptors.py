"""Small contracts made by hand, for what no contract of ours may hold."""

from itertools import count
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.descriptor_pool import Default

_numbers = count(1)
Access = annotations_pb2.Access


def service_with(
    access: annotations_pb2.Access | None, *, mutating: bool = False
) -> ServiceDescriptor:
    """Returns a service with the single method Do, which declares that access, or none."""
    number = next(_numbers)
    file = descriptor_pb2.FileDescriptorProto(
        name=f"made/{number}.proto",
        package=f"banyan.made{number}.v1",
        syntax="proto3",
        dependency=["banyan/annotations/v1/annotations.proto"],
    )
    request = file.message_type.add(name="DoRequest")
    if mutating:
        request.field.add(
            name="request_id",
            number=1,
            type=descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
            label=descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL,
            proto3_optional=True,
            oneof_index=0,
        )
        request.oneof_decl.add(name="_request_id")
    file.message_type.add(name="DoResponse")
    method = file.service.add(name="DoService").method.add(
        name="Do",
        input_type=f".{file.package}.DoRequest",
        output_type=f".{file.package}.DoResponse",
    )
    if access is not None:
        extensions: Any = method.options.Extensions
        extensions[annotations_pb2.access].CopyFrom(access)
    pool: Any = Default()
    pool.Add(file)
    found: ServiceDescriptor = pool.FindServiceByName(f"{file.package}.DoService")
    return found
