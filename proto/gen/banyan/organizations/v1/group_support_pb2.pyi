import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import enrolment_pb2 as _enrolment_pb2
from banyan.organizations.v1 import support_kind_pb2 as _support_kind_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GroupSupportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SUPPORT_STATE_UNSPECIFIED: _ClassVar[GroupSupportState]
    GROUP_SUPPORT_STATE_REQUESTED: _ClassVar[GroupSupportState]
    GROUP_SUPPORT_STATE_PROMISED: _ClassVar[GroupSupportState]
    GROUP_SUPPORT_STATE_DELIVERED: _ClassVar[GroupSupportState]
    GROUP_SUPPORT_STATE_SETTLED: _ClassVar[GroupSupportState]
    GROUP_SUPPORT_STATE_WITHDRAWN: _ClassVar[GroupSupportState]

class GroupSupportOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SUPPORT_ORDER_FIELD_UNSPECIFIED: _ClassVar[GroupSupportOrderField]
    GROUP_SUPPORT_ORDER_FIELD_CREATE_TIME: _ClassVar[GroupSupportOrderField]
    GROUP_SUPPORT_ORDER_FIELD_DUE_TIME: _ClassVar[GroupSupportOrderField]
GROUP_SUPPORT_STATE_UNSPECIFIED: GroupSupportState
GROUP_SUPPORT_STATE_REQUESTED: GroupSupportState
GROUP_SUPPORT_STATE_PROMISED: GroupSupportState
GROUP_SUPPORT_STATE_DELIVERED: GroupSupportState
GROUP_SUPPORT_STATE_SETTLED: GroupSupportState
GROUP_SUPPORT_STATE_WITHDRAWN: GroupSupportState
GROUP_SUPPORT_ORDER_FIELD_UNSPECIFIED: GroupSupportOrderField
GROUP_SUPPORT_ORDER_FIELD_CREATE_TIME: GroupSupportOrderField
GROUP_SUPPORT_ORDER_FIELD_DUE_TIME: GroupSupportOrderField

class GroupSupport(_message.Message):
    __slots__ = ("id", "enrolment_id", "organization_id", "cultivator_id", "stage_key", "kind", "description", "amount", "currency", "source", "is_from_outside", "booking_id", "event_id", "due_time", "settle_due_time", "state", "is_overdue", "reason", "promise_time", "deliver_time", "settle_time", "create_time", "update_time", "correction")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    IS_FROM_OUTSIDE_FIELD_NUMBER: _ClassVar[int]
    BOOKING_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    SETTLE_DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PROMISE_TIME_FIELD_NUMBER: _ClassVar[int]
    DELIVER_TIME_FIELD_NUMBER: _ClassVar[int]
    SETTLE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    enrolment_id: str
    organization_id: str
    cultivator_id: str
    stage_key: str
    kind: _support_kind_pb2.GroupSupportKind
    description: str
    amount: int
    currency: str
    source: str
    is_from_outside: bool
    booking_id: str
    event_id: str
    due_time: _timestamp_pb2.Timestamp
    settle_due_time: _timestamp_pb2.Timestamp
    state: GroupSupportState
    is_overdue: bool
    reason: str
    promise_time: _timestamp_pb2.Timestamp
    deliver_time: _timestamp_pb2.Timestamp
    settle_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    correction: str
    def __init__(self, id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., kind: _Optional[_Union[_support_kind_pb2.GroupSupportKind, str]] = ..., description: _Optional[str] = ..., amount: _Optional[int] = ..., currency: _Optional[str] = ..., source: _Optional[str] = ..., is_from_outside: _Optional[bool] = ..., booking_id: _Optional[str] = ..., event_id: _Optional[str] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., settle_due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[GroupSupportState, str]] = ..., is_overdue: _Optional[bool] = ..., reason: _Optional[str] = ..., promise_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., deliver_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., settle_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction: _Optional[str] = ...) -> None: ...

class SupportCost(_message.Message):
    __slots__ = ("organization_id", "stage_key", "currency", "count", "delivered_count", "promised_amount", "paid_amount", "settled_amount", "outside_amount")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_COUNT_FIELD_NUMBER: _ClassVar[int]
    PROMISED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAID_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SETTLED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    stage_key: str
    currency: str
    count: int
    delivered_count: int
    promised_amount: float
    paid_amount: float
    settled_amount: float
    outside_amount: float
    def __init__(self, organization_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., currency: _Optional[str] = ..., count: _Optional[int] = ..., delivered_count: _Optional[int] = ..., promised_amount: _Optional[float] = ..., paid_amount: _Optional[float] = ..., settled_amount: _Optional[float] = ..., outside_amount: _Optional[float] = ...) -> None: ...

