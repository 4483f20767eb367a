import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.events.v1 import shift_pb2 as _shift_pb2
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

class CalendarFeedState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CALENDAR_FEED_STATE_UNSPECIFIED: _ClassVar[CalendarFeedState]
    CALENDAR_FEED_STATE_ACTIVE: _ClassVar[CalendarFeedState]
    CALENDAR_FEED_STATE_REVOKED: _ClassVar[CalendarFeedState]
CALENDAR_FEED_STATE_UNSPECIFIED: CalendarFeedState
CALENDAR_FEED_STATE_ACTIVE: CalendarFeedState
CALENDAR_FEED_STATE_REVOKED: CalendarFeedState

class CalendarFeed(_message.Message):
    __slots__ = ("id", "person_id", "state", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    state: CalendarFeedState
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., state: _Optional[_Union[CalendarFeedState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CalendarFeedToken(_message.Message):
    __slots__ = ("calendar_feed", "token")
    CALENDAR_FEED_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    calendar_feed: CalendarFeed
    token: str
    def __init__(self, calendar_feed: _Optional[_Union[CalendarFeed, _Mapping]] = ..., token: _Optional[str] = ...) -> None: ...

class CalendarEntry(_message.Message):
    __slots__ = ("sign_up", "event", "shift")
    SIGN_UP_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    SHIFT_FIELD_NUMBER: _ClassVar[int]
    sign_up: _sign_up_pb2.SignUp
    event: _event_pb2.Event
    shift: _shift_pb2.Shift
    def __init__(self, sign_up: _Optional[_Union[_sign_up_pb2.SignUp, _Mapping]] = ..., event: _Optional[_Union[_event_pb2.Event, _Mapping]] = ..., shift: _Optional[_Union[_shift_pb2.Shift, _Mapping]] = ...) -> None: ...

class CreateCalendarFeedRequest(_message.Message):
    __slots__ = ("request_id",)
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    def __init__(self, request_id: _Optional[str] = ...) -> None: ...

class GetCalendarFeedRequest(_message.Message):
    __slots__ = ("calendar_feed_id",)
    CALENDAR_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    calendar_feed_id: str
    def __init__(self, calendar_feed_id: _Optional[str] = ...) -> None: ...

class BatchGetCalendarFeedsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetCalendarFeedsResponse(_message.Message):
    __slots__ = ("calendar_feeds",)
    CALENDAR_FEEDS_FIELD_NUMBER: _ClassVar[int]
    calendar_feeds: _containers.RepeatedCompositeFieldContainer[CalendarFeed]
    def __init__(self, calendar_feeds: _Optional[_Iterable[_Union[CalendarFeed, _Mapping]]] = ...) -> None: ...

class RevokeCalendarFeedRequest(_message.Message):
    __slots__ = ("calendar_feed_id", "request_id")
    CALENDAR_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    calendar_feed_id: str
    request_id: str
    def __init__(self, calendar_feed_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListCalendarEntriesRequest(_message.Message):
    __slots__ = ("token", "page_size", "page_token", "end_time_after", "start_time_before", "backward", "count_only")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    END_TIME_AFTER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_BEFORE_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    token: str
    page_size: int
    page_token: str
    end_time_after: _timestamp_pb2.Timestamp
    start_time_before: _timestamp_pb2.Timestamp
    backward: bool
    count_only: bool
    def __init__(self, token: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., end_time_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., start_time_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListCalendarEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[CalendarEntry]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, entries: _Optional[_Iterable[_Union[CalendarEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...
