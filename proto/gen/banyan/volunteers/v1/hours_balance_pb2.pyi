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

class HoursBalanceOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_BALANCE_ORDER_FIELD_UNSPECIFIED: _ClassVar[HoursBalanceOrderField]
    HOURS_BALANCE_ORDER_FIELD_CREATE_TIME: _ClassVar[HoursBalanceOrderField]
HOURS_BALANCE_ORDER_FIELD_UNSPECIFIED: HoursBalanceOrderField
HOURS_BALANCE_ORDER_FIELD_CREATE_TIME: HoursBalanceOrderField

class HoursBalance(_message.Message):
    __slots__ = ("id", "person_id", "organization_id", "recorded_minutes", "attested_minutes", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    organization_id: str
    recorded_minutes: int
    attested_minutes: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetHoursBalanceRequest(_message.Message):
    __slots__ = ("hours_balance_id",)
    HOURS_BALANCE_ID_FIELD_NUMBER: _ClassVar[int]
    hours_balance_id: str
    def __init__(self, hours_balance_id: _Optional[str] = ...) -> None: ...

class BatchGetHoursBalancesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetHoursBalancesResponse(_message.Message):
    __slots__ = ("hours_balances",)
    HOURS_BALANCES_FIELD_NUMBER: _ClassVar[int]
    hours_balances: _containers.RepeatedCompositeFieldContainer[HoursBalance]
    def __init__(self, hours_balances: _Optional[_Iterable[_Union[HoursBalance, _Mapping]]] = ...) -> None: ...

class ListHoursBalancesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    order_by: HoursBalanceOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., order_by: _Optional[_Union[HoursBalanceOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListHoursBalancesResponse(_message.Message):
    __slots__ = ("hours_balances", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    HOURS_BALANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    hours_balances: _containers.RepeatedCompositeFieldContainer[HoursBalance]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, hours_balances: _Optional[_Iterable[_Union[HoursBalance, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class HoursBalanceOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: HoursBalanceOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[HoursBalanceOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
