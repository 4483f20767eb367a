import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
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

class EventImportJobOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_JOB_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventImportJobOrderField]
    EVENT_IMPORT_JOB_ORDER_FIELD_CREATE_TIME: _ClassVar[EventImportJobOrderField]

class EventImportJobRowOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_JOB_ROW_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventImportJobRowOrderField]
    EVENT_IMPORT_JOB_ROW_ORDER_FIELD_LINE: _ClassVar[EventImportJobRowOrderField]

class EventImportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_STATE_UNSPECIFIED: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_READY: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_EXECUTING: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_COMPLETED: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_DISCARDED: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_UNDOING: _ClassVar[EventImportState]
    EVENT_IMPORT_STATE_UNDONE: _ClassVar[EventImportState]

class EventImportKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_KIND_UNSPECIFIED: _ClassVar[EventImportKind]
    EVENT_IMPORT_KIND_EVENT: _ClassVar[EventImportKind]
    EVENT_IMPORT_KIND_SERIES: _ClassVar[EventImportKind]
    EVENT_IMPORT_KIND_OCCURRENCE: _ClassVar[EventImportKind]

class EventImportOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_IMPORT_OUTCOME_UNSPECIFIED: _ClassVar[EventImportOutcome]
    EVENT_IMPORT_OUTCOME_CREATE: _ClassVar[EventImportOutcome]
    EVENT_IMPORT_OUTCOME_UPDATE: _ClassVar[EventImportOutcome]
    EVENT_IMPORT_OUTCOME_UNCHANGED: _ClassVar[EventImportOutcome]
    EVENT_IMPORT_OUTCOME_CONFLICT: _ClassVar[EventImportOutcome]
    EVENT_IMPORT_OUTCOME_ERROR: _ClassVar[EventImportOutcome]
EVENT_IMPORT_JOB_ORDER_FIELD_UNSPECIFIED: EventImportJobOrderField
EVENT_IMPORT_JOB_ORDER_FIELD_CREATE_TIME: EventImportJobOrderField
EVENT_IMPORT_JOB_ROW_ORDER_FIELD_UNSPECIFIED: EventImportJobRowOrderField
EVENT_IMPORT_JOB_ROW_ORDER_FIELD_LINE: EventImportJobRowOrderField
EVENT_IMPORT_STATE_UNSPECIFIED: EventImportState
EVENT_IMPORT_STATE_READY: EventImportState
EVENT_IMPORT_STATE_EXECUTING: EventImportState
EVENT_IMPORT_STATE_COMPLETED: EventImportState
EVENT_IMPORT_STATE_DISCARDED: EventImportState
EVENT_IMPORT_STATE_UNDOING: EventImportState
EVENT_IMPORT_STATE_UNDONE: EventImportState
EVENT_IMPORT_KIND_UNSPECIFIED: EventImportKind
EVENT_IMPORT_KIND_EVENT: EventImportKind
EVENT_IMPORT_KIND_SERIES: EventImportKind
EVENT_IMPORT_KIND_OCCURRENCE: EventImportKind
EVENT_IMPORT_OUTCOME_UNSPECIFIED: EventImportOutcome
EVENT_IMPORT_OUTCOME_CREATE: EventImportOutcome
EVENT_IMPORT_OUTCOME_UPDATE: EventImportOutcome
EVENT_IMPORT_OUTCOME_UNCHANGED: EventImportOutcome
EVENT_IMPORT_OUTCOME_CONFLICT: EventImportOutcome
EVENT_IMPORT_OUTCOME_ERROR: EventImportOutcome

class EventImportJob(_message.Message):
    __slots__ = ("id", "organization_id", "file_name", "state", "time_zone", "visibility", "publish", "rows_total", "rows_done", "create_count", "update_count", "unchanged_count", "conflict_count", "error_count", "undone_count", "create_time", "update_time", "expire_time", "event_import_feed_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_FIELD_NUMBER: _ClassVar[int]
    ROWS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    ROWS_DONE_FIELD_NUMBER: _ClassVar[int]
    CREATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CONFLICT_COUNT_FIELD_NUMBER: _ClassVar[int]
    ERROR_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNDONE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    EVENT_IMPORT_FEED_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    file_name: str
    state: EventImportState
    time_zone: str
    visibility: _event_pb2.EventVisibility
    publish: bool
    rows_total: int
    rows_done: int
    create_count: int
    update_count: int
    unchanged_count: int
    conflict_count: int
    error_count: int
    undone_count: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    event_import_feed_id: str
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., file_name: _Optional[str] = ..., state: _Optional[_Union[EventImportState, str]] = ..., time_zone: _Optional[str] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., publish: _Optional[bool] = ..., rows_total: _Optional[int] = ..., rows_done: _Optional[int] = ..., create_count: _Optional[int] = ..., update_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ..., conflict_count: _Optional[int] = ..., error_count: _Optional[int] = ..., undone_count: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., event_import_feed_id: _Optional[str] = ...) -> None: ...

