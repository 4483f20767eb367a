import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EventImportFeedOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_FEED_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventImportFeedOrderField]
    EVENT_IMPORT_FEED_ORDER_FIELD_CREATE_TIME: _ClassVar[EventImportFeedOrderField]

class EventImportFeedState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_FEED_STATE_UNSPECIFIED: _ClassVar[EventImportFeedState]
    EVENT_IMPORT_FEED_STATE_ACTIVE: _ClassVar[EventImportFeedState]
    EVENT_IMPORT_FEED_STATE_STOPPED: _ClassVar[EventImportFeedState]

class EventImportFeedError(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_FEED_ERROR_UNSPECIFIED: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_ADDRESS_NOT_PUBLIC: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_NO_CONNECTION: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_CERTIFICATE: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_TIMED_OUT: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_STATUS: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_TOO_LARGE: _ClassVar[EventImportFeedError]
    EVENT_IMPORT_FEED_ERROR_NO_CALENDAR: _ClassVar[EventImportFeedError]
EVENT_IMPORT_FEED_ORDER_FIELD_UNSPECIFIED: EventImportFeedOrderField
EVENT_IMPORT_FEED_ORDER_FIELD_CREATE_TIME: EventImportFeedOrderField
EVENT_IMPORT_FEED_STATE_UNSPECIFIED: EventImportFeedState
EVENT_IMPORT_FEED_STATE_ACTIVE: EventImportFeedState
EVENT_IMPORT_FEED_STATE_STOPPED: EventImportFeedState
EVENT_IMPORT_FEED_ERROR_UNSPECIFIED: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_ADDRESS_NOT_PUBLIC: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_NO_CONNECTION: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_CERTIFICATE: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_TIMED_OUT: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_STATUS: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_TOO_LARGE: EventImportFeedError
EVENT_IMPORT_FEED_ERROR_NO_CALENDAR: EventImportFeedError

class EventImportFeed(_message.Message):
    __slots__ = ("id", "organization_id", "url", "host", "time_zone", "visibility", "publish", "executes_itself", "state", "last_success_time", "last_error", "create_time", "update_time", "title", "paused", "cancels_vanished", "etag")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_FIELD_NUMBER: _ClassVar[int]
    EXECUTES_ITSELF_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    LAST_SUCCESS_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    CANCELS_VANISHED_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    url: str
    host: str
    time_zone: str
    visibility: _event_pb2.EventVisibility
    publish: bool
    executes_itself: bool
    state: EventImportFeedState
    last_success_time: _timestamp_pb2.Timestamp
    last_error: EventImportFeedError
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    title: str
    paused: bool
    cancels_vanished: bool
    etag: str
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., url: _Optional[str] = ..., host: _Optional[str] = ..., time_zone: _Optional[str] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., publish: _Optional[bool] = ..., executes_itself: _Optional[bool] = ..., state: _Optional[_Union[EventImportFeedState, str]] = ..., last_success_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_error: _Optional[_Union[EventImportFeedError, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., title: _Optional[str] = ..., paused: _Optional[bool] = ..., cancels_vanished: _Optional[bool] = ..., etag: _Optional[str] = ...) -> None: ...

class CreateEventImportFeedRequest(_message.Message):
    __slots__ = ("event_import_feed", "request_id")
    EVENT_IMPORT_FEED_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_feed: EventImportFeed
    request_id: str
    def __init__(self, event_import_feed: _Optional[_Union[EventImportFeed, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEventImportFeedRequest(_message.Message):
    __slots__ = ("event_import_feed_id",)
    EVENT_IMPORT_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_feed_id: str
    def __init__(self, event_import_feed_id: _Optional[str] = ...) -> None: ...

class BatchGetEventImportFeedsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventImportFeedsResponse(_message.Message):
    __slots__ = ("event_import_feeds",)
    EVENT_IMPORT_FEEDS_FIELD_NUMBER: _ClassVar[int]
    event_import_feeds: _containers.RepeatedCompositeFieldContainer[EventImportFeed]
    def __init__(self, event_import_feeds: _Optional[_Iterable[_Union[EventImportFeed, _Mapping]]] = ...) -> None: ...

class ListEventImportFeedsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: EventImportFeedOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[EventImportFeedState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[EventImportFeedOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[EventImportFeedState, str]]] = ...) -> None: ...

class ListEventImportFeedsResponse(_message.Message):
    __slots__ = ("event_import_feeds", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENT_IMPORT_FEEDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    event_import_feeds: _containers.RepeatedCompositeFieldContainer[EventImportFeed]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, event_import_feeds: _Optional[_Iterable[_Union[EventImportFeed, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateEventImportFeedRequest(_message.Message):
    __slots__ = ("event_import_feed_id", "event_import_feed", "update_mask", "request_id")
    EVENT_IMPORT_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_IMPORT_FEED_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_feed_id: str
    event_import_feed: EventImportFeed
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, event_import_feed_id: _Optional[str] = ..., event_import_feed: _Optional[_Union[EventImportFeed, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class StopEventImportFeedRequest(_message.Message):
    __slots__ = ("event_import_feed_id", "request_id")
    EVENT_IMPORT_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_feed_id: str
    request_id: str
    def __init__(self, event_import_feed_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EventImportFeedOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventImportFeedOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventImportFeedOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
