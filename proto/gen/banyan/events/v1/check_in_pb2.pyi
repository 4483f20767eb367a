import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.events.v1 import sign_up_pb2 as _sign_up_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SyncOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SYNC_OUTCOME_UNSPECIFIED: _ClassVar[SyncOutcome]
    SYNC_OUTCOME_RECORDED: _ClassVar[SyncOutcome]
    SYNC_OUTCOME_UNCHANGED: _ClassVar[SyncOutcome]
    SYNC_OUTCOME_REFUSED: _ClassVar[SyncOutcome]
SYNC_OUTCOME_UNSPECIFIED: SyncOutcome
SYNC_OUTCOME_RECORDED: SyncOutcome
SYNC_OUTCOME_UNCHANGED: SyncOutcome
SYNC_OUTCOME_REFUSED: SyncOutcome

class CheckInCode(_message.Message):
    __slots__ = ("event_id", "code", "refresh_time")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TIME_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    code: str
    refresh_time: _timestamp_pb2.Timestamp
    def __init__(self, event_id: _Optional[str] = ..., code: _Optional[str] = ..., refresh_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AttendanceSync(_message.Message):
    __slots__ = ("entries",)
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[SyncedAttendance]
    def __init__(self, entries: _Optional[_Iterable[_Union[SyncedAttendance, _Mapping]]] = ...) -> None: ...

class SyncedAttendance(_message.Message):
    __slots__ = ("sign_up_id", "outcome", "reason", "message")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    outcome: SyncOutcome
    reason: str
    message: str
    def __init__(self, sign_up_id: _Optional[str] = ..., outcome: _Optional[_Union[SyncOutcome, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class NotedAttendance(_message.Message):
    __slots__ = ("sign_up_id", "check_in_time", "check_out_time")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    CHECK_IN_TIME_FIELD_NUMBER: _ClassVar[int]
    CHECK_OUT_TIME_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    check_in_time: _timestamp_pb2.Timestamp
    check_out_time: _timestamp_pb2.Timestamp
    def __init__(self, sign_up_id: _Optional[str] = ..., check_in_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., check_out_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OpenCheckInRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseCheckInRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGetCheckInCodesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetCheckInCodesResponse(_message.Message):
    __slots__ = ("check_in_codes",)
    CHECK_IN_CODES_FIELD_NUMBER: _ClassVar[int]
    check_in_codes: _containers.RepeatedCompositeFieldContainer[CheckInCode]
    def __init__(self, check_in_codes: _Optional[_Iterable[_Union[CheckInCode, _Mapping]]] = ...) -> None: ...

class CheckInMyselfRequest(_message.Message):
    __slots__ = ("sign_up_id", "code", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    code: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., code: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SyncAttendanceRequest(_message.Message):
    __slots__ = ("event_id", "entries", "device_time", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    entries: _containers.RepeatedCompositeFieldContainer[NotedAttendance]
    device_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., entries: _Optional[_Iterable[_Union[NotedAttendance, _Mapping]]] = ..., device_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...
