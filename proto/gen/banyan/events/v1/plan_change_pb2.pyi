from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import plan_answer_pb2 as _plan_answer_pb2
from banyan.events.v1 import schedule_plan_pb2 as _schedule_plan_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanAim(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_AIM_UNSPECIFIED: _ClassVar[PlanAim]
    PLAN_AIM_PLACES: _ClassVar[PlanAim]
    PLAN_AIM_FAIRNESS: _ClassVar[PlanAim]
    PLAN_AIM_HOURS: _ClassVar[PlanAim]
    PLAN_AIM_FEW_CHANGES: _ClassVar[PlanAim]
PLAN_AIM_UNSPECIFIED: PlanAim
PLAN_AIM_PLACES: PlanAim
PLAN_AIM_FAIRNESS: PlanAim
PLAN_AIM_HOURS: PlanAim
PLAN_AIM_FEW_CHANGES: PlanAim

class PlanPair(_message.Message):
    __slots__ = ("shift_id", "person_id", "role_id")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    person_id: str
    role_id: str
    def __init__(self, shift_id: _Optional[str] = ..., person_id: _Optional[str] = ..., role_id: _Optional[str] = ...) -> None: ...

class PlanProposal(_message.Message):
    __slots__ = ("added", "removed", "unfilled", "people_to_tell", "costs", "broken", "mended")
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    UNFILLED_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_TO_TELL_FIELD_NUMBER: _ClassVar[int]
    COSTS_FIELD_NUMBER: _ClassVar[int]
    BROKEN_FIELD_NUMBER: _ClassVar[int]
    MENDED_FIELD_NUMBER: _ClassVar[int]
    added: _containers.RepeatedCompositeFieldContainer[PlanPair]
    removed: _containers.RepeatedCompositeFieldContainer[PlanPair]
    unfilled: _containers.RepeatedCompositeFieldContainer[PlanPair]
    people_to_tell: int
    costs: _containers.RepeatedCompositeFieldContainer[PlanCost]
    broken: _containers.RepeatedCompositeFieldContainer[PlanFault]
    mended: _containers.RepeatedCompositeFieldContainer[PlanFault]
    def __init__(self, added: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., removed: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., unfilled: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., people_to_tell: _Optional[int] = ..., costs: _Optional[_Iterable[_Union[PlanCost, _Mapping]]] = ..., broken: _Optional[_Iterable[_Union[PlanFault, _Mapping]]] = ..., mended: _Optional[_Iterable[_Union[PlanFault, _Mapping]]] = ...) -> None: ...

class PlanCost(_message.Message):
    __slots__ = ("aim", "before", "after")
    AIM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    aim: PlanAim
    before: float
    after: float
    def __init__(self, aim: _Optional[_Union[PlanAim, str]] = ..., before: _Optional[float] = ..., after: _Optional[float] = ...) -> None: ...

class PlanFault(_message.Message):
    __slots__ = ("reason", "person_id", "shift_id")
    REASON_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    reason: _plan_answer_pb2.PlanReason
    person_id: str
    shift_id: str
    def __init__(self, reason: _Optional[_Union[_plan_answer_pb2.PlanReason, str]] = ..., person_id: _Optional[str] = ..., shift_id: _Optional[str] = ...) -> None: ...

class ProposePlanRepairRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "person_id", "shift_ids")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_IDS_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    person_id: str
    shift_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, schedule_plan_id: _Optional[str] = ..., person_id: _Optional[str] = ..., shift_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class CheckPlanChangeRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "added", "removed")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    added: _containers.RepeatedCompositeFieldContainer[PlanPair]
    removed: _containers.RepeatedCompositeFieldContainer[PlanPair]
    def __init__(self, schedule_plan_id: _Optional[str] = ..., added: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., removed: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ...) -> None: ...

class ComparePlansRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "other_schedule_plan_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    other_schedule_plan_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., other_schedule_plan_id: _Optional[str] = ...) -> None: ...

class ChangeSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "added", "removed", "reason", "request_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    added: _containers.RepeatedCompositeFieldContainer[PlanPair]
    removed: _containers.RepeatedCompositeFieldContainer[PlanPair]
    reason: str
    request_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., added: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., removed: _Optional[_Iterable[_Union[PlanPair, _Mapping]]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
