import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanAssignmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_ASSIGNMENT_STATE_UNSPECIFIED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_PLANNED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_SIGNED_UP: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_REFUSED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_PROPOSED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_DECLINED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_UNANSWERED: _ClassVar[PlanAssignmentState]
    PLAN_ASSIGNMENT_STATE_WITHDRAWN: _ClassVar[PlanAssignmentState]

class PlanGround(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_GROUND_UNSPECIFIED: _ClassVar[PlanGround]
    PLAN_GROUND_NOBODY_ELSE_CAN: _ClassVar[PlanGround]
    PLAN_GROUND_NOBODY_ELSE_IS_FREE: _ClassVar[PlanGround]
    PLAN_GROUND_TOLD_BEFORE: _ClassVar[PlanGround]
    PLAN_GROUND_HAD_LESS_THAN_OTHERS: _ClassVar[PlanGround]
    PLAN_GROUND_AS_GOOD_AS_ANOTHER: _ClassVar[PlanGround]
    PLAN_GROUND_FIXED: _ClassVar[PlanGround]

class PlanShareSize(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_SHARE_SIZE_UNSPECIFIED: _ClassVar[PlanShareSize]
    PLAN_SHARE_SIZE_LESS: _ClassVar[PlanShareSize]
    PLAN_SHARE_SIZE_ABOUT_AS_MUCH: _ClassVar[PlanShareSize]
    PLAN_SHARE_SIZE_MORE: _ClassVar[PlanShareSize]

class PlanReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_REASON_UNSPECIFIED: _ClassVar[PlanReason]
    PLAN_REASON_ALREADY_SIGNED_UP: _ClassVar[PlanReason]
    PLAN_REASON_SHIFT_FULL: _ClassVar[PlanReason]
    PLAN_REASON_SHIFT_ENDED: _ClassVar[PlanReason]
    PLAN_REASON_SHIFT_NOT_PLANNED: _ClassVar[PlanReason]
    PLAN_REASON_EVENT_NOT_PUBLISHED: _ClassVar[PlanReason]
    PLAN_REASON_ORGANIZATION_CLOSED: _ClassVar[PlanReason]
    PLAN_REASON_SIGN_UPS_CLOSED: _ClassVar[PlanReason]
    PLAN_REASON_AGE_UNKNOWN: _ClassVar[PlanReason]
    PLAN_REASON_TOO_YOUNG: _ClassVar[PlanReason]
    PLAN_REASON_SKILLS_UNKNOWN: _ClassVar[PlanReason]
    PLAN_REASON_SKILL_MISSING: _ClassVar[PlanReason]
    PLAN_REASON_PERSON_SUSPENDED: _ClassVar[PlanReason]
    PLAN_REASON_MEMBERS_ONLY: _ClassVar[PlanReason]
    PLAN_REASON_OVERLAPPING_SIGN_UP: _ClassVar[PlanReason]
    PLAN_REASON_PERSON_UNKNOWN: _ClassVar[PlanReason]
    PLAN_REASON_TOO_MANY_SIGN_UPS: _ClassVar[PlanReason]
    PLAN_REASON_OVERLAP: _ClassVar[PlanReason]
    PLAN_REASON_REST: _ClassVar[PlanReason]
    PLAN_REASON_HOURS_OF_DAY: _ClassVar[PlanReason]
    PLAN_REASON_HOURS_OF_WEEK: _ClassVar[PlanReason]
    PLAN_REASON_HOURS_OF_PLAN: _ClassVar[PlanReason]
    PLAN_REASON_SHIFTS_OF_DAY: _ClassVar[PlanReason]
    PLAN_REASON_DAYS_IN_A_ROW: _ClassVar[PlanReason]
    PLAN_REASON_WEEKENDS: _ClassVar[PlanReason]
    PLAN_REASON_PLACES_FILLED: _ClassVar[PlanReason]
    PLAN_REASON_COSTS_MORE: _ClassVar[PlanReason]
    PLAN_REASON_INTERNAL: _ClassVar[PlanReason]
    PLAN_REASON_EXCLUDED: _ClassVar[PlanReason]
    PLAN_REASON_QUALIFICATION_MISSING: _ClassVar[PlanReason]
    PLAN_REASON_AWAY: _ClassVar[PlanReason]
    PLAN_REASON_PLACES: _ClassVar[PlanReason]
    PLAN_REASON_NOT_ABLE: _ClassVar[PlanReason]
PLAN_ASSIGNMENT_STATE_UNSPECIFIED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_PLANNED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_SIGNED_UP: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_REFUSED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_PROPOSED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_DECLINED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_UNANSWERED: PlanAssignmentState
PLAN_ASSIGNMENT_STATE_WITHDRAWN: PlanAssignmentState
PLAN_GROUND_UNSPECIFIED: PlanGround
PLAN_GROUND_NOBODY_ELSE_CAN: PlanGround
PLAN_GROUND_NOBODY_ELSE_IS_FREE: PlanGround
PLAN_GROUND_TOLD_BEFORE: PlanGround
PLAN_GROUND_HAD_LESS_THAN_OTHERS: PlanGround
PLAN_GROUND_AS_GOOD_AS_ANOTHER: PlanGround
PLAN_GROUND_FIXED: PlanGround
PLAN_SHARE_SIZE_UNSPECIFIED: PlanShareSize
PLAN_SHARE_SIZE_LESS: PlanShareSize
PLAN_SHARE_SIZE_ABOUT_AS_MUCH: PlanShareSize
PLAN_SHARE_SIZE_MORE: PlanShareSize
PLAN_REASON_UNSPECIFIED: PlanReason
PLAN_REASON_ALREADY_SIGNED_UP: PlanReason
PLAN_REASON_SHIFT_FULL: PlanReason
PLAN_REASON_SHIFT_ENDED: PlanReason
PLAN_REASON_SHIFT_NOT_PLANNED: PlanReason
PLAN_REASON_EVENT_NOT_PUBLISHED: PlanReason
PLAN_REASON_ORGANIZATION_CLOSED: PlanReason
PLAN_REASON_SIGN_UPS_CLOSED: PlanReason
PLAN_REASON_AGE_UNKNOWN: PlanReason
PLAN_REASON_TOO_YOUNG: PlanReason
PLAN_REASON_SKILLS_UNKNOWN: PlanReason
PLAN_REASON_SKILL_MISSING: PlanReason
PLAN_REASON_PERSON_SUSPENDED: PlanReason
PLAN_REASON_MEMBERS_ONLY: PlanReason
PLAN_REASON_OVERLAPPING_SIGN_UP: PlanReason
PLAN_REASON_PERSON_UNKNOWN: PlanReason
PLAN_REASON_TOO_MANY_SIGN_UPS: PlanReason
PLAN_REASON_OVERLAP: PlanReason
PLAN_REASON_REST: PlanReason
PLAN_REASON_HOURS_OF_DAY: PlanReason
PLAN_REASON_HOURS_OF_WEEK: PlanReason
PLAN_REASON_HOURS_OF_PLAN: PlanReason
PLAN_REASON_SHIFTS_OF_DAY: PlanReason
PLAN_REASON_DAYS_IN_A_ROW: PlanReason
PLAN_REASON_WEEKENDS: PlanReason
PLAN_REASON_PLACES_FILLED: PlanReason
PLAN_REASON_COSTS_MORE: PlanReason
PLAN_REASON_INTERNAL: PlanReason
PLAN_REASON_EXCLUDED: PlanReason
PLAN_REASON_QUALIFICATION_MISSING: PlanReason
PLAN_REASON_AWAY: PlanReason
PLAN_REASON_PLACES: PlanReason
PLAN_REASON_NOT_ABLE: PlanReason

class PlanAssignment(_message.Message):
    __slots__ = ("shift_id", "person_id", "start_time", "state", "grounds", "able_count", "free_count", "refused_reasons", "role_id", "answer_by_time")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    GROUNDS_FIELD_NUMBER: _ClassVar[int]
    ABLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    FREE_COUNT_FIELD_NUMBER: _ClassVar[int]
    REFUSED_REASONS_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_BY_TIME_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    person_id: str
    start_time: _timestamp_pb2.Timestamp
    state: PlanAssignmentState
    grounds: _containers.RepeatedScalarFieldContainer[PlanGround]
    able_count: int
    free_count: int
    refused_reasons: _containers.RepeatedScalarFieldContainer[PlanReason]
    role_id: str
    answer_by_time: _timestamp_pb2.Timestamp
    def __init__(self, shift_id: _Optional[str] = ..., person_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[PlanAssignmentState, str]] = ..., grounds: _Optional[_Iterable[_Union[PlanGround, str]]] = ..., able_count: _Optional[int] = ..., free_count: _Optional[int] = ..., refused_reasons: _Optional[_Iterable[_Union[PlanReason, str]]] = ..., role_id: _Optional[str] = ..., answer_by_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PlanGap(_message.Message):
    __slots__ = ("shift_id", "start_time", "missing", "reasons", "remedy", "roles")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    start_time: _timestamp_pb2.Timestamp
    missing: int
    reasons: _containers.RepeatedCompositeFieldContainer[PlanReasonCount]
    remedy: PlanRemedy
    roles: _containers.RepeatedCompositeFieldContainer[PlanRoleGap]
    def __init__(self, shift_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., missing: _Optional[int] = ..., reasons: _Optional[_Iterable[_Union[PlanReasonCount, _Mapping]]] = ..., remedy: _Optional[_Union[PlanRemedy, _Mapping]] = ..., roles: _Optional[_Iterable[_Union[PlanRoleGap, _Mapping]]] = ...) -> None: ...

class PlanRoleGap(_message.Message):
    __slots__ = ("role_id", "missing", "reasons", "remedy")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    missing: int
    reasons: _containers.RepeatedCompositeFieldContainer[PlanReasonCount]
    remedy: PlanRemedy
    def __init__(self, role_id: _Optional[str] = ..., missing: _Optional[int] = ..., reasons: _Optional[_Iterable[_Union[PlanReasonCount, _Mapping]]] = ..., remedy: _Optional[_Union[PlanRemedy, _Mapping]] = ...) -> None: ...

class PlanReasonCount(_message.Message):
    __slots__ = ("reason", "people_count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: PlanReason
    people_count: int
    def __init__(self, reason: _Optional[_Union[PlanReason, str]] = ..., people_count: _Optional[int] = ...) -> None: ...

class PlanRemedy(_message.Message):
    __slots__ = ("reasons", "people_count")
    REASONS_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    reasons: _containers.RepeatedScalarFieldContainer[PlanReason]
    people_count: int
    def __init__(self, reasons: _Optional[_Iterable[_Union[PlanReason, str]]] = ..., people_count: _Optional[int] = ...) -> None: ...

class PlanShare(_message.Message):
    __slots__ = ("person_id", "minutes", "size", "possible_count", "had_more_before", "reasons")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    HAD_MORE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    minutes: int
    size: PlanShareSize
    possible_count: int
    had_more_before: bool
    reasons: _containers.RepeatedCompositeFieldContainer[PlanShiftReason]
    def __init__(self, person_id: _Optional[str] = ..., minutes: _Optional[int] = ..., size: _Optional[_Union[PlanShareSize, str]] = ..., possible_count: _Optional[int] = ..., had_more_before: _Optional[bool] = ..., reasons: _Optional[_Iterable[_Union[PlanShiftReason, _Mapping]]] = ...) -> None: ...

class PlanShiftReason(_message.Message):
    __slots__ = ("reason", "shift_count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    SHIFT_COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: PlanReason
    shift_count: int
    def __init__(self, reason: _Optional[_Union[PlanReason, str]] = ..., shift_count: _Optional[int] = ...) -> None: ...
