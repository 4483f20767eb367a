from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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
    __slots__ = ("counts", "resources")
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedCompositeFieldContainer[AffectedCount]
    resources: _containers.RepeatedCompositeFieldContainer[AffectedResource]
    def __init__(self, counts: _Optional[_Iterable[_Union[AffectedCount, _Mapping]]] = ..., resources: _Optional[_Iterable[_Union[AffectedResource, _Mapping]]] = ...) -> None: ...

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
