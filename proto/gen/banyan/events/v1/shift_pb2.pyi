import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class ShiftState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SHIFT_STATE_UNSPECIFIED: _ClassVar[ShiftState]
    SHIFT_STATE_PLANNED: _ClassVar[ShiftState]
    SHIFT_STATE_CANCELLED: _ClassVar[ShiftState]
    SHIFT_STATE_DELETED: _ClassVar[ShiftState]

class ShiftOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SHIFT_ORDER_FIELD_UNSPECIFIED: _ClassVar[ShiftOrderField]
    SHIFT_ORDER_FIELD_START_TIME: _ClassVar[ShiftOrderField]
SHIFT_STATE_UNSPECIFIED: ShiftState
SHIFT_STATE_PLANNED: ShiftState
SHIFT_STATE_CANCELLED: ShiftState
SHIFT_STATE_DELETED: ShiftState
SHIFT_ORDER_FIELD_UNSPECIFIED: ShiftOrderField
SHIFT_ORDER_FIELD_START_TIME: ShiftOrderField

class Shift(_message.Message):
    __slots__ = ("id", "event_id", "organization_id", "title", "start_time", "end_time", "capacity", "places_taken", "minimum_age", "required_skills", "required_qualification_kind_ids", "roles", "role_places", "etag", "create_time", "update_time", "waitlist_length", "places_offered", "places_requested", "offer_seconds", "state", "cancel_reason", "sign_ups_to_cancel", "places_free", "reservation", "places_reserved", "language", "translations")
    ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    PLACES_TAKEN_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_AGE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_SKILLS_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_QUALIFICATION_KIND_IDS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    ROLE_PLACES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    WAITLIST_LENGTH_FIELD_NUMBER: _ClassVar[int]
    PLACES_OFFERED_FIELD_NUMBER: _ClassVar[int]
    PLACES_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    OFFER_SECONDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CANCEL_REASON_FIELD_NUMBER: _ClassVar[int]
    SIGN_UPS_TO_CANCEL_FIELD_NUMBER: _ClassVar[int]
    PLACES_FREE_FIELD_NUMBER: _ClassVar[int]
    RESERVATION_FIELD_NUMBER: _ClassVar[int]
    PLACES_RESERVED_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    id: str
    event_id: str
    organization_id: str
    title: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    capacity: int
    places_taken: int
    minimum_age: int
    required_skills: _containers.RepeatedScalarFieldContainer[str]
    required_qualification_kind_ids: _containers.RepeatedScalarFieldContainer[str]
    roles: _containers.RepeatedCompositeFieldContainer[ShiftRole]
    role_places: _containers.RepeatedCompositeFieldContainer[RolePlaces]
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    waitlist_length: int
    places_offered: int
    places_requested: int
    offer_seconds: int
    state: ShiftState
    cancel_reason: str
    sign_ups_to_cancel: int
    places_free: int
    reservation: ShiftReservation
    places_reserved: int
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[ShiftTranslation]
    def __init__(self, id: _Optional[str] = ..., event_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., capacity: _Optional[int] = ..., places_taken: _Optional[int] = ..., minimum_age: _Optional[int] = ..., required_skills: _Optional[_Iterable[str]] = ..., required_qualification_kind_ids: _Optional[_Iterable[str]] = ..., roles: _Optional[_Iterable[_Union[ShiftRole, _Mapping]]] = ..., role_places: _Optional[_Iterable[_Union[RolePlaces, _Mapping]]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waitlist_length: _Optional[int] = ..., places_offered: _Optional[int] = ..., places_requested: _Optional[int] = ..., offer_seconds: _Optional[int] = ..., state: _Optional[_Union[ShiftState, str]] = ..., cancel_reason: _Optional[str] = ..., sign_ups_to_cancel: _Optional[int] = ..., places_free: _Optional[int] = ..., reservation: _Optional[_Union[ShiftReservation, _Mapping]] = ..., places_reserved: _Optional[int] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[ShiftTranslation, _Mapping]]] = ...) -> None: ...

