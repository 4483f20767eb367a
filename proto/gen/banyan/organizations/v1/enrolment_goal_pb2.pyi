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

class EnrolmentGoalState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_GOAL_STATE_UNSPECIFIED: _ClassVar[EnrolmentGoalState]
    ENROLMENT_GOAL_STATE_OPEN: _ClassVar[EnrolmentGoalState]
    ENROLMENT_GOAL_STATE_REACHED: _ClassVar[EnrolmentGoalState]
    ENROLMENT_GOAL_STATE_MISSED: _ClassVar[EnrolmentGoalState]

class EnrolmentGoalOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_GOAL_ORDER_FIELD_UNSPECIFIED: _ClassVar[EnrolmentGoalOrderField]
    ENROLMENT_GOAL_ORDER_FIELD_CREATE_TIME: _ClassVar[EnrolmentGoalOrderField]
ENROLMENT_GOAL_STATE_UNSPECIFIED: EnrolmentGoalState
ENROLMENT_GOAL_STATE_OPEN: EnrolmentGoalState
ENROLMENT_GOAL_STATE_REACHED: EnrolmentGoalState
ENROLMENT_GOAL_STATE_MISSED: EnrolmentGoalState
ENROLMENT_GOAL_ORDER_FIELD_UNSPECIFIED: EnrolmentGoalOrderField
ENROLMENT_GOAL_ORDER_FIELD_CREATE_TIME: EnrolmentGoalOrderField

class EnrolmentGoal(_message.Message):
    __slots__ = ("id", "enrolment_id", "organization_id", "cultivator_id", "stage_key", "author_id", "text", "due_date", "state", "decider_id", "decide_time", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DUE_DATE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    enrolment_id: str
    organization_id: str
    cultivator_id: str
    stage_key: str
    author_id: str
    text: str
    due_date: str
    state: EnrolmentGoalState
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., author_id: _Optional[str] = ..., text: _Optional[str] = ..., due_date: _Optional[str] = ..., state: _Optional[_Union[EnrolmentGoalState, str]] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateEnrolmentGoalRequest(_message.Message):
    __slots__ = ("enrolment_id", "enrolment_goal", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_GOAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    enrolment_goal: EnrolmentGoal
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., enrolment_goal: _Optional[_Union[EnrolmentGoal, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DecideEnrolmentGoalRequest(_message.Message):
    __slots__ = ("enrolment_goal_id", "is_reached", "request_id")
    ENROLMENT_GOAL_ID_FIELD_NUMBER: _ClassVar[int]
    IS_REACHED_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_goal_id: str
    is_reached: bool
    request_id: str
    def __init__(self, enrolment_goal_id: _Optional[str] = ..., is_reached: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEnrolmentGoalRequest(_message.Message):
    __slots__ = ("enrolment_goal_id",)
    ENROLMENT_GOAL_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_goal_id: str
    def __init__(self, enrolment_goal_id: _Optional[str] = ...) -> None: ...

class BatchGetEnrolmentGoalsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEnrolmentGoalsResponse(_message.Message):
    __slots__ = ("enrolment_goals",)
    ENROLMENT_GOALS_FIELD_NUMBER: _ClassVar[int]
    enrolment_goals: _containers.RepeatedCompositeFieldContainer[EnrolmentGoal]
    def __init__(self, enrolment_goals: _Optional[_Iterable[_Union[EnrolmentGoal, _Mapping]]] = ...) -> None: ...

class ListEnrolmentGoalsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "enrolment_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    enrolment_id: str
    order_by: EnrolmentGoalOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[EnrolmentGoalState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., order_by: _Optional[_Union[EnrolmentGoalOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[EnrolmentGoalState, str]]] = ...) -> None: ...

class ListEnrolmentGoalsResponse(_message.Message):
    __slots__ = ("enrolment_goals", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENROLMENT_GOALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    enrolment_goals: _containers.RepeatedCompositeFieldContainer[EnrolmentGoal]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, enrolment_goals: _Optional[_Iterable[_Union[EnrolmentGoal, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class EnrolmentGoalOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EnrolmentGoalOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EnrolmentGoalOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
