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

class ComplaintState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPLAINT_STATE_UNSPECIFIED: _ClassVar[ComplaintState]
    COMPLAINT_STATE_OPEN: _ClassVar[ComplaintState]
    COMPLAINT_STATE_ANSWERED: _ClassVar[ComplaintState]
    COMPLAINT_STATE_CLOSED: _ClassVar[ComplaintState]

class ComplaintOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPLAINT_ORDER_FIELD_UNSPECIFIED: _ClassVar[ComplaintOrderField]
    COMPLAINT_ORDER_FIELD_CREATE_TIME: _ClassVar[ComplaintOrderField]
COMPLAINT_STATE_UNSPECIFIED: ComplaintState
COMPLAINT_STATE_OPEN: ComplaintState
COMPLAINT_STATE_ANSWERED: ComplaintState
COMPLAINT_STATE_CLOSED: ComplaintState
COMPLAINT_ORDER_FIELD_UNSPECIFIED: ComplaintOrderField
COMPLAINT_ORDER_FIELD_CREATE_TIME: ComplaintOrderField

class Complaint(_message.Message):
    __slots__ = ("id", "organization_id", "cultivator_id", "complainant_id", "text", "state", "answer", "answerer_id", "answer_time", "close_time", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    COMPLAINANT_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    ANSWERER_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    cultivator_id: str
    complainant_id: str
    text: str
    state: ComplaintState
    answer: str
    answerer_id: str
    answer_time: _timestamp_pb2.Timestamp
    close_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., complainant_id: _Optional[str] = ..., text: _Optional[str] = ..., state: _Optional[_Union[ComplaintState, str]] = ..., answer: _Optional[str] = ..., answerer_id: _Optional[str] = ..., answer_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., close_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FileComplaintRequest(_message.Message):
    __slots__ = ("organization_id", "text", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    text: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., text: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerComplaintRequest(_message.Message):
    __slots__ = ("complaint_id", "answer", "request_id")
    COMPLAINT_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    complaint_id: str
    answer: str
    request_id: str
    def __init__(self, complaint_id: _Optional[str] = ..., answer: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseComplaintRequest(_message.Message):
    __slots__ = ("complaint_id", "request_id")
    COMPLAINT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    complaint_id: str
    request_id: str
    def __init__(self, complaint_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetComplaintRequest(_message.Message):
    __slots__ = ("complaint_id",)
    COMPLAINT_ID_FIELD_NUMBER: _ClassVar[int]
    complaint_id: str
    def __init__(self, complaint_id: _Optional[str] = ...) -> None: ...

class BatchGetComplaintsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetComplaintsResponse(_message.Message):
    __slots__ = ("complaints",)
    COMPLAINTS_FIELD_NUMBER: _ClassVar[int]
    complaints: _containers.RepeatedCompositeFieldContainer[Complaint]
    def __init__(self, complaints: _Optional[_Iterable[_Union[Complaint, _Mapping]]] = ...) -> None: ...

class ListComplaintsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "cultivator_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    cultivator_id: str
    order_by: ComplaintOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[ComplaintState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., order_by: _Optional[_Union[ComplaintOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[ComplaintState, str]]] = ...) -> None: ...

class ListComplaintsResponse(_message.Message):
    __slots__ = ("complaints", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    COMPLAINTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    complaints: _containers.RepeatedCompositeFieldContainer[Complaint]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, complaints: _Optional[_Iterable[_Union[Complaint, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ComplaintOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ComplaintOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ComplaintOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
