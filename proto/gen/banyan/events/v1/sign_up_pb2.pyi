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

class SignUpState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGN_UP_STATE_UNSPECIFIED: _ClassVar[SignUpState]
    SIGN_UP_STATE_CONFIRMED: _ClassVar[SignUpState]
    SIGN_UP_STATE_CANCELLED: _ClassVar[SignUpState]
    SIGN_UP_STATE_WAITLISTED: _ClassVar[SignUpState]
    SIGN_UP_STATE_OFFERED: _ClassVar[SignUpState]
    SIGN_UP_STATE_EXPIRED: _ClassVar[SignUpState]
    SIGN_UP_STATE_CHECKED_IN: _ClassVar[SignUpState]
    SIGN_UP_STATE_COMPLETED: _ClassVar[SignUpState]
    SIGN_UP_STATE_NO_SHOW: _ClassVar[SignUpState]
    SIGN_UP_STATE_EXCUSED: _ClassVar[SignUpState]
    SIGN_UP_STATE_REQUESTED: _ClassVar[SignUpState]
    SIGN_UP_STATE_DECLINED: _ClassVar[SignUpState]

class AttendanceReview(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ATTENDANCE_REVIEW_UNSPECIFIED: _ClassVar[AttendanceReview]
    ATTENDANCE_REVIEW_NOT_NEEDED: _ClassVar[AttendanceReview]
    ATTENDANCE_REVIEW_PENDING: _ClassVar[AttendanceReview]
    ATTENDANCE_REVIEW_CONFIRMED: _ClassVar[AttendanceReview]
    ATTENDANCE_REVIEW_REJECTED: _ClassVar[AttendanceReview]

class SignUpOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGN_UP_ORDER_FIELD_UNSPECIFIED: _ClassVar[SignUpOrderField]
    SIGN_UP_ORDER_FIELD_CREATE_TIME: _ClassVar[SignUpOrderField]
    SIGN_UP_ORDER_FIELD_START_TIME: _ClassVar[SignUpOrderField]
SIGN_UP_STATE_UNSPECIFIED: SignUpState
SIGN_UP_STATE_CONFIRMED: SignUpState
SIGN_UP_STATE_CANCELLED: SignUpState
SIGN_UP_STATE_WAITLISTED: SignUpState
SIGN_UP_STATE_OFFERED: SignUpState
SIGN_UP_STATE_EXPIRED: SignUpState
SIGN_UP_STATE_CHECKED_IN: SignUpState
SIGN_UP_STATE_COMPLETED: SignUpState
SIGN_UP_STATE_NO_SHOW: SignUpState
SIGN_UP_STATE_EXCUSED: SignUpState
SIGN_UP_STATE_REQUESTED: SignUpState
SIGN_UP_STATE_DECLINED: SignUpState
ATTENDANCE_REVIEW_UNSPECIFIED: AttendanceReview
ATTENDANCE_REVIEW_NOT_NEEDED: AttendanceReview
ATTENDANCE_REVIEW_PENDING: AttendanceReview
ATTENDANCE_REVIEW_CONFIRMED: AttendanceReview
ATTENDANCE_REVIEW_REJECTED: AttendanceReview
SIGN_UP_ORDER_FIELD_UNSPECIFIED: SignUpOrderField
SIGN_UP_ORDER_FIELD_CREATE_TIME: SignUpOrderField
SIGN_UP_ORDER_FIELD_START_TIME: SignUpOrderField

class SignUp(_message.Message):
    __slots__ = ("id", "shift_id", "event_id", "organization_id", "person_id", "state", "start_time", "end_time", "cancel_reason", "create_time", "update_time", "offer_expire_time", "check_in_time", "check_out_time", "attendance_reason", "attendance_review", "creator_id", "override_reason", "overridden_reasons", "self_checked_in", "checked_out_automatically", "standing_sign_up_id", "proposed", "schedule_plan_id", "cancelled_late", "role_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CANCEL_REASON_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OFFER_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    CHECK_IN_TIME_FIELD_NUMBER: _ClassVar[int]
    CHECK_OUT_TIME_FIELD_NUMBER: _ClassVar[int]
    ATTENDANCE_REASON_FIELD_NUMBER: _ClassVar[int]
    ATTENDANCE_REVIEW_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    OVERRIDE_REASON_FIELD_NUMBER: _ClassVar[int]
    OVERRIDDEN_REASONS_FIELD_NUMBER: _ClassVar[int]
    SELF_CHECKED_IN_FIELD_NUMBER: _ClassVar[int]
    CHECKED_OUT_AUTOMATICALLY_FIELD_NUMBER: _ClassVar[int]
    STANDING_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_LATE_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    shift_id: str
    event_id: str
    organization_id: str
    person_id: str
    state: SignUpState
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    cancel_reason: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    offer_expire_time: _timestamp_pb2.Timestamp
    check_in_time: _timestamp_pb2.Timestamp
    check_out_time: _timestamp_pb2.Timestamp
    attendance_reason: str
    attendance_review: AttendanceReview
    creator_id: str
    override_reason: str
    overridden_reasons: _containers.RepeatedScalarFieldContainer[str]
    self_checked_in: bool
    checked_out_automatically: bool
    standing_sign_up_id: str
    proposed: bool
    schedule_plan_id: str
    cancelled_late: bool
    role_id: str
    def __init__(self, id: _Optional[str] = ..., shift_id: _Optional[str] = ..., event_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., state: _Optional[_Union[SignUpState, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cancel_reason: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., offer_expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., check_in_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., check_out_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attendance_reason: _Optional[str] = ..., attendance_review: _Optional[_Union[AttendanceReview, str]] = ..., creator_id: _Optional[str] = ..., override_reason: _Optional[str] = ..., overridden_reasons: _Optional[_Iterable[str]] = ..., self_checked_in: _Optional[bool] = ..., checked_out_automatically: _Optional[bool] = ..., standing_sign_up_id: _Optional[str] = ..., proposed: _Optional[bool] = ..., schedule_plan_id: _Optional[str] = ..., cancelled_late: _Optional[bool] = ..., role_id: _Optional[str] = ...) -> None: ...

class CreateSignUpRequest(_message.Message):
    __slots__ = ("shift_id", "request_id", "join_waitlist", "person_id", "override_reason", "check_in", "role_id")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    JOIN_WAITLIST_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    OVERRIDE_REASON_FIELD_NUMBER: _ClassVar[int]
    CHECK_IN_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    request_id: str
    join_waitlist: bool
    person_id: str
    override_reason: str
    check_in: bool
    role_id: str
    def __init__(self, shift_id: _Optional[str] = ..., request_id: _Optional[str] = ..., join_waitlist: _Optional[bool] = ..., person_id: _Optional[str] = ..., override_reason: _Optional[str] = ..., check_in: _Optional[bool] = ..., role_id: _Optional[str] = ...) -> None: ...

class GetSignUpRequest(_message.Message):
    __slots__ = ("sign_up_id",)
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    def __init__(self, sign_up_id: _Optional[str] = ...) -> None: ...

class BatchGetSignUpsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetSignUpsResponse(_message.Message):
    __slots__ = ("sign_ups",)
    SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    sign_ups: _containers.RepeatedCompositeFieldContainer[SignUp]
    def __init__(self, sign_ups: _Optional[_Iterable[_Union[SignUp, _Mapping]]] = ...) -> None: ...

class ListSignUpsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "shift_id", "person_id", "states", "organization_id", "attendance_review", "order_by", "backward", "count_only", "event_id", "end_time_after", "start_time_before", "only_standing", "query", "only_cancelled_late")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ATTENDANCE_REVIEW_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    END_TIME_AFTER_FIELD_NUMBER: _ClassVar[int]
    START_TIME_BEFORE_FIELD_NUMBER: _ClassVar[int]
    ONLY_STANDING_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ONLY_CANCELLED_LATE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    shift_id: str
    person_id: str
    states: _containers.RepeatedScalarFieldContainer[SignUpState]
    organization_id: str
    attendance_review: AttendanceReview
    order_by: SignUpOrder
    backward: bool
    count_only: bool
    event_id: str
    end_time_after: _timestamp_pb2.Timestamp
    start_time_before: _timestamp_pb2.Timestamp
    only_standing: bool
    query: str
    only_cancelled_late: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., shift_id: _Optional[str] = ..., person_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[SignUpState, str]]] = ..., organization_id: _Optional[str] = ..., attendance_review: _Optional[_Union[AttendanceReview, str]] = ..., order_by: _Optional[_Union[SignUpOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., event_id: _Optional[str] = ..., end_time_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., start_time_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., only_standing: _Optional[bool] = ..., query: _Optional[str] = ..., only_cancelled_late: _Optional[bool] = ...) -> None: ...

class ListSignUpsResponse(_message.Message):
    __slots__ = ("sign_ups", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    sign_ups: _containers.RepeatedCompositeFieldContainer[SignUp]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, sign_ups: _Optional[_Iterable[_Union[SignUp, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListSignUpsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListSignUpsRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListSignUpsRequest, _Mapping]]] = ...) -> None: ...

class BatchListSignUpsResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListSignUpsResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListSignUpsResponse, _Mapping]]] = ...) -> None: ...

class AcceptOfferRequest(_message.Message):
    __slots__ = ("sign_up_id", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelSignUpRequest(_message.Message):
    __slots__ = ("sign_up_id", "reason", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    reason: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SignUpOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: SignUpOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[SignUpOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
