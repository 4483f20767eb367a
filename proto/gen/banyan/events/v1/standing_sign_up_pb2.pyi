import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StandingSignUpState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STANDING_SIGN_UP_STATE_UNSPECIFIED: _ClassVar[StandingSignUpState]
    STANDING_SIGN_UP_STATE_ACTIVE: _ClassVar[StandingSignUpState]
    STANDING_SIGN_UP_STATE_ENDED: _ClassVar[StandingSignUpState]
STANDING_SIGN_UP_STATE_UNSPECIFIED: StandingSignUpState
STANDING_SIGN_UP_STATE_ACTIVE: StandingSignUpState
STANDING_SIGN_UP_STATE_ENDED: StandingSignUpState

class StandingSignUp(_message.Message):
    __slots__ = ("id", "event_series_id", "shift_template_id", "organization_id", "person_id", "state", "start_date", "pause_start_date", "pause_end_date", "join_waitlist", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    PAUSE_START_DATE_FIELD_NUMBER: _ClassVar[int]
    PAUSE_END_DATE_FIELD_NUMBER: _ClassVar[int]
    JOIN_WAITLIST_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    event_series_id: str
    shift_template_id: str
    organization_id: str
    person_id: str
    state: StandingSignUpState
    start_date: str
    pause_start_date: str
    pause_end_date: str
    join_waitlist: bool
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., event_series_id: _Optional[str] = ..., shift_template_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., state: _Optional[_Union[StandingSignUpState, str]] = ..., start_date: _Optional[str] = ..., pause_start_date: _Optional[str] = ..., pause_end_date: _Optional[str] = ..., join_waitlist: _Optional[bool] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateStandingSignUpRequest(_message.Message):
    __slots__ = ("event_series_id", "shift_template_id", "start_date", "join_waitlist", "request_id")
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    JOIN_WAITLIST_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_series_id: str
    shift_template_id: str
    start_date: str
    join_waitlist: bool
    request_id: str
    def __init__(self, event_series_id: _Optional[str] = ..., shift_template_id: _Optional[str] = ..., start_date: _Optional[str] = ..., join_waitlist: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetStandingSignUpRequest(_message.Message):
    __slots__ = ("standing_sign_up_id",)
    STANDING_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    standing_sign_up_id: str
    def __init__(self, standing_sign_up_id: _Optional[str] = ...) -> None: ...

class BatchGetStandingSignUpsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetStandingSignUpsResponse(_message.Message):
    __slots__ = ("standing_sign_ups",)
    STANDING_SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    standing_sign_ups: _containers.RepeatedCompositeFieldContainer[StandingSignUp]
    def __init__(self, standing_sign_ups: _Optional[_Iterable[_Union[StandingSignUp, _Mapping]]] = ...) -> None: ...

class ListStandingSignUpsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "event_series_id", "states", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    event_series_id: str
    states: _containers.RepeatedScalarFieldContainer[StandingSignUpState]
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., event_series_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[StandingSignUpState, str]]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListStandingSignUpsResponse(_message.Message):
    __slots__ = ("standing_sign_ups", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    STANDING_SIGN_UPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    standing_sign_ups: _containers.RepeatedCompositeFieldContainer[StandingSignUp]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, standing_sign_ups: _Optional[_Iterable[_Union[StandingSignUp, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class PauseStandingSignUpRequest(_message.Message):
    __slots__ = ("standing_sign_up_id", "pause_start_date", "pause_end_date", "request_id")
    STANDING_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    PAUSE_START_DATE_FIELD_NUMBER: _ClassVar[int]
    PAUSE_END_DATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    standing_sign_up_id: str
    pause_start_date: str
    pause_end_date: str
    request_id: str
    def __init__(self, standing_sign_up_id: _Optional[str] = ..., pause_start_date: _Optional[str] = ..., pause_end_date: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndStandingSignUpRequest(_message.Message):
    __slots__ = ("standing_sign_up_id", "request_id")
    STANDING_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    standing_sign_up_id: str
    request_id: str
    def __init__(self, standing_sign_up_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
