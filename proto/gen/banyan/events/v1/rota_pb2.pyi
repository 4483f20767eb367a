import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class RotaState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROTA_STATE_UNSPECIFIED: _ClassVar[RotaState]
    ROTA_STATE_ACTIVE: _ClassVar[RotaState]
    ROTA_STATE_ENDED: _ClassVar[RotaState]

class RotaTurnState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROTA_TURN_STATE_UNSPECIFIED: _ClassVar[RotaTurnState]
    ROTA_TURN_STATE_FILLED: _ClassVar[RotaTurnState]
    ROTA_TURN_STATE_TO_COME: _ClassVar[RotaTurnState]
    ROTA_TURN_STATE_UNFILLED: _ClassVar[RotaTurnState]
    ROTA_TURN_STATE_SKIPPED: _ClassVar[RotaTurnState]
ROTA_STATE_UNSPECIFIED: RotaState
ROTA_STATE_ACTIVE: RotaState
ROTA_STATE_ENDED: RotaState
ROTA_TURN_STATE_UNSPECIFIED: RotaTurnState
ROTA_TURN_STATE_FILLED: RotaTurnState
ROTA_TURN_STATE_TO_COME: RotaTurnState
ROTA_TURN_STATE_UNFILLED: RotaTurnState
ROTA_TURN_STATE_SKIPPED: RotaTurnState

class Rota(_message.Message):
    __slots__ = ("id", "organization_id", "event_series_id", "shift_template_id", "person_ids", "people_per_turn", "days_ahead", "start_date", "skipped_dates", "state", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_SERIES_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_PER_TURN_FIELD_NUMBER: _ClassVar[int]
    DAYS_AHEAD_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_DATES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    event_series_id: str
    shift_template_id: str
    person_ids: _containers.RepeatedScalarFieldContainer[str]
    people_per_turn: int
    days_ahead: int
    start_date: str
    skipped_dates: _containers.RepeatedScalarFieldContainer[str]
    state: RotaState
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., event_series_id: _Optional[str] = ..., shift_template_id: _Optional[str] = ..., person_ids: _Optional[_Iterable[str]] = ..., people_per_turn: _Optional[int] = ..., days_ahead: _Optional[int] = ..., start_date: _Optional[str] = ..., skipped_dates: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[RotaState, str]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RotaSchedule(_message.Message):
    __slots__ = ("turns", "shares")
    TURNS_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    turns: _containers.RepeatedCompositeFieldContainer[RotaTurn]
    shares: _containers.RepeatedCompositeFieldContainer[RotaShare]
    def __init__(self, turns: _Optional[_Iterable[_Union[RotaTurn, _Mapping]]] = ..., shares: _Optional[_Iterable[_Union[RotaShare, _Mapping]]] = ...) -> None: ...

class RotaTurn(_message.Message):
    __slots__ = ("shift_id", "start_time", "person_ids", "state")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    start_time: _timestamp_pb2.Timestamp
    person_ids: _containers.RepeatedScalarFieldContainer[str]
    state: RotaTurnState
    def __init__(self, shift_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., person_ids: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[RotaTurnState, str]] = ...) -> None: ...

class RotaShare(_message.Message):
    __slots__ = ("person_id", "turns", "credited_turns", "last_turn_time")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    CREDITED_TURNS_FIELD_NUMBER: _ClassVar[int]
    LAST_TURN_TIME_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    turns: int
    credited_turns: int
    last_turn_time: _timestamp_pb2.Timestamp
    def __init__(self, person_id: _Optional[str] = ..., turns: _Optional[int] = ..., credited_turns: _Optional[int] = ..., last_turn_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateRotaRequest(_message.Message):
    __slots__ = ("rota", "request_id")
    ROTA_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rota: Rota
    request_id: str
    def __init__(self, rota: _Optional[_Union[Rota, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetRotaRequest(_message.Message):
    __slots__ = ("rota_id",)
    ROTA_ID_FIELD_NUMBER: _ClassVar[int]
    rota_id: str
    def __init__(self, rota_id: _Optional[str] = ...) -> None: ...

class BatchGetRotasRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetRotasResponse(_message.Message):
    __slots__ = ("rotas",)
    ROTAS_FIELD_NUMBER: _ClassVar[int]
    rotas: _containers.RepeatedCompositeFieldContainer[Rota]
    def __init__(self, rotas: _Optional[_Iterable[_Union[Rota, _Mapping]]] = ...) -> None: ...

class SummarizeRotaRequest(_message.Message):
    __slots__ = ("rota_id",)
    ROTA_ID_FIELD_NUMBER: _ClassVar[int]
    rota_id: str
    def __init__(self, rota_id: _Optional[str] = ...) -> None: ...

class ListRotasRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "person_id", "states", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    person_id: str
    states: _containers.RepeatedScalarFieldContainer[RotaState]
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[RotaState, str]]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListRotasResponse(_message.Message):
    __slots__ = ("rotas", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ROTAS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    rotas: _containers.RepeatedCompositeFieldContainer[Rota]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, rotas: _Optional[_Iterable[_Union[Rota, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateRotaRequest(_message.Message):
    __slots__ = ("rota_id", "rota", "update_mask", "request_id")
    ROTA_ID_FIELD_NUMBER: _ClassVar[int]
    ROTA_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rota_id: str
    rota: Rota
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, rota_id: _Optional[str] = ..., rota: _Optional[_Union[Rota, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class LeaveRotaRequest(_message.Message):
    __slots__ = ("rota_id", "request_id")
    ROTA_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rota_id: str
    request_id: str
    def __init__(self, rota_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndRotaRequest(_message.Message):
    __slots__ = ("rota_id", "request_id")
    ROTA_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    rota_id: str
    request_id: str
    def __init__(self, rota_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
