import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.events.v1 import event_series_pb2 as _event_series_pb2
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

class EventTemplateOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_TEMPLATE_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventTemplateOrderField]
    EVENT_TEMPLATE_ORDER_FIELD_CREATE_TIME: _ClassVar[EventTemplateOrderField]

class EventTemplateState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_TEMPLATE_STATE_UNSPECIFIED: _ClassVar[EventTemplateState]
    EVENT_TEMPLATE_STATE_ACTIVE: _ClassVar[EventTemplateState]
    EVENT_TEMPLATE_STATE_DELETED: _ClassVar[EventTemplateState]
EVENT_TEMPLATE_ORDER_FIELD_UNSPECIFIED: EventTemplateOrderField
EVENT_TEMPLATE_ORDER_FIELD_CREATE_TIME: EventTemplateOrderField
EVENT_TEMPLATE_STATE_UNSPECIFIED: EventTemplateState
EVENT_TEMPLATE_STATE_ACTIVE: EventTemplateState
EVENT_TEMPLATE_STATE_DELETED: EventTemplateState

class EventTemplate(_message.Message):
    __slots__ = ("id", "organization_id", "title", "description", "what_to_bring", "language", "translations", "duration_minutes", "visibility", "minimum_participants", "sign_up_closes_minutes", "shift_templates", "state", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    WHAT_TO_BRING_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    DURATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_CLOSES_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    description: str
    what_to_bring: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_event_pb2.EventTranslation]
    duration_minutes: int
    visibility: _event_pb2.EventVisibility
    minimum_participants: int
    sign_up_closes_minutes: int
    shift_templates: _containers.RepeatedCompositeFieldContainer[_event_series_pb2.ShiftTemplate]
    state: EventTemplateState
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., what_to_bring: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_event_pb2.EventTranslation, _Mapping]]] = ..., duration_minutes: _Optional[int] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., minimum_participants: _Optional[int] = ..., sign_up_closes_minutes: _Optional[int] = ..., shift_templates: _Optional[_Iterable[_Union[_event_series_pb2.ShiftTemplate, _Mapping]]] = ..., state: _Optional[_Union[EventTemplateState, str]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateEventTemplateRequest(_message.Message):
    __slots__ = ("event_template", "request_id")
    EVENT_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_template: EventTemplate
    request_id: str
    def __init__(self, event_template: _Optional[_Union[EventTemplate, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEventTemplateRequest(_message.Message):
    __slots__ = ("event_template_id",)
    EVENT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    event_template_id: str
    def __init__(self, event_template_id: _Optional[str] = ...) -> None: ...

class BatchGetEventTemplatesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventTemplatesResponse(_message.Message):
    __slots__ = ("event_templates",)
    EVENT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    event_templates: _containers.RepeatedCompositeFieldContainer[EventTemplate]
    def __init__(self, event_templates: _Optional[_Iterable[_Union[EventTemplate, _Mapping]]] = ...) -> None: ...

class ListEventTemplatesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: EventTemplateOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[EventTemplateOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListEventTemplatesResponse(_message.Message):
    __slots__ = ("event_templates", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    event_templates: _containers.RepeatedCompositeFieldContainer[EventTemplate]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, event_templates: _Optional[_Iterable[_Union[EventTemplate, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateEventTemplateRequest(_message.Message):
    __slots__ = ("event_template_id", "event_template", "update_mask", "request_id")
    EVENT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_template_id: str
    event_template: EventTemplate
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, event_template_id: _Optional[str] = ..., event_template: _Optional[_Union[EventTemplate, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteEventTemplateRequest(_message.Message):
    __slots__ = ("event_template_id", "request_id")
    EVENT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_template_id: str
    request_id: str
    def __init__(self, event_template_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateEventFromTemplateRequest(_message.Message):
    __slots__ = ("event_template_id", "start_time", "time_zone", "request_id")
    EVENT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_template_id: str
    start_time: _timestamp_pb2.Timestamp
    time_zone: str
    request_id: str
    def __init__(self, event_template_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_zone: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EventTemplateOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventTemplateOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventTemplateOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
