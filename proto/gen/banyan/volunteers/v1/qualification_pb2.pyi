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

class QualificationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QUALIFICATION_STATE_UNSPECIFIED: _ClassVar[QualificationState]
    QUALIFICATION_STATE_CLAIMED: _ClassVar[QualificationState]
    QUALIFICATION_STATE_VERIFIED: _ClassVar[QualificationState]
    QUALIFICATION_STATE_REJECTED: _ClassVar[QualificationState]
    QUALIFICATION_STATE_EXPIRED: _ClassVar[QualificationState]
    QUALIFICATION_STATE_WITHDRAWN: _ClassVar[QualificationState]

class QualificationOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QUALIFICATION_ORDER_FIELD_UNSPECIFIED: _ClassVar[QualificationOrderField]
    QUALIFICATION_ORDER_FIELD_CREATE_TIME: _ClassVar[QualificationOrderField]
QUALIFICATION_STATE_UNSPECIFIED: QualificationState
QUALIFICATION_STATE_CLAIMED: QualificationState
QUALIFICATION_STATE_VERIFIED: QualificationState
QUALIFICATION_STATE_REJECTED: QualificationState
QUALIFICATION_STATE_EXPIRED: QualificationState
QUALIFICATION_STATE_WITHDRAWN: QualificationState
QUALIFICATION_ORDER_FIELD_UNSPECIFIED: QualificationOrderField
QUALIFICATION_ORDER_FIELD_CREATE_TIME: QualificationOrderField

class Qualification(_message.Message):
    __slots__ = ("id", "person_id", "qualification_kind_id", "issued_date", "valid_until_date", "state", "decider_id", "decide_time", "reason", "warned_days", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    QUALIFICATION_KIND_ID_FIELD_NUMBER: _ClassVar[int]
    ISSUED_DATE_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_DATE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WARNED_DAYS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    qualification_kind_id: str
    issued_date: str
    valid_until_date: str
    state: QualificationState
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    reason: str
    warned_days: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., qualification_kind_id: _Optional[str] = ..., issued_date: _Optional[str] = ..., valid_until_date: _Optional[str] = ..., state: _Optional[_Union[QualificationState, str]] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., warned_days: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClaimQualificationRequest(_message.Message):
    __slots__ = ("qualification", "request_id")
    QUALIFICATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    qualification: Qualification
    request_id: str
    def __init__(self, qualification: _Optional[_Union[Qualification, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetQualificationRequest(_message.Message):
    __slots__ = ("qualification_id",)
    QUALIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    qualification_id: str
    def __init__(self, qualification_id: _Optional[str] = ...) -> None: ...

class BatchGetQualificationsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetQualificationsResponse(_message.Message):
    __slots__ = ("qualifications",)
    QUALIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    qualifications: _containers.RepeatedCompositeFieldContainer[Qualification]
    def __init__(self, qualifications: _Optional[_Iterable[_Union[Qualification, _Mapping]]] = ...) -> None: ...

class ListQualificationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "person_id", "qualification_kind_id", "states", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    QUALIFICATION_KIND_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    person_id: str
    qualification_kind_id: str
    states: _containers.RepeatedScalarFieldContainer[QualificationState]
    order_by: QualificationOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., qualification_kind_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[QualificationState, str]]] = ..., order_by: _Optional[_Union[QualificationOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListQualificationsResponse(_message.Message):
    __slots__ = ("qualifications", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    QUALIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    qualifications: _containers.RepeatedCompositeFieldContainer[Qualification]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, qualifications: _Optional[_Iterable[_Union[Qualification, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListQualificationsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListQualificationsRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListQualificationsRequest, _Mapping]]] = ...) -> None: ...

class BatchListQualificationsResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListQualificationsResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListQualificationsResponse, _Mapping]]] = ...) -> None: ...

class VerifyQualificationRequest(_message.Message):
    __slots__ = ("qualification_id", "request_id")
    QUALIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    qualification_id: str
    request_id: str
    def __init__(self, qualification_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RejectQualificationRequest(_message.Message):
    __slots__ = ("qualification_id", "reason", "request_id")
    QUALIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    qualification_id: str
    reason: str
    request_id: str
    def __init__(self, qualification_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawQualificationRequest(_message.Message):
    __slots__ = ("qualification_id", "request_id")
    QUALIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    qualification_id: str
    request_id: str
    def __init__(self, qualification_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class QualificationOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: QualificationOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[QualificationOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
