import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AbsenceManner(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ABSENCE_MANNER_UNSPECIFIED: _ClassVar[AbsenceManner]
    ABSENCE_MANNER_CANCEL: _ClassVar[AbsenceManner]
    ABSENCE_MANNER_ASK_FOR_STAND_IN: _ClassVar[AbsenceManner]

class AbsenceOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ABSENCE_OUTCOME_UNSPECIFIED: _ClassVar[AbsenceOutcome]
    ABSENCE_OUTCOME_CANCELLED: _ClassVar[AbsenceOutcome]
    ABSENCE_OUTCOME_STAND_IN_ASKED: _ClassVar[AbsenceOutcome]
    ABSENCE_OUTCOME_LEFT: _ClassVar[AbsenceOutcome]
ABSENCE_MANNER_UNSPECIFIED: AbsenceManner
ABSENCE_MANNER_CANCEL: AbsenceManner
ABSENCE_MANNER_ASK_FOR_STAND_IN: AbsenceManner
ABSENCE_OUTCOME_UNSPECIFIED: AbsenceOutcome
ABSENCE_OUTCOME_CANCELLED: AbsenceOutcome
ABSENCE_OUTCOME_STAND_IN_ASKED: AbsenceOutcome
ABSENCE_OUTCOME_LEFT: AbsenceOutcome

class AbsenceReport(_message.Message):
    __slots__ = ("sign_ups",)
    SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    sign_ups: _containers.RepeatedCompositeFieldContainer[AbsentSignUp]
    def __init__(self, sign_ups: _Optional[_Iterable[_Union[AbsentSignUp, _Mapping]]] = ...) -> None: ...

class AbsentSignUp(_message.Message):
    __slots__ = ("sign_up_id", "outcome", "stand_in_id", "reason", "message", "late")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    STAND_IN_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    outcome: AbsenceOutcome
    stand_in_id: str
    reason: str
    message: str
    late: bool
    def __init__(self, sign_up_id: _Optional[str] = ..., outcome: _Optional[_Union[AbsenceOutcome, str]] = ..., stand_in_id: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., late: _Optional[bool] = ...) -> None: ...

class ReportAbsenceRequest(_message.Message):
    __slots__ = ("start_time", "end_time", "manner", "reason", "note", "request_id")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    MANNER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    manner: AbsenceManner
    reason: str
    note: str
    request_id: str
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., manner: _Optional[_Union[AbsenceManner, str]] = ..., reason: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CheckAbsenceRequest(_message.Message):
    __slots__ = ("start_time", "end_time", "manner")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    MANNER_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    manner: AbsenceManner
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., manner: _Optional[_Union[AbsenceManner, str]] = ...) -> None: ...
