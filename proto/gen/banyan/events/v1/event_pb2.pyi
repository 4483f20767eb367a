import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import feedback_pb2 as _feedback_pb2
from banyan.events.v1 import sign_up_rules_pb2 as _sign_up_rules_pb2
from banyan.images.v1 import image_pb2 as _image_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.places.v1 import place_pb2 as _place_pb2
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

class EventVisibility(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_VISIBILITY_UNSPECIFIED: _ClassVar[EventVisibility]
    EVENT_VISIBILITY_PUBLIC: _ClassVar[EventVisibility]
    EVENT_VISIBILITY_MEMBERS: _ClassVar[EventVisibility]

class EventState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_STATE_UNSPECIFIED: _ClassVar[EventState]
    EVENT_STATE_DRAFT: _ClassVar[EventState]
    EVENT_STATE_PUBLISHED: _ClassVar[EventState]
    EVENT_STATE_CANCELLED: _ClassVar[EventState]
    EVENT_STATE_COMPLETED: _ClassVar[EventState]
    EVENT_STATE_DELETED: _ClassVar[EventState]

class EventOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventOrderField]
    EVENT_ORDER_FIELD_START_TIME: _ClassVar[EventOrderField]
    EVENT_ORDER_FIELD_DISTANCE: _ClassVar[EventOrderField]
EVENT_VISIBILITY_UNSPECIFIED: EventVisibility
EVENT_VISIBILITY_PUBLIC: EventVisibility
EVENT_VISIBILITY_MEMBERS: EventVisibility
EVENT_STATE_UNSPECIFIED: EventState
EVENT_STATE_DRAFT: EventState
EVENT_STATE_PUBLISHED: EventState
EVENT_STATE_CANCELLED: EventState
EVENT_STATE_COMPLETED: EventState
EVENT_STATE_DELETED: EventState
EVENT_ORDER_FIELD_UNSPECIFIED: EventOrderField
EVENT_ORDER_FIELD_START_TIME: EventOrderField
EVENT_ORDER_FIELD_DISTANCE: EventOrderField

class Event(_message.Message):
    __slots__ = ("id", "organization_id", "title", "description", "start_time", "end_time", "time_zone", "visibility", "state", "cancel_reason", "etag", "create_time", "update_time", "sign_ups_to_cancel", "self_check_in", "place", "contact", "sign_up_deadline", "sign_up_open_time", "sign_up_rules", "feedback_form", "minimum_participants", "series_id", "recurrence_id", "what_to_bring", "language", "translations", "cover", "category_id", "tags", "area_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CANCEL_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    SIGN_UPS_TO_CANCEL_FIELD_NUMBER: _ClassVar[int]
    SELF_CHECK_IN_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_DEADLINE_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_OPEN_TIME_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_RULES_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FORM_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    RECURRENCE_ID_FIELD_NUMBER: _ClassVar[int]
    WHAT_TO_BRING_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    COVER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    description: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    time_zone: str
    visibility: EventVisibility
    state: EventState
    cancel_reason: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    sign_ups_to_cancel: int
    self_check_in: bool
    place: _place_pb2.Place
    contact: _place_pb2.Contact
    sign_up_deadline: _timestamp_pb2.Timestamp
    sign_up_open_time: _timestamp_pb2.Timestamp
    sign_up_rules: _sign_up_rules_pb2.SignUpRules
    feedback_form: _feedback_pb2.FeedbackForm
    minimum_participants: int
    series_id: str
    recurrence_id: str
    what_to_bring: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[EventTranslation]
    cover: _image_pb2.Image
    category_id: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    area_id: str
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_zone: _Optional[str] = ..., visibility: _Optional[_Union[EventVisibility, str]] = ..., state: _Optional[_Union[EventState, str]] = ..., cancel_reason: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sign_ups_to_cancel: _Optional[int] = ..., self_check_in: _Optional[bool] = ..., place: _Optional[_Union[_place_pb2.Place, _Mapping]] = ..., contact: _Optional[_Union[_place_pb2.Contact, _Mapping]] = ..., sign_up_deadline: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sign_up_open_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sign_up_rules: _Optional[_Union[_sign_up_rules_pb2.SignUpRules, _Mapping]] = ..., feedback_form: _Optional[_Union[_feedback_pb2.FeedbackForm, _Mapping]] = ..., minimum_participants: _Optional[int] = ..., series_id: _Optional[str] = ..., recurrence_id: _Optional[str] = ..., what_to_bring: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[EventTranslation, _Mapping]]] = ..., cover: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., category_id: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., area_id: _Optional[str] = ...) -> None: ...