class EventImportJobRow(_message.Message):
    __slots__ = ("line", "uid", "recurrence_id", "title", "kind", "outcome", "reasons", "changes", "event_id", "event_series_id", "is_undone")
    LINE_FIELD_NUMBER: _ClassVar[int]
    UID_FIELD_NUMBER: _ClassVar[int]
    RECURRENCE_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    IS_UNDONE_FIELD_NUMBER: _ClassVar[int]
    line: int
    uid: str
    recurrence_id: str
    title: str
    kind: EventImportKind
    outcome: EventImportOutcome
    reasons: _containers.RepeatedCompositeFieldContainer[EventImportReason]
    changes: _containers.RepeatedCompositeFieldContainer[EventImportDifference]
    event_id: str
    event_series_id: str
    is_undone: bool
    def __init__(self, line: _Optional[int] = ..., uid: _Optional[str] = ..., recurrence_id: _Optional[str] = ..., title: _Optional[str] = ..., kind: _Optional[_Union[EventImportKind, str]] = ..., outcome: _Optional[_Union[EventImportOutcome, str]] = ..., reasons: _Optional[_Iterable[_Union[EventImportReason, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[EventImportDifference, _Mapping]]] = ..., event_id: _Optional[str] = ..., event_series_id: _Optional[str] = ..., is_undone: _Optional[bool] = ...) -> None: ...

class EventImportReason(_message.Message):
    __slots__ = ("code", "message", "property")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PROPERTY_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    property: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., property: _Optional[str] = ...) -> None: ...

class EventImportDifference(_message.Message):
    __slots__ = ("field", "before", "after")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    field: str
    before: str
    after: str
    def __init__(self, field: _Optional[str] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class CreateEventImportJobRequest(_message.Message):
    __slots__ = ("organization_id", "content", "data", "file_name", "time_zone", "visibility", "publish", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    content: str
    data: bytes
    file_name: str
    time_zone: str
    visibility: _event_pb2.EventVisibility
    publish: bool
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., content: _Optional[str] = ..., data: _Optional[bytes] = ..., file_name: _Optional[str] = ..., time_zone: _Optional[str] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., publish: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEventImportJobRequest(_message.Message):
    __slots__ = ("event_import_job_id",)
    EVENT_IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_job_id: str
    def __init__(self, event_import_job_id: _Optional[str] = ...) -> None: ...

class BatchGetEventImportJobsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventImportJobsResponse(_message.Message):
    __slots__ = ("event_import_jobs",)
    EVENT_IMPORT_JOBS_FIELD_NUMBER: _ClassVar[int]
    event_import_jobs: _containers.RepeatedCompositeFieldContainer[EventImportJob]
    def __init__(self, event_import_jobs: _Optional[_Iterable[_Union[EventImportJob, _Mapping]]] = ...) -> None: ...

class ListEventImportJobsRequest(_message.Message):
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
    order_by: EventImportJobOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[EventImportState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[EventImportJobOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[EventImportState, str]]] = ...) -> None: ...

class ListEventImportJobsResponse(_message.Message):
    __slots__ = ("event_import_jobs", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENT_IMPORT_JOBS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    event_import_jobs: _containers.RepeatedCompositeFieldContainer[EventImportJob]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, event_import_jobs: _Optional[_Iterable[_Union[EventImportJob, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ListEventImportJobRowsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "event_import_job_id", "outcomes", "order_by", "backward", "count_only", "reasons")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EVENT_IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    event_import_job_id: str
    outcomes: _containers.RepeatedScalarFieldContainer[EventImportOutcome]
    order_by: EventImportJobRowOrder
    backward: bool
    count_only: bool
    reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., event_import_job_id: _Optional[str] = ..., outcomes: _Optional[_Iterable[_Union[EventImportOutcome, str]]] = ..., order_by: _Optional[_Union[EventImportJobRowOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...

class ListEventImportJobRowsResponse(_message.Message):
    __slots__ = ("event_import_job_rows", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENT_IMPORT_JOB_ROWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    event_import_job_rows: _containers.RepeatedCompositeFieldContainer[EventImportJobRow]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, event_import_job_rows: _Optional[_Iterable[_Union[EventImportJobRow, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ExecuteEventImportJobRequest(_message.Message):
    __slots__ = ("event_import_job_id", "request_id")
    EVENT_IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_job_id: str
    request_id: str
    def __init__(self, event_import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DiscardEventImportJobRequest(_message.Message):
    __slots__ = ("event_import_job_id", "request_id")
    EVENT_IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_job_id: str
    request_id: str
    def __init__(self, event_import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UndoEventImportJobRequest(_message.Message):
    __slots__ = ("event_import_job_id", "request_id")
    EVENT_IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_import_job_id: str
    request_id: str
    def __init__(self, event_import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EventImportJobOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventImportJobOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventImportJobOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class EventImportJobRowOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventImportJobRowOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventImportJobRowOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
