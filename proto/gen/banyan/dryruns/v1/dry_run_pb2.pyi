from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.batches.v1 import batches_pb2 as _batches_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import any_pb2 as _any_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DryRunRequest(_message.Message):
    __slots__ = ("request",)
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    request: _any_pb2.Any
    def __init__(self, request: _Optional[_Union[_any_pb2.Any, _Mapping]] = ...) -> None: ...

class DryRunResponse(_message.Message):
    __slots__ = ("counts", "resources", "failed_requests", "unchanged_requests")
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedCompositeFieldContainer[AffectedCount]
    resources: _containers.RepeatedCompositeFieldContainer[AffectedResource]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    unchanged_requests: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, counts: _Optional[_Iterable[_Union[AffectedCount, _Mapping]]] = ..., resources: _Optional[_Iterable[_Union[AffectedResource, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ..., unchanged_requests: _Optional[_Iterable[int]] = ...) -> None: ...

class AffectedCount(_message.Message):
    __slots__ = ("resource", "count")
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    resource: str
    count: int
    def __init__(self, resource: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class AffectedResource(_message.Message):
    __slots__ = ("resource", "id")
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    resource: str
    id: str
    def __init__(self, resource: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...
