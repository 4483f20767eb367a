import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class OpeningDay(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPENING_DAY_UNSPECIFIED: _ClassVar[OpeningDay]
    OPENING_DAY_MONDAY: _ClassVar[OpeningDay]
    OPENING_DAY_TUESDAY: _ClassVar[OpeningDay]
    OPENING_DAY_WEDNESDAY: _ClassVar[OpeningDay]
    OPENING_DAY_THURSDAY: _ClassVar[OpeningDay]
    OPENING_DAY_FRIDAY: _ClassVar[OpeningDay]
    OPENING_DAY_SATURDAY: _ClassVar[OpeningDay]
    OPENING_DAY_SUNDAY: _ClassVar[OpeningDay]

class VenueBorrowers(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENUE_BORROWERS_UNSPECIFIED: _ClassVar[VenueBorrowers]
    VENUE_BORROWERS_OWN_ORGANIZATION: _ClassVar[VenueBorrowers]
    VENUE_BORROWERS_ORGANIZATIONS_BELOW: _ClassVar[VenueBorrowers]
    VENUE_BORROWERS_EVERY_ORGANIZATION: _ClassVar[VenueBorrowers]

class VenueState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENUE_STATE_UNSPECIFIED: _ClassVar[VenueState]
    VENUE_STATE_ACTIVE: _ClassVar[VenueState]
    VENUE_STATE_CLOSED: _ClassVar[VenueState]

class VenueOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENUE_ORDER_FIELD_UNSPECIFIED: _ClassVar[VenueOrderField]
    VENUE_ORDER_FIELD_CREATE_TIME: _ClassVar[VenueOrderField]
    VENUE_ORDER_FIELD_CAPACITY: _ClassVar[VenueOrderField]
    VENUE_ORDER_FIELD_DISTANCE: _ClassVar[VenueOrderField]
OPENING_DAY_UNSPECIFIED: OpeningDay
OPENING_DAY_MONDAY: OpeningDay
OPENING_DAY_TUESDAY: OpeningDay
OPENING_DAY_WEDNESDAY: OpeningDay
OPENING_DAY_THURSDAY: OpeningDay
OPENING_DAY_FRIDAY: OpeningDay
OPENING_DAY_SATURDAY: OpeningDay
OPENING_DAY_SUNDAY: OpeningDay
VENUE_BORROWERS_UNSPECIFIED: VenueBorrowers
VENUE_BORROWERS_OWN_ORGANIZATION: VenueBorrowers
VENUE_BORROWERS_ORGANIZATIONS_BELOW: VenueBorrowers
VENUE_BORROWERS_EVERY_ORGANIZATION: VenueBorrowers
VENUE_STATE_UNSPECIFIED: VenueState
VENUE_STATE_ACTIVE: VenueState
VENUE_STATE_CLOSED: VenueState
VENUE_ORDER_FIELD_UNSPECIFIED: VenueOrderField
VENUE_ORDER_FIELD_CREATE_TIME: VenueOrderField
VENUE_ORDER_FIELD_CAPACITY: VenueOrderField
VENUE_ORDER_FIELD_DISTANCE: VenueOrderField

class Venue(_message.Message):
    __slots__ = ("id", "organization_id", "name", "description", "language", "translations", "capacity", "features", "place", "cover", "time_zone", "opening_hours", "opening_exceptions", "rules", "state", "close_reason", "bookings_to_cancel", "area_id", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    COVER_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    OPENING_HOURS_FIELD_NUMBER: _ClassVar[int]
    OPENING_EXCEPTIONS_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CLOSE_REASON_FIELD_NUMBER: _ClassVar[int]
    BOOKINGS_TO_CANCEL_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    name: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[VenueTranslation]
    capacity: int
    features: _containers.RepeatedScalarFieldContainer[str]
    place: _place_pb2.Place
    cover: _image_pb2.Image
    time_zone: str
    opening_hours: _containers.RepeatedCompositeFieldContainer[OpeningHours]
    opening_exceptions: _containers.RepeatedCompositeFieldContainer[OpeningException]
    rules: VenueRules
    state: VenueState
    close_reason: str
    bookings_to_cancel: int
    area_id: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[VenueTranslation, _Mapping]]] = ..., capacity: _Optional[int] = ..., features: _Optional[_Iterable[str]] = ..., place: _Optional[_Union[_place_pb2.Place, _Mapping]] = ..., cover: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., time_zone: _Optional[str] = ..., opening_hours: _Optional[_Iterable[_Union[OpeningHours, _Mapping]]] = ..., opening_exceptions: _Optional[_Iterable[_Union[OpeningException, _Mapping]]] = ..., rules: _Optional[_Union[VenueRules, _Mapping]] = ..., state: _Optional[_Union[VenueState, str]] = ..., close_reason: _Optional[str] = ..., bookings_to_cancel: _Optional[int] = ..., area_id: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class VenueTranslation(_message.Message):
    __slots__ = ("language", "name", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    name: str
    description: str
    def __init__(self, language: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class OpeningHours(_message.Message):
    __slots__ = ("day", "opens", "closes")
    DAY_FIELD_NUMBER: _ClassVar[int]
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    day: OpeningDay
    opens: str
    closes: str
    def __init__(self, day: _Optional[_Union[OpeningDay, str]] = ..., opens: _Optional[str] = ..., closes: _Optional[str] = ...) -> None: ...

class OpeningException(_message.Message):
    __slots__ = ("date", "times")
    DATE_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    date: str
    times: _containers.RepeatedCompositeFieldContainer[OpeningTime]
    def __init__(self, date: _Optional[str] = ..., times: _Optional[_Iterable[_Union[OpeningTime, _Mapping]]] = ...) -> None: ...

class OpeningTime(_message.Message):
    __slots__ = ("opens", "closes")
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    opens: str
    closes: str
    def __init__(self, opens: _Optional[str] = ..., closes: _Optional[str] = ...) -> None: ...

class VenueRules(_message.Message):
    __slots__ = ("borrowers", "needs_approval", "decide_within_days", "shortest_notice_minutes", "furthest_ahead_days", "longest_minutes", "monthly_hours", "buffer_minutes", "first_call")
    BORROWERS_FIELD_NUMBER: _ClassVar[int]
    NEEDS_APPROVAL_FIELD_NUMBER: _ClassVar[int]
    DECIDE_WITHIN_DAYS_FIELD_NUMBER: _ClassVar[int]
    SHORTEST_NOTICE_MINUTES_FIELD_NUMBER: _ClassVar[int]
    FURTHEST_AHEAD_DAYS_FIELD_NUMBER: _ClassVar[int]
    LONGEST_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MONTHLY_HOURS_FIELD_NUMBER: _ClassVar[int]
    BUFFER_MINUTES_FIELD_NUMBER: _ClassVar[int]
    FIRST_CALL_FIELD_NUMBER: _ClassVar[int]
    borrowers: VenueBorrowers
    needs_approval: bool
    decide_within_days: int
    shortest_notice_minutes: int
    furthest_ahead_days: int
    longest_minutes: int
    monthly_hours: int
    buffer_minutes: int
    first_call: FirstCall
    def __init__(self, borrowers: _Optional[_Union[VenueBorrowers, str]] = ..., needs_approval: _Optional[bool] = ..., decide_within_days: _Optional[int] = ..., shortest_notice_minutes: _Optional[int] = ..., furthest_ahead_days: _Optional[int] = ..., longest_minutes: _Optional[int] = ..., monthly_hours: _Optional[int] = ..., buffer_minutes: _Optional[int] = ..., first_call: _Optional[_Union[FirstCall, _Mapping]] = ...) -> None: ...

class FirstCall(_message.Message):
    __slots__ = ("last_days", "others_ahead_days")
    LAST_DAYS_FIELD_NUMBER: _ClassVar[int]
    OTHERS_AHEAD_DAYS_FIELD_NUMBER: _ClassVar[int]
    last_days: int
    others_ahead_days: int
    def __init__(self, last_days: _Optional[int] = ..., others_ahead_days: _Optional[int] = ...) -> None: ...

class CreateVenueRequest(_message.Message):
    __slots__ = ("venue", "request_id")
    VENUE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    venue: Venue
    request_id: str
    def __init__(self, venue: _Optional[_Union[Venue, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetVenueRequest(_message.Message):
    __slots__ = ("venue_id",)
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    def __init__(self, venue_id: _Optional[str] = ...) -> None: ...

class BatchGetVenuesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetVenuesResponse(_message.Message):
    __slots__ = ("venues",)
    VENUES_FIELD_NUMBER: _ClassVar[int]
    venues: _containers.RepeatedCompositeFieldContainer[Venue]
    def __init__(self, venues: _Optional[_Iterable[_Union[Venue, _Mapping]]] = ...) -> None: ...

class ListVenuesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states", "query", "near", "capacity", "features", "area_ids")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    AREA_IDS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: VenueOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[VenueState]
    query: str
    near: _place_pb2.Near
    capacity: int
    features: _containers.RepeatedScalarFieldContainer[str]
    area_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[VenueOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[VenueState, str]]] = ..., query: _Optional[str] = ..., near: _Optional[_Union[_place_pb2.Near, _Mapping]] = ..., capacity: _Optional[int] = ..., features: _Optional[_Iterable[str]] = ..., area_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListVenuesResponse(_message.Message):
    __slots__ = ("venues", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    VENUES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    venues: _containers.RepeatedCompositeFieldContainer[Venue]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, venues: _Optional[_Iterable[_Union[Venue, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListVenuesRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListVenuesRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListVenuesRequest, _Mapping]]] = ...) -> None: ...

class BatchListVenuesResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListVenuesResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListVenuesResponse, _Mapping]]] = ...) -> None: ...

class UpdateVenueRequest(_message.Message):
    __slots__ = ("venue_id", "venue", "update_mask", "request_id")
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    VENUE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    venue: Venue
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, venue_id: _Optional[str] = ..., venue: _Optional[_Union[Venue, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseVenueRequest(_message.Message):
    __slots__ = ("venue_id", "reason", "request_id")
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    reason: str
    request_id: str
    def __init__(self, venue_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReopenVenueRequest(_message.Message):
    __slots__ = ("venue_id", "request_id")
    VENUE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    venue_id: str
    request_id: str
    def __init__(self, venue_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class VenueOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: VenueOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[VenueOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
