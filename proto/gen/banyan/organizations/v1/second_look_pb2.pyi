import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import review_pb2 as _review_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SecondLookState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SECOND_LOOK_STATE_UNSPECIFIED: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_REQUESTED: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_ASSIGNED: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_UPHELD: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_ADVISED: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_TAKEN_BACK: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_DECLINED: _ClassVar[SecondLookState]
    SECOND_LOOK_STATE_LAPSED: _ClassVar[SecondLookState]

class SecondLookOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SECOND_LOOK_ORDER_FIELD_UNSPECIFIED: _ClassVar[SecondLookOrderField]
    SECOND_LOOK_ORDER_FIELD_CREATE_TIME: _ClassVar[SecondLookOrderField]
SECOND_LOOK_STATE_UNSPECIFIED: SecondLookState
SECOND_LOOK_STATE_REQUESTED: SecondLookState
SECOND_LOOK_STATE_ASSIGNED: SecondLookState
SECOND_LOOK_STATE_UPHELD: SecondLookState
SECOND_LOOK_STATE_ADVISED: SecondLookState
SECOND_LOOK_STATE_TAKEN_BACK: SecondLookState
SECOND_LOOK_STATE_DECLINED: SecondLookState
SECOND_LOOK_STATE_LAPSED: SecondLookState
SECOND_LOOK_ORDER_FIELD_UNSPECIFIED: SecondLookOrderField
SECOND_LOOK_ORDER_FIELD_CREATE_TIME: SecondLookOrderField

class SecondLook(_message.Message):
    __slots__ = ("id", "review_id", "enrolment_id", "organization_id", "cultivator_id", "state", "request", "requester_id", "reviewer_organization_id", "reviewer_id", "opinion", "opinion_time", "reason", "new_review_id", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ID_FIELD_NUMBER: _ClassVar[int]
    OPINION_FIELD_NUMBER: _ClassVar[int]
    OPINION_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NEW_REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    review_id: str
    enrolment_id: str
    organization_id: str
    cultivator_id: str
    state: SecondLookState
    request: str
    requester_id: str
    reviewer_organization_id: str
    reviewer_id: str
    opinion: str
    opinion_time: _timestamp_pb2.Timestamp
    reason: str
    new_review_id: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., review_id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., state: _Optional[_Union[SecondLookState, str]] = ..., request: _Optional[str] = ..., requester_id: _Optional[str] = ..., reviewer_organization_id: _Optional[str] = ..., reviewer_id: _Optional[str] = ..., opinion: _Optional[str] = ..., opinion_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., new_review_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RequestSecondLookRequest(_message.Message):
    __slots__ = ("review_id", "request", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    request: str
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., request: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignSecondLookRequest(_message.Message):
    __slots__ = ("second_look_id", "reviewer_organization_id", "reviewer_id", "request_id")
    SECOND_LOOK_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    second_look_id: str
    reviewer_organization_id: str
    reviewer_id: str
    request_id: str
    def __init__(self, second_look_id: _Optional[str] = ..., reviewer_organization_id: _Optional[str] = ..., reviewer_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GiveSecondOpinionRequest(_message.Message):
    __slots__ = ("second_look_id", "upholds", "opinion", "request_id")
    SECOND_LOOK_ID_FIELD_NUMBER: _ClassVar[int]
    UPHOLDS_FIELD_NUMBER: _ClassVar[int]
    OPINION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    second_look_id: str
    upholds: bool
    opinion: str
    request_id: str
    def __init__(self, second_look_id: _Optional[str] = ..., upholds: _Optional[bool] = ..., opinion: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class TakeBackDecisionRequest(_message.Message):
    __slots__ = ("second_look_id", "outcome", "reason", "request_id")
    SECOND_LOOK_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    second_look_id: str
    outcome: _review_pb2.ReviewOutcome
    reason: str
    request_id: str
    def __init__(self, second_look_id: _Optional[str] = ..., outcome: _Optional[_Union[_review_pb2.ReviewOutcome, str]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeclineSecondLookRequest(_message.Message):
    __slots__ = ("second_look_id", "reason", "request_id")
    SECOND_LOOK_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    second_look_id: str
    reason: str
    request_id: str
    def __init__(self, second_look_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetSecondLookRequest(_message.Message):
    __slots__ = ("second_look_id",)
    SECOND_LOOK_ID_FIELD_NUMBER: _ClassVar[int]
    second_look_id: str
    def __init__(self, second_look_id: _Optional[str] = ...) -> None: ...

class BatchGetSecondLooksRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetSecondLooksResponse(_message.Message):
    __slots__ = ("second_looks",)
    SECOND_LOOKS_FIELD_NUMBER: _ClassVar[int]
    second_looks: _containers.RepeatedCompositeFieldContainer[SecondLook]
    def __init__(self, second_looks: _Optional[_Iterable[_Union[SecondLook, _Mapping]]] = ...) -> None: ...

class ListSecondLooksRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "review_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    review_id: str
    order_by: SecondLookOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., review_id: _Optional[str] = ..., order_by: _Optional[_Union[SecondLookOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListSecondLooksResponse(_message.Message):
    __slots__ = ("second_looks", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    SECOND_LOOKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    second_looks: _containers.RepeatedCompositeFieldContainer[SecondLook]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, second_looks: _Optional[_Iterable[_Union[SecondLook, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class SecondLookOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: SecondLookOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[SecondLookOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
