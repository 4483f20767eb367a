import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.places.v1 import place_pb2 as _place_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SearchFreeSlotsRequest(_message.Message):
    __slots__ = ("venue_ids", "organization_id", "query", "near", "capacity", "features", "start_time", "end_time", "duration_minutes")
    VENUE_IDS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DURATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    venue_ids: _containers.RepeatedScalarFieldContainer[str]
    organization_id: str
    query: str
    near: _place_pb2.Near
    capacity: int
    features: _containers.RepeatedScalarFieldContainer[str]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    duration_minutes: int
    def __init__(self, venue_ids: _Optional[_Iterable[str]] = ..., organization_id: _Optional[str] = ..., query: _Optional[str] = ..., near: _Optional[_Union[_place_pb2.Near, _Mapping]] = ..., capacity: _Optional[int] = ..., features: _Optional[_Iterable[str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration_minutes: _Optional[int] = ...) -> None: ...

class FreeSlots(_message.Message):
    __slots__ = ("slots", "is_complete")
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    slots: _containers.RepeatedCompositeFieldContainer[FreeSlot]
    is_complete: bool
    def __init__(self, slots: _Optional[_Iterable[_Union[FreeSlot, _Mapping]]] = ..., is_complete: _Optional[bool] = ...) -> None: ...

class FreeSlot(_message.Message):
    __slots__ = ("venue_id", "start_time", "end_time")
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, venue_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListBusyTimesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "venue_id", "start_time", "end_time", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    venue_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., venue_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListBusyTimesResponse(_message.Message):
    __slots__ = ("busy_times", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    BUSY_TIMES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    busy_times: _containers.RepeatedCompositeFieldContainer[BusyTime]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, busy_times: _Optional[_Iterable[_Union[BusyTime, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BusyTime(_message.Message):
    __slots__ = ("start_time", "end_time", "is_tentative", "booking_id", "event_id")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_TENTATIVE_FIELD_NUMBER: _ClassVar[int]
    BOOKING_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    is_tentative: bool
    booking_id: str
    event_id: str
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_tentative: _Optional[bool] = ..., booking_id: _Optional[str] = ..., event_id: _Optional[str] = ...) -> None: ...

class SummarizeVenueUseRequest(_message.Message):
    __slots__ = ("venue_id", "start_month", "end_month")
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    START_MONTH_FIELD_NUMBER: _ClassVar[int]
    END_MONTH_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    start_month: str
    end_month: str
    def __init__(self, venue_id: _Optional[str] = ..., start_month: _Optional[str] = ..., end_month: _Optional[str] = ...) -> None: ...

class VenueUse(_message.Message):
    __slots__ = ("shares",)
    SHARES_FIELD_NUMBER: _ClassVar[int]
    shares: _containers.RepeatedCompositeFieldContainer[VenueUseShare]
    def __init__(self, shares: _Optional[_Iterable[_Union[VenueUseShare, _Mapping]]] = ...) -> None: ...

class VenueUseShare(_message.Message):
    __slots__ = ("month", "organization_id", "minutes", "booking_count")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    BOOKING_COUNT_FIELD_NUMBER: _ClassVar[int]
    month: str
    organization_id: str
    minutes: int
    booking_count: int
    def __init__(self, month: _Optional[str] = ..., organization_id: _Optional[str] = ..., minutes: _Optional[int] = ..., booking_count: _Optional[int] = ...) -> None: ...
