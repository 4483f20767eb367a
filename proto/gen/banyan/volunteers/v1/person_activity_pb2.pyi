import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PersonActivity(_message.Message):
    __slots__ = ("person_id", "planned_sign_ups", "planned_minutes", "last_shift_end_time", "completed_sign_ups")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PLANNED_SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    PLANNED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    LAST_SHIFT_END_TIME_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    planned_sign_ups: int
    planned_minutes: int
    last_shift_end_time: _timestamp_pb2.Timestamp
    completed_sign_ups: int
    def __init__(self, person_id: _Optional[str] = ..., planned_sign_ups: _Optional[int] = ..., planned_minutes: _Optional[int] = ..., last_shift_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., completed_sign_ups: _Optional[int] = ...) -> None: ...

class BatchGetPersonActivitiesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetPersonActivitiesResponse(_message.Message):
    __slots__ = ("person_activities",)
    PERSON_ACTIVITIES_FIELD_NUMBER: _ClassVar[int]
    person_activities: _containers.RepeatedCompositeFieldContainer[PersonActivity]
    def __init__(self, person_activities: _Optional[_Iterable[_Union[PersonActivity, _Mapping]]] = ...) -> None: ...
