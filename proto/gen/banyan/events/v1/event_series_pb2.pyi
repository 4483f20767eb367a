import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.events.v1 import feedback_pb2 as _feedback_pb2
from banyan.events.v1 import shift_pb2 as _shift_pb2
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

class EventSeriesState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_SERIES_STATE_UNSPECIFIED: _ClassVar[EventSeriesState]
    EVENT_SERIES_STATE_ACTIVE: _ClassVar[EventSeriesState]
    EVENT_SERIES_STATE_ENDED: _ClassVar[EventSeriesState]

class EventSeriesOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_SERIES_ORDER_FIELD_UNSPECIFIED: _ClassVar[EventSeriesOrderField]
    EVENT_SERIES_ORDER_FIELD_CREATE_TIME: _ClassVar[EventSeriesOrderField]
EVENT_SERIES_STATE_UNSPECIFIED: EventSeriesState
EVENT_SERIES_STATE_ACTIVE: EventSeriesState
EVENT_SERIES_STATE_ENDED: EventSeriesState
EVENT_SERIES_ORDER_FIELD_UNSPECIFIED: EventSeriesOrderField
EVENT_SERIES_ORDER_FIELD_CREATE_TIME: EventSeriesOrderField

class EventSeries(_message.Message):
    __slots__ = ("id", "organization_id", "title", "description", "what_to_bring", "place", "contact", "minimum_participants", "visibility", "language", "translations", "time_zone", "start", "duration_minutes", "sign_up_closes_minutes", "sign_up_opens_minutes", "sign_up_rules", "feedback_form", "recurrence", "shift_templates", "publish_occurrences", "cover", "state", "end_reason", "occurrences_to_cancel", "split_from_id", "first_date", "last_date", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    WHAT_TO_BRING_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    DURATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_CLOSES_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_OPENS_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_RULES_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FORM_FIELD_NUMBER: _ClassVar[int]
    RECURRENCE_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_OCCURRENCES_FIELD_NUMBER: _ClassVar[int]
    COVER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    END_REASON_FIELD_NUMBER: _ClassVar[int]
    OCCURRENCES_TO_CANCEL_FIELD_NUMBER: _ClassVar[int]
    SPLIT_FROM_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_DATE_FIELD_NUMBER: _ClassVar[int]
    LAST_DATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    description: str
    what_to_bring: str
    place: _place_pb2.Place
    contact: _place_pb2.Contact
    minimum_participants: int
    visibility: _event_pb2.EventVisibility
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_event_pb2.EventTranslation]
    time_zone: str
    start: str
    duration_minutes: int
    sign_up_closes_minutes: int
    sign_up_opens_minutes: int
    sign_up_rules: _sign_up_rules_pb2.SignUpRules
    feedback_form: _feedback_pb2.FeedbackForm
    recurrence: Recurrence
    shift_templates: _containers.RepeatedCompositeFieldContainer[ShiftTemplate]
    publish_occurrences: bool
    cover: _image_pb2.Image
    state: EventSeriesState
    end_reason: str
    occurrences_to_cancel: int
    split_from_id: str
    first_date: str
    last_date: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., what_to_bring: _Optional[str] = ..., place: _Optional[_Union[_place_pb2.Place, _Mapping]] = ..., contact: _Optional[_Union[_place_pb2.Contact, _Mapping]] = ..., minimum_participants: _Optional[int] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_event_pb2.EventTranslation, _Mapping]]] = ..., time_zone: _Optional[str] = ..., start: _Optional[str] = ..., duration_minutes: _Optional[int] = ..., sign_up_closes_minutes: _Optional[int] = ..., sign_up_opens_minutes: _Optional[int] = ..., sign_up_rules: _Optional[_Union[_sign_up_rules_pb2.SignUpRules, _Mapping]] = ..., feedback_form: _Optional[_Union[_feedback_pb2.FeedbackForm, _Mapping]] = ..., recurrence: _Optional[_Union[Recurrence, _Mapping]] = ..., shift_templates: _Optional[_Iterable[_Union[ShiftTemplate, _Mapping]]] = ..., publish_occurrences: _Optional[bool] = ..., cover: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., state: _Optional[_Union[EventSeriesState, str]] = ..., end_reason: _Optional[str] = ..., occurrences_to_cancel: _Optional[int] = ..., split_from_id: _Optional[str] = ..., first_date: _Optional[str] = ..., last_date: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Recurrence(_message.Message):
    __slots__ = ("rule", "lunar_date", "extra_starts", "excluded_starts")
    RULE_FIELD_NUMBER: _ClassVar[int]
    LUNAR_DATE_FIELD_NUMBER: _ClassVar[int]
    EXTRA_STARTS_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_STARTS_FIELD_NUMBER: _ClassVar[int]
    rule: str
    lunar_date: LunarDate
    extra_starts: _containers.RepeatedScalarFieldContainer[str]
    excluded_starts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rule: _Optional[str] = ..., lunar_date: _Optional[_Union[LunarDate, _Mapping]] = ..., extra_starts: _Optional[_Iterable[str]] = ..., excluded_starts: _Optional[_Iterable[str]] = ...) -> None: ...