class EventTranslation(_message.Message):
    __slots__ = ("language", "title", "description", "what_to_bring")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    WHAT_TO_BRING_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    description: str
    what_to_bring: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., what_to_bring: _Optional[str] = ...) -> None: ...

class CreateEventRequest(_message.Message):
    __slots__ = ("event", "request_id")
    EVENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event: Event
    request_id: str
    def __init__(self, event: _Optional[_Union[Event, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEventRequest(_message.Message):
    __slots__ = ("event_id",)
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    def __init__(self, event_id: _Optional[str] = ...) -> None: ...

class BatchGetEventsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventsResponse(_message.Message):
    __slots__ = ("events",)
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ...) -> None: ...

class ListEventsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "end_time_after", "start_time_before", "states", "order_by", "backward", "count_only", "organization_ids", "include_descendants", "query", "series_id", "near", "category_ids", "tags", "area_ids")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    END_TIME_AFTER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_IDS_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_DESCENDANTS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IDS_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    AREA_IDS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    end_time_after: _timestamp_pb2.Timestamp
    start_time_before: _timestamp_pb2.Timestamp
    states: _containers.RepeatedScalarFieldContainer[EventState]
    order_by: EventOrder
    backward: bool
    count_only: bool
    organization_ids: _containers.RepeatedScalarFieldContainer[str]
    include_descendants: bool
    query: str
    series_id: str
    near: _place_pb2.Near
    category_ids: _containers.RepeatedScalarFieldContainer[str]
    tags: _containers.RepeatedScalarFieldContainer[str]
    area_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., end_time_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., start_time_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., states: _Optional[_Iterable[_Union[EventState, str]]] = ..., order_by: _Optional[_Union[EventOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., organization_ids: _Optional[_Iterable[str]] = ..., include_descendants: _Optional[bool] = ..., query: _Optional[str] = ..., series_id: _Optional[str] = ..., near: _Optional[_Union[_place_pb2.Near, _Mapping]] = ..., category_ids: _Optional[_Iterable[str]] = ..., tags: _Optional[_Iterable[str]] = ..., area_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListEventsResponse(_message.Message):
    __slots__ = ("events", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListEventsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListEventsRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListEventsRequest, _Mapping]]] = ...) -> None: ...

class BatchListEventsResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListEventsResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListEventsResponse, _Mapping]]] = ...) -> None: ...

class UpdateEventRequest(_message.Message):
    __slots__ = ("event_id", "event", "update_mask", "request_id", "move_shifts")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MOVE_SHIFTS_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    event: Event
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    move_shifts: bool
    def __init__(self, event_id: _Optional[str] = ..., event: _Optional[_Union[Event, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ..., move_shifts: _Optional[bool] = ...) -> None: ...

class PublishEventRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelEventRequest(_message.Message):
    __slots__ = ("event_id", "reason", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    reason: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CompleteEventRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveEventRequest(_message.Message):
    __slots__ = ("event_id", "start_time", "by_minutes", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    BY_MINUTES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    start_time: _timestamp_pb2.Timestamp
    by_minutes: int
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., by_minutes: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class DuplicateEventRequest(_message.Message):
    __slots__ = ("event_id", "start_time", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    start_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteEventRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EventOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
