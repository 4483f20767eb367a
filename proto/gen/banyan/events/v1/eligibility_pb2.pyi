from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Eligibility(_message.Message):
    __slots__ = ("shift_id", "can_sign_up", "can_join_waitlist", "reasons", "warnings", "roles", "places_free")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    CAN_SIGN_UP_FIELD_NUMBER: _ClassVar[int]
    CAN_JOIN_WAITLIST_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    PLACES_FREE_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    can_sign_up: bool
    can_join_waitlist: bool
    reasons: _containers.RepeatedCompositeFieldContainer[EligibilityReason]
    warnings: _containers.RepeatedCompositeFieldContainer[EligibilityReason]
    roles: _containers.RepeatedCompositeFieldContainer[RoleEligibility]
    places_free: int
    def __init__(self, shift_id: _Optional[str] = ..., can_sign_up: _Optional[bool] = ..., can_join_waitlist: _Optional[bool] = ..., reasons: _Optional[_Iterable[_Union[EligibilityReason, _Mapping]]] = ..., warnings: _Optional[_Iterable[_Union[EligibilityReason, _Mapping]]] = ..., roles: _Optional[_Iterable[_Union[RoleEligibility, _Mapping]]] = ..., places_free: _Optional[int] = ...) -> None: ...

class RoleEligibility(_message.Message):
    __slots__ = ("role_id", "can_sign_up", "can_join_waitlist", "reasons")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    CAN_SIGN_UP_FIELD_NUMBER: _ClassVar[int]
    CAN_JOIN_WAITLIST_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    can_sign_up: bool
    can_join_waitlist: bool
    reasons: _containers.RepeatedCompositeFieldContainer[EligibilityReason]
    def __init__(self, role_id: _Optional[str] = ..., can_sign_up: _Optional[bool] = ..., can_join_waitlist: _Optional[bool] = ..., reasons: _Optional[_Iterable[_Union[EligibilityReason, _Mapping]]] = ...) -> None: ...

class EligibilityReason(_message.Message):
    __slots__ = ("reason", "message", "params")
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    reason: str
    message: str
    params: _containers.RepeatedCompositeFieldContainer[EligibilityParam]
    def __init__(self, reason: _Optional[str] = ..., message: _Optional[str] = ..., params: _Optional[_Iterable[_Union[EligibilityParam, _Mapping]]] = ...) -> None: ...

class EligibilityParam(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class BatchGetEligibilitiesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEligibilitiesResponse(_message.Message):
    __slots__ = ("eligibilities",)
    ELIGIBILITIES_FIELD_NUMBER: _ClassVar[int]
    eligibilities: _containers.RepeatedCompositeFieldContainer[Eligibility]
    def __init__(self, eligibilities: _Optional[_Iterable[_Union[Eligibility, _Mapping]]] = ...) -> None: ...