class SupportSummary(_message.Message):
    __slots__ = ("costs",)
    COSTS_FIELD_NUMBER: _ClassVar[int]
    costs: _containers.RepeatedCompositeFieldContainer[SupportCost]
    def __init__(self, costs: _Optional[_Iterable[_Union[SupportCost, _Mapping]]] = ...) -> None: ...

class RequestStageSupportRequest(_message.Message):
    __slots__ = ("enrolment_id", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PromiseSupportRequest(_message.Message):
    __slots__ = ("enrolment_id", "group_support", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    GROUP_SUPPORT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    group_support: GroupSupport
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., group_support: _Optional[_Union[GroupSupport, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetGroupSupportRequest(_message.Message):
    __slots__ = ("group_support_id",)
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    def __init__(self, group_support_id: _Optional[str] = ...) -> None: ...

class BatchGetGroupSupportsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetGroupSupportsResponse(_message.Message):
    __slots__ = ("group_supports",)
    GROUP_SUPPORTS_FIELD_NUMBER: _ClassVar[int]
    group_supports: _containers.RepeatedCompositeFieldContainer[GroupSupport]
    def __init__(self, group_supports: _Optional[_Iterable[_Union[GroupSupport, _Mapping]]] = ...) -> None: ...

class ListGroupSupportsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "enrolment_id", "order_by", "backward", "count_only", "states", "kinds", "is_overdue")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    enrolment_id: str
    order_by: GroupSupportOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[GroupSupportState]
    kinds: _containers.RepeatedScalarFieldContainer[_support_kind_pb2.GroupSupportKind]
    is_overdue: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., order_by: _Optional[_Union[GroupSupportOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[GroupSupportState, str]]] = ..., kinds: _Optional[_Iterable[_Union[_support_kind_pb2.GroupSupportKind, str]]] = ..., is_overdue: _Optional[bool] = ...) -> None: ...

class ListGroupSupportsResponse(_message.Message):
    __slots__ = ("group_supports", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    GROUP_SUPPORTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    group_supports: _containers.RepeatedCompositeFieldContainer[GroupSupport]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, group_supports: _Optional[_Iterable[_Union[GroupSupport, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ListGivenGroupSupportsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "cultivator_id", "order_by", "backward", "count_only", "states", "kinds", "is_overdue", "due_before")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    DUE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    cultivator_id: str
    order_by: GroupSupportOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[GroupSupportState]
    kinds: _containers.RepeatedScalarFieldContainer[_support_kind_pb2.GroupSupportKind]
    is_overdue: bool
    due_before: _timestamp_pb2.Timestamp
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., order_by: _Optional[_Union[GroupSupportOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[GroupSupportState, str]]] = ..., kinds: _Optional[_Iterable[_Union[_support_kind_pb2.GroupSupportKind, str]]] = ..., is_overdue: _Optional[bool] = ..., due_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListGivenGroupSupportsResponse(_message.Message):
    __slots__ = ("group_supports", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    GROUP_SUPPORTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    group_supports: _containers.RepeatedCompositeFieldContainer[GroupSupport]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, group_supports: _Optional[_Iterable[_Union[GroupSupport, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class GrantSupportRequest(_message.Message):
    __slots__ = ("group_support_id", "due_time", "settle_due_time", "request_id", "booking_id", "event_id")
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    SETTLE_DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BOOKING_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    due_time: _timestamp_pb2.Timestamp
    settle_due_time: _timestamp_pb2.Timestamp
    request_id: str
    booking_id: str
    event_id: str
    def __init__(self, group_support_id: _Optional[str] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., settle_due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ..., booking_id: _Optional[str] = ..., event_id: _Optional[str] = ...) -> None: ...

class DeliverSupportRequest(_message.Message):
    __slots__ = ("group_support_id", "request_id", "booking_id", "event_id")
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BOOKING_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    request_id: str
    booking_id: str
    event_id: str
    def __init__(self, group_support_id: _Optional[str] = ..., request_id: _Optional[str] = ..., booking_id: _Optional[str] = ..., event_id: _Optional[str] = ...) -> None: ...

class WithdrawSupportRequest(_message.Message):
    __slots__ = ("group_support_id", "reason", "request_id")
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    reason: str
    request_id: str
    def __init__(self, group_support_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectSupportRequest(_message.Message):
    __slots__ = ("group_support_id", "reason", "request_id")
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    reason: str
    request_id: str
    def __init__(self, group_support_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SettleSupportRequest(_message.Message):
    __slots__ = ("group_support_id", "request_id")
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    group_support_id: str
    request_id: str
    def __init__(self, group_support_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SummarizeSupportRequest(_message.Message):
    __slots__ = ("organization_id",)
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    def __init__(self, organization_id: _Optional[str] = ...) -> None: ...

class GroupSupportOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: GroupSupportOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[GroupSupportOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
