"""RPC methods as their descriptors tell them; server and client are built from these alone.

The generated `_pb2_grpc` modules are not used: they are untyped, and everything in them (path,
request and answer type) stands in the descriptors, next to the access option that they leave out.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message


@dataclass(frozen=True, slots=True)
class Method:
    """An RPC method.

    Attributes:
        path: The path on the wire, such as "/banyan.events.v1.EventService/GetEvent".
        name: The name alone, such as "GetEvent".
        domain: The second part of the package: the service that owns the method, if only one does.
        request_type: The class of its requests.
        response_type: The class of its answers.
        access: Who may call it, as the contract declares.
        mutates: Whether it changes anything, which is so exactly if the request has a request_id.
    """

    path: str
    name: str
    domain: str
    request_type: type[Message]
    response_type: type[Message]
    access: annotations_pb2.Access
    mutates: bool


@cache
def methods_of(service: ServiceDescriptor) -> tuple[Method, ...]:
    """Returns the methods of a service, in the order of the contract."""
    return tuple(_method(method) for method in service.methods)


@cache
def method_for(descriptor: Descriptor) -> Method:
    """Returns the method that takes such requests; each method has a request type of its own.

    Raises:
        LookupError: No method of the file takes them.
    """
    for service in descriptor.file.services_by_name.values():
        for method in service.methods:
            if method.input_type is descriptor:
                return _method(method)
    raise LookupError(f"no method takes a {descriptor.full_name}")


def _method(method: MethodDescriptor) -> Method:
    service = method.containing_service
    extensions: Any = method.GetOptions().Extensions
    return Method(
        path=f"/{service.full_name}/{method.name}",
        name=method.name,
        domain=service.full_name.split(".")[1],
        request_type=message_factory.GetMessageClass(method.input_type),
        response_type=message_factory.GetMessageClass(method.output_type),
        access=extensions[annotations_pb2.access],
        mutates="request_id" in method.input_type.fields_by_name,
    )
