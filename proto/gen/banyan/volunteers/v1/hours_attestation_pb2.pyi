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

class HoursAttestationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_ATTESTATION_STATE_UNSPECIFIED: _ClassVar[HoursAttestationState]
    HOURS_ATTESTATION_STATE_SUBMITTED: _ClassVar[HoursAttestationState]
    HOURS_ATTESTATION_STATE_APPROVED: _ClassVar[HoursAttestationState]
    HOURS_ATTESTATION_STATE_DECLINED: _ClassVar[HoursAttestationState]
    HOURS_ATTESTATION_STATE_REVERSED: _ClassVar[HoursAttestationState]

class HoursAttestationOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_ATTESTATION_ORDER_FIELD_UNSPECIFIED: _ClassVar[HoursAttestationOrderField]
    HOURS_ATTESTATION_ORDER_FIELD_CREATE_TIME: _ClassVar[HoursAttestationOrderField]
HOURS_ATTESTATION_STATE_UNSPECIFIED: HoursAttestationState
HOURS_ATTESTATION_STATE_SUBMITTED: HoursAttestationState
HOURS_ATTESTATION_STATE_APPROVED: HoursAttestationState
HOURS_ATTESTATION_STATE_DECLINED: HoursAttestationState
HOURS_ATTESTATION_STATE_REVERSED: HoursAttestationState
HOURS_ATTESTATION_ORDER_FIELD_UNSPECIFIED: HoursAttestationOrderField
HOURS_ATTESTATION_ORDER_FIELD_CREATE_TIME: HoursAttestationOrderField

class HoursAttestation(_message.Message):
    __slots__ = ("id", "organization_id", "person_id", "date", "minutes", "description", "state", "submitter_id", "decider_id", "decide_time", "reverser_id", "reverse_time", "reason", "create_time", "update_time", "additional")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    REVERSER_ID_FIELD_NUMBER: _ClassVar[int]
    REVERSE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ADDITIONAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    person_id: str
    date: str
    minutes: int
    description: str
    state: HoursAttestationState
    submitter_id: str
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    reverser_id: str
    reverse_time: _timestamp_pb2.Timestamp
    reason: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    additional: bool
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., date: _Optional[str] = ..., minutes: _Optional[int] = ..., description: _Optional[str] = ..., state: _Optional[_Union[HoursAttestationState, str]] = ..., submitter_id: _Optional[str] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reverser_id: _Optional[str] = ..., reverse_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., additional: _Optional[bool] = ...) -> None: ...

class SubmitHoursAttestationRequest(_message.Message):
    __slots__ = ("hours_attestation", "request_id")
    HOURS_ATTESTATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    hours_attestation: HoursAttestation
    request_id: str
    def __init__(self, hours_attestation: _Optional[_Union[HoursAttestation, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetHoursAttestationRequest(_message.Message):
    __slots__ = ("hours_attestation_id",)
    HOURS_ATTESTATION_ID_FIELD_NUMBER: _ClassVar[int]
    hours_attestation_id: str
    def __init__(self, hours_attestation_id: _Optional[str] = ...) -> None: ...

class BatchGetHoursAttestationsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetHoursAttestationsResponse(_message.Message):
    __slots__ = ("hours_attestations",)
    HOURS_ATTESTATIONS_FIELD_NUMBER: _ClassVar[int]
    hours_attestations: _containers.RepeatedCompositeFieldContainer[HoursAttestation]
    def __init__(self, hours_attestations: _Optional[_Iterable[_Union[HoursAttestation, _Mapping]]] = ...) -> None: ...

class ListHoursAttestationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "person_id", "states", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    person_id: str
    states: _containers.RepeatedScalarFieldContainer[HoursAttestationState]
    order_by: HoursAttestationOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[HoursAttestationState, str]]] = ..., order_by: _Optional[_Union[HoursAttestationOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListHoursAttestationsResponse(_message.Message):
    __slots__ = ("hours_attestations", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    HOURS_ATTESTATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    hours_attestations: _containers.RepeatedCompositeFieldContainer[HoursAttestation]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, hours_attestations: _Optional[_Iterable[_Union[HoursAttestation, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ApproveHoursAttestationRequest(_message.Message):
    __slots__ = ("hours_attestation_id", "request_id")
    HOURS_ATTESTATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    hours_attestation_id: str
    request_id: str
    def __init__(self, hours_attestation_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeclineHoursAttestationRequest(_message.Message):
    __slots__ = ("hours_attestation_id", "reason", "request_id")
    HOURS_ATTESTATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    hours_attestation_id: str
    reason: str
    request_id: str
    def __init__(self, hours_attestation_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReverseHoursAttestationRequest(_message.Message):
    __slots__ = ("hours_attestation_id", "reason", "request_id")
    HOURS_ATTESTATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    hours_attestation_id: str
    reason: str
    request_id: str
    def __init__(self, hours_attestation_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class HoursAttestationOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: HoursAttestationOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[HoursAttestationOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
