import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import plan_answer_pb2 as _plan_answer_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SchedulePlanOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCHEDULE_PLAN_ORDER_FIELD_UNSPECIFIED: _ClassVar[SchedulePlanOrderField]
    SCHEDULE_PLAN_ORDER_FIELD_CREATE_TIME: _ClassVar[SchedulePlanOrderField]

class PlanAssignmentOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_ASSIGNMENT_ORDER_FIELD_UNSPECIFIED: _ClassVar[PlanAssignmentOrderField]
    PLAN_ASSIGNMENT_ORDER_FIELD_START_TIME: _ClassVar[PlanAssignmentOrderField]

class PlanGapOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_GAP_ORDER_FIELD_UNSPECIFIED: _ClassVar[PlanGapOrderField]
    PLAN_GAP_ORDER_FIELD_START_TIME: _ClassVar[PlanGapOrderField]

class PlanShareOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_SHARE_ORDER_FIELD_UNSPECIFIED: _ClassVar[PlanShareOrderField]
    PLAN_SHARE_ORDER_FIELD_MINUTES: _ClassVar[PlanShareOrderField]

class SchedulePlanState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCHEDULE_PLAN_STATE_UNSPECIFIED: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_DRAFT: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_SOLVING: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_READY: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_PUBLISHED: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_DISCARDED: _ClassVar[SchedulePlanState]
    SCHEDULE_PLAN_STATE_FAILED: _ClassVar[SchedulePlanState]

class HowMuch(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOW_MUCH_UNSPECIFIED: _ClassVar[HowMuch]
    HOW_MUCH_NOT: _ClassVar[HowMuch]
    HOW_MUCH_A_LITTLE: _ClassVar[HowMuch]
    HOW_MUCH_SOME: _ClassVar[HowMuch]
    HOW_MUCH_MUCH: _ClassVar[HowMuch]
    HOW_MUCH_ABOVE_ALL: _ClassVar[HowMuch]

class PlanDecisionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_DECISION_KIND_UNSPECIFIED: _ClassVar[PlanDecisionKind]
    PLAN_DECISION_KIND_FIXED: _ClassVar[PlanDecisionKind]
    PLAN_DECISION_KIND_EXCLUDED: _ClassVar[PlanDecisionKind]

class PlanFailure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_FAILURE_UNSPECIFIED: _ClassVar[PlanFailure]
    PLAN_FAILURE_NOTHING_TO_PLAN: _ClassVar[PlanFailure]
    PLAN_FAILURE_NO_PLAN: _ClassVar[PlanFailure]
    PLAN_FAILURE_NOT_ENOUGH_TIME: _ClassVar[PlanFailure]
    PLAN_FAILURE_TOO_LARGE: _ClassVar[PlanFailure]
    PLAN_FAILURE_INTERNAL: _ClassVar[PlanFailure]
SCHEDULE_PLAN_ORDER_FIELD_UNSPECIFIED: SchedulePlanOrderField
SCHEDULE_PLAN_ORDER_FIELD_CREATE_TIME: SchedulePlanOrderField
PLAN_ASSIGNMENT_ORDER_FIELD_UNSPECIFIED: PlanAssignmentOrderField
PLAN_ASSIGNMENT_ORDER_FIELD_START_TIME: PlanAssignmentOrderField
PLAN_GAP_ORDER_FIELD_UNSPECIFIED: PlanGapOrderField
PLAN_GAP_ORDER_FIELD_START_TIME: PlanGapOrderField
PLAN_SHARE_ORDER_FIELD_UNSPECIFIED: PlanShareOrderField
PLAN_SHARE_ORDER_FIELD_MINUTES: PlanShareOrderField
SCHEDULE_PLAN_STATE_UNSPECIFIED: SchedulePlanState
SCHEDULE_PLAN_STATE_DRAFT: SchedulePlanState
SCHEDULE_PLAN_STATE_SOLVING: SchedulePlanState
SCHEDULE_PLAN_STATE_READY: SchedulePlanState
SCHEDULE_PLAN_STATE_PUBLISHED: SchedulePlanState
SCHEDULE_PLAN_STATE_DISCARDED: SchedulePlanState
SCHEDULE_PLAN_STATE_FAILED: SchedulePlanState
HOW_MUCH_UNSPECIFIED: HowMuch
HOW_MUCH_NOT: HowMuch
HOW_MUCH_A_LITTLE: HowMuch
HOW_MUCH_SOME: HowMuch
HOW_MUCH_MUCH: HowMuch
HOW_MUCH_ABOVE_ALL: HowMuch
PLAN_DECISION_KIND_UNSPECIFIED: PlanDecisionKind
PLAN_DECISION_KIND_FIXED: PlanDecisionKind
PLAN_DECISION_KIND_EXCLUDED: PlanDecisionKind
PLAN_FAILURE_UNSPECIFIED: PlanFailure
PLAN_FAILURE_NOTHING_TO_PLAN: PlanFailure
PLAN_FAILURE_NO_PLAN: PlanFailure
PLAN_FAILURE_NOT_ENOUGH_TIME: PlanFailure
PLAN_FAILURE_TOO_LARGE: PlanFailure
PLAN_FAILURE_INTERNAL: PlanFailure

class SchedulePlan(_message.Message):
    __slots__ = ("id", "organization_id", "title", "etag", "create_time", "update_time", "start_time", "end_time", "time_zone", "limits", "aims", "time_limit_seconds", "state", "progress", "is_optimal", "places", "places_filled", "people_count", "failure", "sign_ups_to_make", "sign_ups_refused", "answer_by_time", "decisions")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    AIMS_FIELD_NUMBER: _ClassVar[int]
    TIME_LIMIT_SECONDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    IS_OPTIMAL_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    PLACES_FILLED_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    SIGN_UPS_TO_MAKE_FIELD_NUMBER: _ClassVar[int]
    SIGN_UPS_REFUSED_FIELD_NUMBER: _ClassVar[int]
    ANSWER_BY_TIME_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    time_zone: str
    limits: PlanLimits
    aims: PlanAims
    time_limit_seconds: int
    state: SchedulePlanState
    progress: PlanProgress
    is_optimal: bool
    places: int
    places_filled: int
    people_count: int
    failure: PlanFailure
    sign_ups_to_make: int
    sign_ups_refused: int
    answer_by_time: _timestamp_pb2.Timestamp
    decisions: _containers.RepeatedCompositeFieldContainer[PlanDecision]
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_zone: _Optional[str] = ..., limits: _Optional[_Union[PlanLimits, _Mapping]] = ..., aims: _Optional[_Union[PlanAims, _Mapping]] = ..., time_limit_seconds: _Optional[int] = ..., state: _Optional[_Union[SchedulePlanState, str]] = ..., progress: _Optional[_Union[PlanProgress, _Mapping]] = ..., is_optimal: _Optional[bool] = ..., places: _Optional[int] = ..., places_filled: _Optional[int] = ..., people_count: _Optional[int] = ..., failure: _Optional[_Union[PlanFailure, str]] = ..., sign_ups_to_make: _Optional[int] = ..., sign_ups_refused: _Optional[int] = ..., answer_by_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decisions: _Optional[_Iterable[_Union[PlanDecision, _Mapping]]] = ...) -> None: ...

