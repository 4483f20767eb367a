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

class AssessmentKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSESSMENT_KIND_UNSPECIFIED: _ClassVar[AssessmentKind]
    ASSESSMENT_KIND_SELF: _ClassVar[AssessmentKind]
    ASSESSMENT_KIND_MENTOR: _ClassVar[AssessmentKind]

class AssessmentDimension(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSESSMENT_DIMENSION_UNSPECIFIED: _ClassVar[AssessmentDimension]
    ASSESSMENT_DIMENSION_STRUCTURE: _ClassVar[AssessmentDimension]
    ASSESSMENT_DIMENSION_SKILLS: _ClassVar[AssessmentDimension]
    ASSESSMENT_DIMENSION_REACH: _ClassVar[AssessmentDimension]
    ASSESSMENT_DIMENSION_INFLUENCE: _ClassVar[AssessmentDimension]

class AssessmentOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSESSMENT_ORDER_FIELD_UNSPECIFIED: _ClassVar[AssessmentOrderField]
    ASSESSMENT_ORDER_FIELD_CREATE_TIME: _ClassVar[AssessmentOrderField]
ASSESSMENT_KIND_UNSPECIFIED: AssessmentKind
ASSESSMENT_KIND_SELF: AssessmentKind
ASSESSMENT_KIND_MENTOR: AssessmentKind
ASSESSMENT_DIMENSION_UNSPECIFIED: AssessmentDimension
ASSESSMENT_DIMENSION_STRUCTURE: AssessmentDimension
ASSESSMENT_DIMENSION_SKILLS: AssessmentDimension
ASSESSMENT_DIMENSION_REACH: AssessmentDimension
ASSESSMENT_DIMENSION_INFLUENCE: AssessmentDimension
ASSESSMENT_ORDER_FIELD_UNSPECIFIED: AssessmentOrderField
ASSESSMENT_ORDER_FIELD_CREATE_TIME: AssessmentOrderField

class Assessment(_message.Message):
    __slots__ = ("id", "review_id", "organization_id", "person_id", "kind", "ratings", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    review_id: str
    organization_id: str
    person_id: str
    kind: AssessmentKind
    ratings: _containers.RepeatedCompositeFieldContainer[AssessmentRating]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., review_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., kind: _Optional[_Union[AssessmentKind, str]] = ..., ratings: _Optional[_Iterable[_Union[AssessmentRating, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AssessmentRating(_message.Message):
    __slots__ = ("dimension", "score", "text")
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    dimension: AssessmentDimension
    score: int
    text: str
    def __init__(self, dimension: _Optional[_Union[AssessmentDimension, str]] = ..., score: _Optional[int] = ..., text: _Optional[str] = ...) -> None: ...

class GiveAssessmentRequest(_message.Message):
    __slots__ = ("review_id", "kind", "ratings", "request_id")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    kind: AssessmentKind
    ratings: _containers.RepeatedCompositeFieldContainer[AssessmentRating]
    request_id: str
    def __init__(self, review_id: _Optional[str] = ..., kind: _Optional[_Union[AssessmentKind, str]] = ..., ratings: _Optional[_Iterable[_Union[AssessmentRating, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetAssessmentRequest(_message.Message):
    __slots__ = ("assessment_id",)
    ASSESSMENT_ID_FIELD_NUMBER: _ClassVar[int]
    assessment_id: str
    def __init__(self, assessment_id: _Optional[str] = ...) -> None: ...

class BatchGetAssessmentsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetAssessmentsResponse(_message.Message):
    __slots__ = ("assessments",)
    ASSESSMENTS_FIELD_NUMBER: _ClassVar[int]
    assessments: _containers.RepeatedCompositeFieldContainer[Assessment]
    def __init__(self, assessments: _Optional[_Iterable[_Union[Assessment, _Mapping]]] = ...) -> None: ...

class ListAssessmentsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "review_id", "order_by", "backward", "count_only", "kinds")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    review_id: str
    order_by: AssessmentOrder
    backward: bool
    count_only: bool
    kinds: _containers.RepeatedScalarFieldContainer[AssessmentKind]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., review_id: _Optional[str] = ..., order_by: _Optional[_Union[AssessmentOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., kinds: _Optional[_Iterable[_Union[AssessmentKind, str]]] = ...) -> None: ...

class ListAssessmentsResponse(_message.Message):
    __slots__ = ("assessments", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ASSESSMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    assessments: _containers.RepeatedCompositeFieldContainer[Assessment]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, assessments: _Optional[_Iterable[_Union[Assessment, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class AssessmentOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: AssessmentOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[AssessmentOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
