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

class StandInState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STAND_IN_STATE_UNSPECIFIED: _ClassVar[StandInState]
    STAND_IN_STATE_OPEN: _ClassVar[StandInState]
    STAND_IN_STATE_TAKEN: _ClassVar[StandInState]
    STAND_IN_STATE_WITHDRAWN: _ClassVar[StandInState]
    STAND_IN_STATE_LAPSED: _ClassVar[StandInState]

class StandInOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STAND_IN_ORDER_FIELD_UNSPECIFIED: _ClassVar[StandInOrderField]
    STAND_IN_ORDER_FIELD_START_TIME: _ClassVar[StandInOrderField]
STAND_IN_STATE_UNSPECIFIED: StandInState
STAND_IN_STATE_OPEN: StandInState
STAND_IN_STATE_TAKEN: StandInState
STAND_IN_STATE_WITHDRAWN: StandInState
STAND_IN_STATE_LAPSED: StandInState
STAND_IN_ORDER_FIELD_UNSPECIFIED: StandInOrderField
STAND_IN_ORDER_FIELD_START_TIME: StandInOrderField

class StandIn(_message.Message):
    __slots__ = ("id", "sign_up_id", "shift_id", "event_id", "organization_id", "start_time", "state", "note", "taker_sign_up_id", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    TAKER_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    sign_up_id: str
    shift_id: str
    event_id: str
    organization_id: str
    start_time: _timestamp_pb2.Timestamp
    state: StandInState
    note: str
    taker_sign_up_id: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., sign_up_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., event_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[StandInState, str]] = ..., note: _Optional[str] = ..., taker_sign_up_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AskForStandInRequest(_message.Message):
    __slots__ = ("sign_up_id", "note", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    note: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetStandInRequest(_message.Message):
    __slots__ = ("stand_in_id",)
    STAND_IN_ID_FIELD_NUMBER: _ClassVar[int]
    stand_in_id: str
    def __init__(self, stand_in_id: _Optional[str] = ...) -> None: ...

class BatchGetStandInsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetStandInsResponse(_message.Message):
    __slots__ = ("stand_ins",)
    STAND_INS_FIELD_NUMBER: _ClassVar[int]
    stand_ins: _containers.RepeatedCompositeFieldContainer[StandIn]
    def __init__(self, stand_ins: _Optional[_Iterable[_Union[StandIn, _Mapping]]] = ...) -> None: ...

class ListStandInsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "shift_id", "states", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    shift_id: str
    states: _containers.RepeatedScalarFieldContainer[StandInState]
    order_by: StandInOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[StandInState, str]]] = ..., order_by: _Optional[_Union[StandInOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListStandInsResponse(_message.Message):
    __slots__ = ("stand_ins", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    STAND_INS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    stand_ins: _containers.RepeatedCompositeFieldContainer[StandIn]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, stand_ins: _Optional[_Iterable[_Union[StandIn, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class FindStandInsRequest(_message.Message):
    __slots__ = ("limit", "organization_id")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    limit: int
    organization_id: str
    def __init__(self, limit: _Optional[int] = ..., organization_id: _Optional[str] = ...) -> None: ...

class WantedStandIns(_message.Message):
    __slots__ = ("stand_ins",)
    STAND_INS_FIELD_NUMBER: _ClassVar[int]
    stand_ins: _containers.RepeatedCompositeFieldContainer[StandIn]
    def __init__(self, stand_ins: _Optional[_Iterable[_Union[StandIn, _Mapping]]] = ...) -> None: ...

class TakeStandInRequest(_message.Message):
    __slots__ = ("stand_in_id", "request_id")
    STAND_IN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    stand_in_id: str
    request_id: str
    def __init__(self, stand_in_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawStandInRequest(_message.Message):
    __slots__ = ("stand_in_id", "request_id")
    STAND_IN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    stand_in_id: str
    request_id: str
    def __init__(self, stand_in_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StandInOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: StandInOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[StandInOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