class ShiftReservation(_message.Message):
    __slots__ = ("organization_id", "places", "lapse_minutes")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    LAPSE_MINUTES_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    places: int
    lapse_minutes: int
    def __init__(self, organization_id: _Optional[str] = ..., places: _Optional[int] = ..., lapse_minutes: _Optional[int] = ...) -> None: ...

class ShiftRole(_message.Message):
    __slots__ = ("role_id", "title", "places", "required_skills", "required_qualification_kind_ids", "translations")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_SKILLS_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_QUALIFICATION_KIND_IDS_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    title: str
    places: int
    required_skills: _containers.RepeatedScalarFieldContainer[str]
    required_qualification_kind_ids: _containers.RepeatedScalarFieldContainer[str]
    translations: _containers.RepeatedCompositeFieldContainer[ShiftRoleTranslation]
    def __init__(self, role_id: _Optional[str] = ..., title: _Optional[str] = ..., places: _Optional[int] = ..., required_skills: _Optional[_Iterable[str]] = ..., required_qualification_kind_ids: _Optional[_Iterable[str]] = ..., translations: _Optional[_Iterable[_Union[ShiftRoleTranslation, _Mapping]]] = ...) -> None: ...

class ShiftRoleTranslation(_message.Message):
    __slots__ = ("language", "title")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ...) -> None: ...

class RolePlaces(_message.Message):
    __slots__ = ("role_id", "places", "places_taken", "waitlist_length")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    PLACES_TAKEN_FIELD_NUMBER: _ClassVar[int]
    WAITLIST_LENGTH_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    places: int
    places_taken: int
    waitlist_length: int
    def __init__(self, role_id: _Optional[str] = ..., places: _Optional[int] = ..., places_taken: _Optional[int] = ..., waitlist_length: _Optional[int] = ...) -> None: ...

class ShiftTranslation(_message.Message):
    __slots__ = ("language", "title")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ...) -> None: ...

class CreateShiftRequest(_message.Message):
    __slots__ = ("shift", "request_id")
    SHIFT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    shift: Shift
    request_id: str
    def __init__(self, shift: _Optional[_Union[Shift, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetShiftRequest(_message.Message):
    __slots__ = ("shift_id",)
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    def __init__(self, shift_id: _Optional[str] = ...) -> None: ...

class BatchGetShiftsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetShiftsResponse(_message.Message):
    __slots__ = ("shifts",)
    SHIFTS_FIELD_NUMBER: _ClassVar[int]
    shifts: _containers.RepeatedCompositeFieldContainer[Shift]
    def __init__(self, shifts: _Optional[_Iterable[_Union[Shift, _Mapping]]] = ...) -> None: ...

class ListShiftsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "event_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    event_id: str
    order_by: ShiftOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., event_id: _Optional[str] = ..., order_by: _Optional[_Union[ShiftOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListShiftsResponse(_message.Message):
    __slots__ = ("shifts", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    SHIFTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    shifts: _containers.RepeatedCompositeFieldContainer[Shift]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, shifts: _Optional[_Iterable[_Union[Shift, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListShiftsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListShiftsRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListShiftsRequest, _Mapping]]] = ...) -> None: ...

class BatchListShiftsResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListShiftsResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListShiftsResponse, _Mapping]]] = ...) -> None: ...

class UpdateShiftRequest(_message.Message):
    __slots__ = ("shift_id", "shift", "update_mask", "request_id")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    shift: Shift
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, shift_id: _Optional[str] = ..., shift: _Optional[_Union[Shift, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelShiftRequest(_message.Message):
    __slots__ = ("shift_id", "reason", "request_id")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    reason: str
    request_id: str
    def __init__(self, shift_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteShiftRequest(_message.Message):
    __slots__ = ("shift_id", "request_id")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    request_id: str
    def __init__(self, shift_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ShiftOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ShiftOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ShiftOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
