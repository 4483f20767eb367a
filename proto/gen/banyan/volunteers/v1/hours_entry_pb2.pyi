import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HoursClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_CLASS_UNSPECIFIED: _ClassVar[HoursClass]
    HOURS_CLASS_RECORDED: _ClassVar[HoursClass]
    HOURS_CLASS_ATTESTED: _ClassVar[HoursClass]

class HoursEntryOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_ENTRY_ORDER_FIELD_UNSPECIFIED: _ClassVar[HoursEntryOrderField]
    HOURS_ENTRY_ORDER_FIELD_CREATE_TIME: _ClassVar[HoursEntryOrderField]
    HOURS_ENTRY_ORDER_FIELD_WORK_TIME: _ClassVar[HoursEntryOrderField]
HOURS_CLASS_UNSPECIFIED: HoursClass
HOURS_CLASS_RECORDED: HoursClass
HOURS_CLASS_ATTESTED: HoursClass
HOURS_ENTRY_ORDER_FIELD_UNSPECIFIED: HoursEntryOrderField
HOURS_ENTRY_ORDER_FIELD_CREATE_TIME: HoursEntryOrderField
HOURS_ENTRY_ORDER_FIELD_WORK_TIME: HoursEntryOrderField

class HoursEntry(_message.Message):
    __slots__ = ("id", "person_id", "organization_id", "hours_class", "minutes", "reverses_id", "sign_up_id", "shift_id", "event_id", "start_time", "end_time", "hours_attestation_id", "date", "create_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    HOURS_CLASS_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    REVERSES_ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    HOURS_ATTESTATION_ID_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    organization_id: str
    hours_class: HoursClass
    minutes: int
    reverses_id: str
    sign_up_id: str
    shift_id: str
    event_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    hours_attestation_id: str
    date: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., hours_class: _Optional[_Union[HoursClass, str]] = ..., minutes: _Optional[int] = ..., reverses_id: _Optional[str] = ..., sign_up_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., event_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hours_attestation_id: _Optional[str] = ..., date: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetHoursEntriesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetHoursEntriesResponse(_message.Message):
    __slots__ = ("hours_entries",)
    HOURS_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    hours_entries: _containers.RepeatedCompositeFieldContainer[HoursEntry]
    def __init__(self, hours_entries: _Optional[_Iterable[_Union[HoursEntry, _Mapping]]] = ...) -> None: ...

class ListHoursEntriesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "organization_id", "hours_class", "order_by", "backward", "count_only", "start_date", "end_date", "time_zone")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    HOURS_CLASS_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    organization_id: str
    hours_class: HoursClass
    order_by: HoursEntryOrder
    backward: bool
    count_only: bool
    start_date: str
    end_date: str
    time_zone: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., hours_class: _Optional[_Union[HoursClass, str]] = ..., order_by: _Optional[_Union[HoursEntryOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., time_zone: _Optional[str] = ...) -> None: ...

class ListHoursEntriesResponse(_message.Message):
    __slots__ = ("hours_entries", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    HOURS_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    hours_entries: _containers.RepeatedCompositeFieldContainer[HoursEntry]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, hours_entries: _Optional[_Iterable[_Union[HoursEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class HoursEntryOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: HoursEntryOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[HoursEntryOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
