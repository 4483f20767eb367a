from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.batches.v1 import batches_pb2 as _batches_pb2
from banyan.events.v1 import sign_up_pb2 as _sign_up_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ApproveSignUpRequest(_message.Message):
    __slots__ = ("sign_up_id", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchApproveSignUpsRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ApproveSignUpRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[ApproveSignUpRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchApproveSignUpsResponse(_message.Message):
    __slots__ = ("sign_ups", "failed_requests")
    SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    sign_ups: _containers.RepeatedCompositeFieldContainer[_sign_up_pb2.SignUp]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, sign_ups: _Optional[_Iterable[_Union[_sign_up_pb2.SignUp, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class DeclineSignUpRequest(_message.Message):
    __slots__ = ("sign_up_id", "reason", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    reason: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