class PlanDecision(_message.Message):
    __slots__ = ("shift_id", "person_id", "role_id", "kind")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    person_id: str
    role_id: str
    kind: PlanDecisionKind
    def __init__(self, shift_id: _Optional[str] = ..., person_id: _Optional[str] = ..., role_id: _Optional[str] = ..., kind: _Optional[_Union[PlanDecisionKind, str]] = ...) -> None: ...

class PlanLimits(_message.Message):
    __slots__ = ("minutes_a_day", "minutes_a_week", "minutes", "shifts_a_day", "days_in_a_row", "weekends", "rest_minutes")
    MINUTES_A_DAY_FIELD_NUMBER: _ClassVar[int]
    MINUTES_A_WEEK_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    SHIFTS_A_DAY_FIELD_NUMBER: _ClassVar[int]
    DAYS_IN_A_ROW_FIELD_NUMBER: _ClassVar[int]
    WEEKENDS_FIELD_NUMBER: _ClassVar[int]
    REST_MINUTES_FIELD_NUMBER: _ClassVar[int]
    minutes_a_day: int
    minutes_a_week: int
    minutes: int
    shifts_a_day: int
    days_in_a_row: int
    weekends: int
    rest_minutes: int
    def __init__(self, minutes_a_day: _Optional[int] = ..., minutes_a_week: _Optional[int] = ..., minutes: _Optional[int] = ..., shifts_a_day: _Optional[int] = ..., days_in_a_row: _Optional[int] = ..., weekends: _Optional[int] = ..., rest_minutes: _Optional[int] = ...) -> None: ...

class PlanAims(_message.Message):
    __slots__ = ("places", "fairness", "few_changes")
    PLACES_FIELD_NUMBER: _ClassVar[int]
    FAIRNESS_FIELD_NUMBER: _ClassVar[int]
    FEW_CHANGES_FIELD_NUMBER: _ClassVar[int]
    places: HowMuch
    fairness: HowMuch
    few_changes: HowMuch
    def __init__(self, places: _Optional[_Union[HowMuch, str]] = ..., fairness: _Optional[_Union[HowMuch, str]] = ..., few_changes: _Optional[_Union[HowMuch, str]] = ...) -> None: ...

