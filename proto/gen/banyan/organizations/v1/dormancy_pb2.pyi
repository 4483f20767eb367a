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

class DormancyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DORMANCY_STATE_UNSPECIFIED: _ClassVar[DormancyState]
    DORMANCY_STATE_WARNED: _ClassVar[DormancyState]
    DORMANCY_STATE_DORMANT: _ClassVar[DormancyState]
    DORMANCY_STATE_AWAKE: _ClassVar[DormancyState]
    DORMANCY_STATE_ENDED: _ClassVar[DormancyState]

class DormancyOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DORMANCY_ORDER_FIELD_UNSPECIFIED: _ClassVar[DormancyOrderField]
    DORMANCY_ORDER_FIELD_CREATE_TIME: _ClassVar[DormancyOrderField]
DORMANCY_STATE_UNSPECIFIED: DormancyState
DORMANCY_STATE_WARNED: DormancyState
DORMANCY_STATE_DORMANT: DormancyState
DORMANCY_STATE_AWAKE: DormancyState
DORMANCY_STATE_ENDED: DormancyState
DORMANCY_ORDER_FIELD_UNSPECIFIED: DormancyOrderField
DORMANCY_ORDER_FIELD_CREATE_TIME: DormancyOrderField

class Dormancy(_message.Message):
    __slots__ = ("id", "organization_id", "state", "quiet_since", "share_time", "is_shared", "dormant_time", "end_time", "waker_id", "note", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    QUIET_SINCE_FIELD_NUMBER: _ClassVar[int]
    SHARE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_SHARED_FIELD_NUMBER: _ClassVar[int]
    DORMANT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    WAKER_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    state: DormancyState
    quiet_since: str
    share_time: _timestamp_pb2.Timestamp
    is_shared: bool
    dormant_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    waker_id: str
    note: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., state: _Optional[_Union[DormancyState, str]] = ..., quiet_since: _Optional[str] = ..., share_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_shared: _Optional[bool] = ..., dormant_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waker_id: _Optional[str] = ..., note: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetDormancyRequest(_message.Message):
    __slots__ = ("dormancy_id",)
    DORMANCY_ID_FIELD_NUMBER: _ClassVar[int]
    dormancy_id: str
    def __init__(self, dormancy_id: _Optional[str] = ...) -> None: ...

class BatchGetDormanciesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetDormanciesResponse(_message.Message):
    __slots__ = ("dormancies",)
    DORMANCIES_FIELD_NUMBER: _ClassVar[int]
    dormancies: _containers.RepeatedCompositeFieldContainer[Dormancy]
    def __init__(self, dormancies: _Optional[_Iterable[_Union[Dormancy, _Mapping]]] = ...) -> None: ...

class ListDormanciesRequest(_message.Message):
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
    order_by: DormancyOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[DormancyState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[DormancyOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[DormancyState, str]]] = ...) -> None: ...

class ListDormanciesResponse(_message.Message):
    __slots__ = ("dormancies", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    DORMANCIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    dormancies: _containers.RepeatedCompositeFieldContainer[Dormancy]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, dormancies: _Optional[_Iterable[_Union[Dormancy, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class AnswerDormancyRequest(_message.Message):
    __slots__ = ("dormancy_id", "note", "request_id")
    DORMANCY_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    dormancy_id: str
    note: str
    request_id: str
    def __init__(self, dormancy_id: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DormancyOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: DormancyOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[DormancyOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
