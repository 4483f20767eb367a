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

class ClosingCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLOSING_CAUSE_UNSPECIFIED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_COMPLETED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_MERGED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_MEMBERS_LEFT: _ClassVar[ClosingCause]
    CLOSING_CAUSE_NO_LEADERS: _ClassVar[ClosingCause]
    CLOSING_CAUSE_OTHER: _ClassVar[ClosingCause]

class UnfinishedKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNFINISHED_KIND_UNSPECIFIED: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_EVENTS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_ORGANIZATIONS_BELOW: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_SUPPORT_TO_SETTLE: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_SUPPORT_TO_COME: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_ENROLMENTS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_APPLICATIONS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_CULTIVATED_GROUPS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_MENTORED_GROUPS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_PROPOSALS: _ClassVar[UnfinishedKind]
    UNFINISHED_KIND_SECOND_LOOKS: _ClassVar[UnfinishedKind]

class GroupClosingOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_CLOSING_ORDER_FIELD_UNSPECIFIED: _ClassVar[GroupClosingOrderField]
    GROUP_CLOSING_ORDER_FIELD_CREATE_TIME: _ClassVar[GroupClosingOrderField]
CLOSING_CAUSE_UNSPECIFIED: ClosingCause
CLOSING_CAUSE_COMPLETED: ClosingCause
CLOSING_CAUSE_MERGED: ClosingCause
CLOSING_CAUSE_MEMBERS_LEFT: ClosingCause
CLOSING_CAUSE_NO_LEADERS: ClosingCause
CLOSING_CAUSE_OTHER: ClosingCause
UNFINISHED_KIND_UNSPECIFIED: UnfinishedKind
UNFINISHED_KIND_EVENTS: UnfinishedKind
UNFINISHED_KIND_ORGANIZATIONS_BELOW: UnfinishedKind
UNFINISHED_KIND_SUPPORT_TO_SETTLE: UnfinishedKind
UNFINISHED_KIND_SUPPORT_TO_COME: UnfinishedKind
UNFINISHED_KIND_ENROLMENTS: UnfinishedKind
UNFINISHED_KIND_APPLICATIONS: UnfinishedKind
UNFINISHED_KIND_CULTIVATED_GROUPS: UnfinishedKind
UNFINISHED_KIND_MENTORED_GROUPS: UnfinishedKind
UNFINISHED_KIND_PROPOSALS: UnfinishedKind
UNFINISHED_KIND_SECOND_LOOKS: UnfinishedKind
GROUP_CLOSING_ORDER_FIELD_UNSPECIFIED: GroupClosingOrderField
GROUP_CLOSING_ORDER_FIELD_CREATE_TIME: GroupClosingOrderField

class GroupClosing(_message.Message):
    __slots__ = ("id", "organization_id", "cause", "text", "successor_id", "approve_time", "handovers", "closer_id", "members_count", "events_count", "participants_count", "recorded_minutes", "attested_minutes", "months", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_ID_FIELD_NUMBER: _ClassVar[int]
    APPROVE_TIME_FIELD_NUMBER: _ClassVar[int]
    HANDOVERS_FIELD_NUMBER: _ClassVar[int]
    CLOSER_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_COUNT_FIELD_NUMBER: _ClassVar[int]
    EVENTS_COUNT_FIELD_NUMBER: _ClassVar[int]
    PARTICIPANTS_COUNT_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    cause: ClosingCause
    text: str
    successor_id: str
    approve_time: _timestamp_pb2.Timestamp
    handovers: _containers.RepeatedCompositeFieldContainer[ClosingHandover]
    closer_id: str
    members_count: int
    events_count: int
    participants_count: int
    recorded_minutes: int
    attested_minutes: int
    months: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cause: _Optional[_Union[ClosingCause, str]] = ..., text: _Optional[str] = ..., successor_id: _Optional[str] = ..., approve_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., handovers: _Optional[_Iterable[_Union[ClosingHandover, _Mapping]]] = ..., closer_id: _Optional[str] = ..., members_count: _Optional[int] = ..., events_count: _Optional[int] = ..., participants_count: _Optional[int] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ..., months: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClosingHandover(_message.Message):
    __slots__ = ("description", "receiver", "organization_id", "group_support_id")
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    GROUP_SUPPORT_ID_FIELD_NUMBER: _ClassVar[int]
    description: str
    receiver: str
    organization_id: str
    group_support_id: str
    def __init__(self, description: _Optional[str] = ..., receiver: _Optional[str] = ..., organization_id: _Optional[str] = ..., group_support_id: _Optional[str] = ...) -> None: ...

class UnfinishedBusiness(_message.Message):
    __slots__ = ("can_end", "items", "group_support_ids")
    CAN_END_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    GROUP_SUPPORT_IDS_FIELD_NUMBER: _ClassVar[int]
    can_end: bool
    items: _containers.RepeatedCompositeFieldContainer[UnfinishedItem]
    group_support_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, can_end: _Optional[bool] = ..., items: _Optional[_Iterable[_Union[UnfinishedItem, _Mapping]]] = ..., group_support_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class UnfinishedItem(_message.Message):
    __slots__ = ("kind", "count", "must_be_settled")
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    MUST_BE_SETTLED_FIELD_NUMBER: _ClassVar[int]
    kind: UnfinishedKind
    count: int
    must_be_settled: bool
    def __init__(self, kind: _Optional[_Union[UnfinishedKind, str]] = ..., count: _Optional[int] = ..., must_be_settled: _Optional[bool] = ...) -> None: ...

class FindUnfinishedBusinessRequest(_message.Message):
    __slots__ = ("organization_id",)
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    def __init__(self, organization_id: _Optional[str] = ...) -> None: ...

class EndGroupRequest(_message.Message):
    __slots__ = ("organization_id", "cause", "text", "successor_id", "handovers", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_ID_FIELD_NUMBER: _ClassVar[int]
    HANDOVERS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    cause: ClosingCause
    text: str
    successor_id: str
    handovers: _containers.RepeatedCompositeFieldContainer[ClosingHandover]
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., cause: _Optional[_Union[ClosingCause, str]] = ..., text: _Optional[str] = ..., successor_id: _Optional[str] = ..., handovers: _Optional[_Iterable[_Union[ClosingHandover, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveSuccessionRequest(_message.Message):
    __slots__ = ("group_closing_id", "request_id")
    GROUP_CLOSING_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    group_closing_id: str
    request_id: str
    def __init__(self, group_closing_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetGroupClosingRequest(_message.Message):
    __slots__ = ("group_closing_id",)
    GROUP_CLOSING_ID_FIELD_NUMBER: _ClassVar[int]
    group_closing_id: str
    def __init__(self, group_closing_id: _Optional[str] = ...) -> None: ...

class BatchGetGroupClosingsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetGroupClosingsResponse(_message.Message):
    __slots__ = ("group_closings",)
    GROUP_CLOSINGS_FIELD_NUMBER: _ClassVar[int]
    group_closings: _containers.RepeatedCompositeFieldContainer[GroupClosing]
    def __init__(self, group_closings: _Optional[_Iterable[_Union[GroupClosing, _Mapping]]] = ...) -> None: ...

class ListGroupClosingsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: GroupClosingOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[GroupClosingOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListGroupClosingsResponse(_message.Message):
    __slots__ = ("group_closings", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    GROUP_CLOSINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    group_closings: _containers.RepeatedCompositeFieldContainer[GroupClosing]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, group_closings: _Optional[_Iterable[_Union[GroupClosing, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class GroupClosingOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: GroupClosingOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[GroupClosingOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
