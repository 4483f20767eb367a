import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import enrolment_pb2 as _enrolment_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReviewState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_STATE_UNSPECIFIED: _ClassVar[ReviewState]
    REVIEW_STATE_OPEN: _ClassVar[ReviewState]
    REVIEW_STATE_OVERRIDE_PROPOSED: _ClassVar[ReviewState]
    REVIEW_STATE_DECIDED: _ClassVar[ReviewState]

class ReviewOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_OUTCOME_UNSPECIFIED: _ClassVar[ReviewOutcome]
    REVIEW_OUTCOME_ADVANCE: _ClassVar[ReviewOutcome]
    REVIEW_OUTCOME_HOLD: _ClassVar[ReviewOutcome]
    REVIEW_OUTCOME_FALL_BACK: _ClassVar[ReviewOutcome]
    REVIEW_OUTCOME_GRADUATE: _ClassVar[ReviewOutcome]
    REVIEW_OUTCOME_END: _ClassVar[ReviewOutcome]

class ReviewOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_ORDER_FIELD_UNSPECIFIED: _ClassVar[ReviewOrderField]
    REVIEW_ORDER_FIELD_CREATE_TIME: _ClassVar[ReviewOrderField]
REVIEW_STATE_UNSPECIFIED: ReviewState
REVIEW_STATE_OPEN: ReviewState
REVIEW_STATE_OVERRIDE_PROPOSED: ReviewState
REVIEW_STATE_DECIDED: ReviewState
REVIEW_OUTCOME_UNSPECIFIED: ReviewOutcome
REVIEW_OUTCOME_ADVANCE: ReviewOutcome
REVIEW_OUTCOME_HOLD: ReviewOutcome
REVIEW_OUTCOME_FALL_BACK: ReviewOutcome
REVIEW_OUTCOME_GRADUATE: ReviewOutcome
REVIEW_OUTCOME_END: ReviewOutcome
REVIEW_ORDER_FIELD_UNSPECIFIED: ReviewOrderField
REVIEW_ORDER_FIELD_CREATE_TIME: ReviewOrderField

class Review(_message.Message):
    __slots__ = ("id", "enrolment_id", "organization_id", "cultivator_id", "state", "stage_key", "next_stage_key", "outcome", "reason", "is_override", "proposer_id", "decider_id", "decide_time", "standing", "create_time", "update_time", "assessments_count", "assessments_show_time", "reply", "reply_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    NEXT_STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    IS_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    PROPOSER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENTS_COUNT_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENTS_SHOW_TIME_FIELD_NUMBER: _ClassVar[int]
    REPLY_FIELD_NUMBER: _ClassVar[int]
    REPLY_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    enrolment_id: str
    organization_id: str
    cultivator_id: str
    state: ReviewState
    stage_key: str
    next_stage_key: str
    outcome: ReviewOutcome
    reason: str
    is_override: bool
    proposer_id: str
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    standing: _enrolment_pb2.EnrolmentStanding
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    assessments_count: int
    assessments_show_time: _timestamp_pb2.Timestamp
    reply: str
    reply_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., state: _Optional[_Union[ReviewState, str]] = ..., stage_key: _Optional[str] = ..., next_stage_key: _Optional[str] = ..., outcome: _Optional[_Union[ReviewOutcome, str]] = ..., reason: _Optional[str] = ..., is_override: _Optional[bool] = ..., proposer_id: _Optional[str] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., standing: _Optional[_Union[_enrolment_pb2.EnrolmentStanding, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assessments_count: _Optional[int] = ..., assessments_show_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reply: _Optional[str] = ..., reply_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OpenReviewRequest(_message.Message):
    __slots__ = ("enrolment_id", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetReviewRequest(_message.Message):
    __slots__ = ("review_id",)
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    def __init__(self, review_id: _Optional[str] = ...) -> None: ...

class BatchGetReviewsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetReviewsResponse(_message.Message):
    __slots__ = ("reviews",)
    REVIEWS_FIELD_NUMBER: _ClassVar[int]
    reviews: _containers.RepeatedCompositeFieldContainer[Review]
    def __init__(self, reviews: _Optional[_Iterable[_Union[Review, _Mapping]]] = ...) -> None: ...

class ListReviewsRequest(_message.Message):
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
    order_by: ReviewOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[ReviewState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., order_by: _Optional[_Union[ReviewOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[ReviewState, str]]] = ...) -> None: ...

class ListReviewsResponse(_message.Message):
    __slots__ = ("reviews", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    REVIEWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    reviews: _containers.RepeatedCompositeFieldContainer[Review]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, reviews: _Optional[_Iterable[_Union[Review, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class DecideReviewRequest(_message.Message):
    __slots__ = ("review_id", "outcome", "reason", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    outcome: ReviewOutcome
    reason: str
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., outcome: _Optional[_Union[ReviewOutcome, str]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ProposeOverrideRequest(_message.Message):
    __slots__ = ("review_id", "outcome", "reason", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    outcome: ReviewOutcome
    reason: str
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., outcome: _Optional[_Union[ReviewOutcome, str]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ConfirmOverrideRequest(_message.Message):
    __slots__ = ("review_id", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReplyToReviewRequest(_message.Message):
    __slots__ = ("review_id", "reply", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    REPLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    reply: str
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., reply: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReviewOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ReviewOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ReviewOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
