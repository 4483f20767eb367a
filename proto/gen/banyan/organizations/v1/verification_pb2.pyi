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

class VerificationDocumentKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_DOCUMENT_KIND_UNSPECIFIED: _ClassVar[VerificationDocumentKind]
    VERIFICATION_DOCUMENT_KIND_REGISTRATION: _ClassVar[VerificationDocumentKind]
    VERIFICATION_DOCUMENT_KIND_BUSINESS_LICENCE: _ClassVar[VerificationDocumentKind]
    VERIFICATION_DOCUMENT_KIND_FILING: _ClassVar[VerificationDocumentKind]
    VERIFICATION_DOCUMENT_KIND_LETTER: _ClassVar[VerificationDocumentKind]

class VerificationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_STATE_UNSPECIFIED: _ClassVar[VerificationState]
    VERIFICATION_STATE_PENDING: _ClassVar[VerificationState]
    VERIFICATION_STATE_VERIFIED: _ClassVar[VerificationState]
    VERIFICATION_STATE_REJECTED: _ClassVar[VerificationState]
    VERIFICATION_STATE_WITHDRAWN: _ClassVar[VerificationState]
    VERIFICATION_STATE_EXPIRED: _ClassVar[VerificationState]
    VERIFICATION_STATE_REVOKED: _ClassVar[VerificationState]
    VERIFICATION_STATE_REPLACED: _ClassVar[VerificationState]

class VerificationOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_ORDER_FIELD_UNSPECIFIED: _ClassVar[VerificationOrderField]
    VERIFICATION_ORDER_FIELD_CREATE_TIME: _ClassVar[VerificationOrderField]
VERIFICATION_DOCUMENT_KIND_UNSPECIFIED: VerificationDocumentKind
VERIFICATION_DOCUMENT_KIND_REGISTRATION: VerificationDocumentKind
VERIFICATION_DOCUMENT_KIND_BUSINESS_LICENCE: VerificationDocumentKind
VERIFICATION_DOCUMENT_KIND_FILING: VerificationDocumentKind
VERIFICATION_DOCUMENT_KIND_LETTER: VerificationDocumentKind
VERIFICATION_STATE_UNSPECIFIED: VerificationState
VERIFICATION_STATE_PENDING: VerificationState
VERIFICATION_STATE_VERIFIED: VerificationState
VERIFICATION_STATE_REJECTED: VerificationState
VERIFICATION_STATE_WITHDRAWN: VerificationState
VERIFICATION_STATE_EXPIRED: VerificationState
VERIFICATION_STATE_REVOKED: VerificationState
VERIFICATION_STATE_REPLACED: VerificationState
VERIFICATION_ORDER_FIELD_UNSPECIFIED: VerificationOrderField
VERIFICATION_ORDER_FIELD_CREATE_TIME: VerificationOrderField

class Verification(_message.Message):
    __slots__ = ("id", "organization_id", "document_kind", "document_number", "note", "organization_name", "state", "requester_id", "decider_id", "decide_time", "reason", "expire_time", "is_expiring", "end_time", "create_time", "update_time", "verifier_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_KIND_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUESTER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_EXPIRING_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    document_kind: VerificationDocumentKind
    document_number: str
    note: str
    organization_name: str
    state: VerificationState
    requester_id: str
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    reason: str
    expire_time: _timestamp_pb2.Timestamp
    is_expiring: bool
    end_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    verifier_id: str
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., document_kind: _Optional[_Union[VerificationDocumentKind, str]] = ..., document_number: _Optional[str] = ..., note: _Optional[str] = ..., organization_name: _Optional[str] = ..., state: _Optional[_Union[VerificationState, str]] = ..., requester_id: _Optional[str] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_expiring: _Optional[bool] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., verifier_id: _Optional[str] = ...) -> None: ...

class RequestVerificationRequest(_message.Message):
    __slots__ = ("verification", "request_id")
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification: Verification
    request_id: str
    def __init__(self, verification: _Optional[_Union[Verification, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveVerificationRequest(_message.Message):
    __slots__ = ("verification_id", "expire_time", "reason", "request_id")
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    expire_time: _timestamp_pb2.Timestamp
    reason: str
    request_id: str
    def __init__(self, verification_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RejectVerificationRequest(_message.Message):
    __slots__ = ("verification_id", "reason", "request_id")
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    reason: str
    request_id: str
    def __init__(self, verification_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeVerificationRequest(_message.Message):
    __slots__ = ("verification_id", "reason", "request_id")
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    reason: str
    request_id: str
    def __init__(self, verification_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ConfirmVerificationRequest(_message.Message):
    __slots__ = ("verification_id", "reason", "request_id")
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    reason: str
    request_id: str
    def __init__(self, verification_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawVerificationRequest(_message.Message):
    __slots__ = ("verification_id", "request_id")
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    request_id: str
    def __init__(self, verification_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetVerificationRequest(_message.Message):
    __slots__ = ("verification_id",)
    VERIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    verification_id: str
    def __init__(self, verification_id: _Optional[str] = ...) -> None: ...

class BatchGetVerificationsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetVerificationsResponse(_message.Message):
    __slots__ = ("verifications",)
    VERIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    verifications: _containers.RepeatedCompositeFieldContainer[Verification]
    def __init__(self, verifications: _Optional[_Iterable[_Union[Verification, _Mapping]]] = ...) -> None: ...

class ListVerificationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "states", "order_by", "backward", "count_only", "ancestor_id")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    ANCESTOR_ID_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    states: _containers.RepeatedScalarFieldContainer[VerificationState]
    order_by: VerificationOrder
    backward: bool
    count_only: bool
    ancestor_id: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[VerificationState, str]]] = ..., order_by: _Optional[_Union[VerificationOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., ancestor_id: _Optional[str] = ...) -> None: ...

class ListVerificationsResponse(_message.Message):
    __slots__ = ("verifications", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    VERIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    verifications: _containers.RepeatedCompositeFieldContainer[Verification]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, verifications: _Optional[_Iterable[_Union[Verification, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class VerificationOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: VerificationOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[VerificationOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
