from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EventPlacesCount(_message.Message):
    __slots__ = ("event_id", "capacity", "places_free")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    PLACES_FREE_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    capacity: int
    places_free: int
    def __init__(self, event_id: _Optional[str] = ..., capacity: _Optional[int] = ..., places_free: _Optional[int] = ...) -> None: ...

class EventAttendanceCount(_message.Message):
    __slots__ = ("event_id", "checked_in")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKED_IN_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    checked_in: int
    def __init__(self, event_id: _Optional[str] = ..., checked_in: _Optional[int] = ...) -> None: ...

class ShiftAttendanceCount(_message.Message):
    __slots__ = ("shift_id", "checked_in")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKED_IN_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    checked_in: int
    def __init__(self, shift_id: _Optional[str] = ..., checked_in: _Optional[int] = ...) -> None: ...

class BatchGetEventPlacesCountsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventPlacesCountsResponse(_message.Message):
    __slots__ = ("event_places_counts",)
    EVENT_PLACES_COUNTS_FIELD_NUMBER: _ClassVar[int]
    event_places_counts: _containers.RepeatedCompositeFieldContainer[EventPlacesCount]
    def __init__(self, event_places_counts: _Optional[_Iterable[_Union[EventPlacesCount, _Mapping]]] = ...) -> None: ...

class BatchGetEventAttendanceCountsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventAttendanceCountsResponse(_message.Message):
    __slots__ = ("event_attendance_counts",)
    EVENT_ATTENDANCE_COUNTS_FIELD_NUMBER: _ClassVar[int]
    event_attendance_counts: _containers.RepeatedCompositeFieldContainer[EventAttendanceCount]
    def __init__(self, event_attendance_counts: _Optional[_Iterable[_Union[EventAttendanceCount, _Mapping]]] = ...) -> None: ...

class BatchGetShiftAttendanceCountsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetShiftAttendanceCountsResponse(_message.Message):
    __slots__ = ("shift_attendance_counts",)
    SHIFT_ATTENDANCE_COUNTS_FIELD_NUMBER: _ClassVar[int]
    shift_attendance_counts: _containers.RepeatedCompositeFieldContainer[ShiftAttendanceCount]
    def __init__(self, shift_attendance_counts: _Optional[_Iterable[_Union[ShiftAttendanceCount, _Mapping]]] = ...) -> None: ...