class LunarDate(_message.Message):
    __slots__ = ("month", "day")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    month: int
    day: int
    def __init__(self, month: _Optional[int] = ..., day: _Optional[int] = ...) -> None: ...

class ShiftTemplate(_message.Message):
    __slots__ = ("id", "title", "starts_after_minutes", "duration_minutes", "capacity", "minimum_age", "required_skills", "offer_seconds", "language", "translations", "roles", "required_qualification_kind_ids", "reservation")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STARTS_AFTER_MINUTES_FIELD_NUMBER: _ClassVar[int]
    DURATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_AGE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_SKILLS_FIELD_NUMBER: _ClassVar[int]
    OFFER_SECONDS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_QUALIFICATION_KIND_IDS_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    starts_after_minutes: int
    duration_minutes: int
    capacity: int
    minimum_age: int
    required_skills: _containers.RepeatedScalarFieldContainer[str]
    offer_seconds: int
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_shift_pb2.ShiftTranslation]
    roles: _containers.RepeatedCompositeFieldContainer[_shift_pb2.ShiftRole]
    required_qualification_kind_ids: _containers.RepeatedScalarFieldContainer[str]
    reservation: _shift_pb2.ShiftReservation
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., starts_after_minutes: _Optional[int] = ..., duration_minutes: _Optional[int] = ..., capacity: _Optional[int] = ..., minimum_age: _Optional[int] = ..., required_skills: _Optional[_Iterable[str]] = ..., offer_seconds: _Optional[int] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_shift_pb2.ShiftTranslation, _Mapping]]] = ..., roles: _Optional[_Iterable[_Union[_shift_pb2.ShiftRole, _Mapping]]] = ..., required_qualification_kind_ids: _Optional[_Iterable[str]] = ..., reservation: _Optional[_Union[_shift_pb2.ShiftReservation, _Mapping]] = ...) -> None: ...

class CreateEventSeriesRequest(_message.Message):
    __slots__ = ("event_series", "request_id")
    EVENT_SERIES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_series: EventSeries
    request_id: str
    def __init__(self, event_series: _Optional[_Union[EventSeries, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEventSeriesRequest(_message.Message):
    __slots__ = ("event_series_id",)
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    event_series_id: str
    def __init__(self, event_series_id: _Optional[str] = ...) -> None: ...

class BatchGetEventSeriesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEventSeriesResponse(_message.Message):
    __slots__ = ("event_series",)
    EVENT_SERIES_FIELD_NUMBER: _ClassVar[int]
    event_series: _containers.RepeatedCompositeFieldContainer[EventSeries]
    def __init__(self, event_series: _Optional[_Iterable[_Union[EventSeries, _Mapping]]] = ...) -> None: ...

class ListEventSeriesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "states", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    states: _containers.RepeatedScalarFieldContainer[EventSeriesState]
    order_by: EventSeriesOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[EventSeriesState, str]]] = ..., order_by: _Optional[_Union[EventSeriesOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListEventSeriesResponse(_message.Message):
    __slots__ = ("event_series", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    EVENT_SERIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    event_series: _containers.RepeatedCompositeFieldContainer[EventSeries]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, event_series: _Optional[_Iterable[_Union[EventSeries, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListEventSeriesRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListEventSeriesRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListEventSeriesRequest, _Mapping]]] = ...) -> None: ...

class BatchListEventSeriesResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListEventSeriesResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListEventSeriesResponse, _Mapping]]] = ...) -> None: ...

class UpdateEventSeriesRequest(_message.Message):
    __slots__ = ("event_series_id", "event_series", "update_mask", "request_id")
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_series_id: str
    event_series: EventSeries
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, event_series_id: _Optional[str] = ..., event_series: _Optional[_Union[EventSeries, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SplitEventSeriesRequest(_message.Message):
    __slots__ = ("event_series_id", "recurrence_id", "event_series", "update_mask", "request_id")
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    RECURRENCE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_series_id: str
    recurrence_id: str
    event_series: EventSeries
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, event_series_id: _Optional[str] = ..., recurrence_id: _Optional[str] = ..., event_series: _Optional[_Union[EventSeries, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndEventSeriesRequest(_message.Message):
    __slots__ = ("event_series_id", "from_time", "reason", "request_id")
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_series_id: str
    from_time: _timestamp_pb2.Timestamp
    reason: str
    request_id: str
    def __init__(self, event_series_id: _Optional[str] = ..., from_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EventSeriesOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EventSeriesOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EventSeriesOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
