"""RPC methods from descriptors. Server and client are built from these alone.

The generated `_pb2_grpc` modules are not used. They are untyped and omit the access option, and the
descriptors contain everything else in them: the path, the request type and the answer type.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message

from services.kit.contract.fields import is_output_only, referenced


@dataclass(frozen=True, slots=True)
class Method:
    """An RPC method.

    Attributes:
        path: The path on the wire, such as "/banyan.events.v1.EventService/GetEvent".
        name: The name alone, such as "GetEvent".
        domain: The second part of the package: the service that owns the method, unless all have it.
        request_type: The class of its requests.
        response_type: The class of its answers.
        access: The access option of the contract.
        mutates: Whether it changes anything, that is, whether the request has a request_id.
        longest_seconds: For how long callers wait; None for as long as is usual.
        target: The full name of the resource that it acts on, if it changes something: the first to which its
            request refers, or else the first to which callers refer in the resource that it creates. None
            if there is none, or if it is a batch.
        dry_run: Whether callers can ask what it would do.
        from_states: The states from which it changes the state of the resource that it acts on, if it does.
        each: The method that a batch sends its requests to: it has a list of `requests` of another method
            that changes something (AIP-231). None for all other methods.
    """

    path: str
    name: str
    domain: str
    request_type: type[Message]
    response_type: type[Message]
    access: annotations_pb2.Access
    mutates: bool
    longest_seconds: int | None = None
    target: str | None = None
    dry_run: bool = False
    from_states: tuple[str, ...] = ()
    each: "Method | None" = None


@cache
def methods_of(service: ServiceDescriptor) -> tuple[Method, ...]:
    """Returns the methods of a service, in the order of the contract."""
    return tuple(_method(method) for method in service.methods)


@cache
def method_for(descriptor: Descriptor) -> Method:
    """Returns the method with this request type. Each method has its own.

    Raises:
        LookupError: No method of the file has this request type.
    """
    for service in descriptor.file.services_by_name.values():
        for method in service.methods:
            if method.input_type is descriptor:
                return _method(method)
    raise LookupError(f"no method takes a {descriptor.full_name}")


def _method(method: MethodDescriptor) -> Method:
    service = method.containing_service
    extensions: Any = method.GetOptions().Extensions
    mutates = "request_id" in method.input_type.fields_by_name
    each = _each(method.input_type) if mutates else None
    return Method(
        path=f"/{service.full_name}/{method.name}",
        name=method.name,
        domain=service.full_name.split(".")[1],
        request_type=message_factory.GetMessageClass(method.input_type),
        response_type=message_factory.GetMessageClass(method.output_type),
        access=extensions[annotations_pb2.access],
        mutates=mutates,
        longest_seconds=extensions[annotations_pb2.longest_seconds] or None,
        target=_target(method.input_type) if mutates and each is None else None,
        dry_run=extensions[annotations_pb2.dry_run],
        from_states=tuple(extensions[annotations_pb2.from_states]),
        each=each,
    )


def _each(request: Descriptor) -> Method | None:
    """Returns the method to which a batch sends its requests; None if this is the request of no batch."""
    requests = request.fields_by_name.get("requests")
    if requests is None or not requests.is_repeated or requests.message_type is None:
        return None
    return method_for(requests.message_type)


def _target(request: Descriptor) -> str | None:
    """Returns the first resource that a request refers to, at its top or else one level below.

    What a list refers to is not acted on: it is what somebody accepts or names beside.
    """
    inner = [field.message_type for field in request.fields if field.message_type is not None]
    levels = (request.fields, [field for message in inner for field in message.fields])
    for fields in levels:
        for field in fields:
            if is_output_only(field) or field.is_repeated:
                continue
            if found := referenced(field):
                return found
    return None