class PlanProgress(_message.Message):
    __slots__ = ("seconds", "cost", "bound")
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    BOUND_FIELD_NUMBER: _ClassVar[int]
    seconds: float
    cost: float
    bound: float
    def __init__(self, seconds: _Optional[float] = ..., cost: _Optional[float] = ..., bound: _Optional[float] = ...) -> None: ...

class CreateSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan", "request_id")
    SCHEDULE_PLAN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan: SchedulePlan
    request_id: str
    def __init__(self, schedule_plan: _Optional[_Union[SchedulePlan, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id",)
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ...) -> None: ...

class BatchGetSchedulePlansRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetSchedulePlansResponse(_message.Message):
    __slots__ = ("schedule_plans",)
    SCHEDULE_PLANS_FIELD_NUMBER: _ClassVar[int]
    schedule_plans: _containers.RepeatedCompositeFieldContainer[SchedulePlan]
    def __init__(self, schedule_plans: _Optional[_Iterable[_Union[SchedulePlan, _Mapping]]] = ...) -> None: ...

class ListSchedulePlansRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: SchedulePlanOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[SchedulePlanState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[SchedulePlanOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[SchedulePlanState, str]]] = ...) -> None: ...

class ListSchedulePlansResponse(_message.Message):
    __slots__ = ("schedule_plans", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    SCHEDULE_PLANS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    schedule_plans: _containers.RepeatedCompositeFieldContainer[SchedulePlan]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, schedule_plans: _Optional[_Iterable[_Union[SchedulePlan, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class SolveSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "request_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    request_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StopSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "request_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    request_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "request_id", "answer_by_time")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_BY_TIME_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    request_id: str
    answer_by_time: _timestamp_pb2.Timestamp
    def __init__(self, schedule_plan_id: _Optional[str] = ..., request_id: _Optional[str] = ..., answer_by_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DiscardSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "request_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    request_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateSchedulePlanRequest(_message.Message):
    __slots__ = ("schedule_plan_id", "schedule_plan", "update_mask", "request_id")
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_PLAN_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    schedule_plan_id: str
    schedule_plan: SchedulePlan
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, schedule_plan_id: _Optional[str] = ..., schedule_plan: _Optional[_Union[SchedulePlan, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SchedulePlanOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: SchedulePlanOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[SchedulePlanOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class ListPlanAssignmentsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "schedule_plan_id", "order_by", "backward", "count_only", "person_id", "shift_id", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    schedule_plan_id: str
    order_by: PlanAssignmentOrder
    backward: bool
    count_only: bool
    person_id: str
    shift_id: str
    states: _containers.RepeatedScalarFieldContainer[_plan_answer_pb2.PlanAssignmentState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., schedule_plan_id: _Optional[str] = ..., order_by: _Optional[_Union[PlanAssignmentOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., person_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_plan_answer_pb2.PlanAssignmentState, str]]] = ...) -> None: ...

class ListPlanAssignmentsResponse(_message.Message):
    __slots__ = ("plan_assignments", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    PLAN_ASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    plan_assignments: _containers.RepeatedCompositeFieldContainer[_plan_answer_pb2.PlanAssignment]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, plan_assignments: _Optional[_Iterable[_Union[_plan_answer_pb2.PlanAssignment, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class PlanAssignmentOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: PlanAssignmentOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[PlanAssignmentOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class ListPlanGapsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "schedule_plan_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    schedule_plan_id: str
    order_by: PlanGapOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., schedule_plan_id: _Optional[str] = ..., order_by: _Optional[_Union[PlanGapOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListPlanGapsResponse(_message.Message):
    __slots__ = ("plan_gaps", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    PLAN_GAPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    plan_gaps: _containers.RepeatedCompositeFieldContainer[_plan_answer_pb2.PlanGap]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, plan_gaps: _Optional[_Iterable[_Union[_plan_answer_pb2.PlanGap, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class PlanGapOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: PlanGapOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[PlanGapOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class ListPlanSharesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "schedule_plan_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    schedule_plan_id: str
    order_by: PlanShareOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., schedule_plan_id: _Optional[str] = ..., order_by: _Optional[_Union[PlanShareOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListPlanSharesResponse(_message.Message):
    __slots__ = ("plan_shares", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    PLAN_SHARES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    plan_shares: _containers.RepeatedCompositeFieldContainer[_plan_answer_pb2.PlanShare]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, plan_shares: _Optional[_Iterable[_Union[_plan_answer_pb2.PlanShare, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class PlanShareOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: PlanShareOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[PlanShareOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
