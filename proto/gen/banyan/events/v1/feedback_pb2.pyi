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

class FeedbackQuestionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_QUESTION_KIND_UNSPECIFIED: _ClassVar[FeedbackQuestionKind]
    FEEDBACK_QUESTION_KIND_RATING: _ClassVar[FeedbackQuestionKind]
    FEEDBACK_QUESTION_KIND_YES_NO: _ClassVar[FeedbackQuestionKind]
    FEEDBACK_QUESTION_KIND_TEXT: _ClassVar[FeedbackQuestionKind]
    FEEDBACK_QUESTION_KIND_CHOICE: _ClassVar[FeedbackQuestionKind]

class FeedbackOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FEEDBACK_ORDER_FIELD_UNSPECIFIED: _ClassVar[FeedbackOrderField]
    FEEDBACK_ORDER_FIELD_RATING: _ClassVar[FeedbackOrderField]
FEEDBACK_QUESTION_KIND_UNSPECIFIED: FeedbackQuestionKind
FEEDBACK_QUESTION_KIND_RATING: FeedbackQuestionKind
FEEDBACK_QUESTION_KIND_YES_NO: FeedbackQuestionKind
FEEDBACK_QUESTION_KIND_TEXT: FeedbackQuestionKind
FEEDBACK_QUESTION_KIND_CHOICE: FeedbackQuestionKind
FEEDBACK_ORDER_FIELD_UNSPECIFIED: FeedbackOrderField
FEEDBACK_ORDER_FIELD_RATING: FeedbackOrderField

class FeedbackForm(_message.Message):
    __slots__ = ("shows_names", "open_days", "questions")
    SHOWS_NAMES_FIELD_NUMBER: _ClassVar[int]
    OPEN_DAYS_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    shows_names: bool
    open_days: int
    questions: _containers.RepeatedCompositeFieldContainer[FeedbackQuestion]
    def __init__(self, shows_names: _Optional[bool] = ..., open_days: _Optional[int] = ..., questions: _Optional[_Iterable[_Union[FeedbackQuestion, _Mapping]]] = ...) -> None: ...

class FeedbackQuestion(_message.Message):
    __slots__ = ("question_id", "kind", "text", "translations", "options", "several")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SEVERAL_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    kind: FeedbackQuestionKind
    text: str
    translations: _containers.RepeatedCompositeFieldContainer[FeedbackQuestionTranslation]
    options: _containers.RepeatedCompositeFieldContainer[FeedbackOption]
    several: bool
    def __init__(self, question_id: _Optional[str] = ..., kind: _Optional[_Union[FeedbackQuestionKind, str]] = ..., text: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[FeedbackQuestionTranslation, _Mapping]]] = ..., options: _Optional[_Iterable[_Union[FeedbackOption, _Mapping]]] = ..., several: _Optional[bool] = ...) -> None: ...

class FeedbackOption(_message.Message):
    __slots__ = ("option_id", "text", "translations")
    OPTION_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    option_id: str
    text: str
    translations: _containers.RepeatedCompositeFieldContainer[FeedbackOptionTranslation]
    def __init__(self, option_id: _Optional[str] = ..., text: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[FeedbackOptionTranslation, _Mapping]]] = ...) -> None: ...

class FeedbackOptionTranslation(_message.Message):
    __slots__ = ("language", "text")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    language: str
    text: str
    def __init__(self, language: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class FeedbackQuestionTranslation(_message.Message):
    __slots__ = ("language", "text")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    language: str
    text: str
    def __init__(self, language: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Feedback(_message.Message):
    __slots__ = ("event_id", "person_id", "rating", "comment", "answers")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    person_id: str
    rating: int
    comment: str
    answers: _containers.RepeatedCompositeFieldContainer[FeedbackAnswer]
    def __init__(self, event_id: _Optional[str] = ..., person_id: _Optional[str] = ..., rating: _Optional[int] = ..., comment: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[FeedbackAnswer, _Mapping]]] = ...) -> None: ...

class FeedbackAnswer(_message.Message):
    __slots__ = ("question_id", "rating", "yes", "text", "option_ids")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    YES_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    OPTION_IDS_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    rating: int
    yes: bool
    text: str
    option_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, question_id: _Optional[str] = ..., rating: _Optional[int] = ..., yes: _Optional[bool] = ..., text: _Optional[str] = ..., option_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class FeedbackSummary(_message.Message):
    __slots__ = ("id", "event_id", "organization_id", "start_time", "feedback_count", "mean_rating", "ratings", "questions", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEAN_RATING_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    event_id: str
    organization_id: str
    start_time: _timestamp_pb2.Timestamp
    feedback_count: int
    mean_rating: float
    ratings: _containers.RepeatedScalarFieldContainer[int]
    questions: _containers.RepeatedCompositeFieldContainer[FeedbackQuestionSummary]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., event_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., feedback_count: _Optional[int] = ..., mean_rating: _Optional[float] = ..., ratings: _Optional[_Iterable[int]] = ..., questions: _Optional[_Iterable[_Union[FeedbackQuestionSummary, _Mapping]]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FeedbackQuestionSummary(_message.Message):
    __slots__ = ("question_id", "answers_count", "ratings", "yes_count", "options")
    QUESTION_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_COUNT_FIELD_NUMBER: _ClassVar[int]
    RATINGS_FIELD_NUMBER: _ClassVar[int]
    YES_COUNT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    question_id: str
    answers_count: int
    ratings: _containers.RepeatedScalarFieldContainer[int]
    yes_count: int
    options: _containers.RepeatedCompositeFieldContainer[FeedbackOptionCount]
    def __init__(self, question_id: _Optional[str] = ..., answers_count: _Optional[int] = ..., ratings: _Optional[_Iterable[int]] = ..., yes_count: _Optional[int] = ..., options: _Optional[_Iterable[_Union[FeedbackOptionCount, _Mapping]]] = ...) -> None: ...

class FeedbackOptionCount(_message.Message):
    __slots__ = ("option_id", "people_count")
    OPTION_ID_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    option_id: str
    people_count: int
    def __init__(self, option_id: _Optional[str] = ..., people_count: _Optional[int] = ...) -> None: ...

class GiveFeedbackRequest(_message.Message):
    __slots__ = ("event_id", "feedback", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    feedback: Feedback
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., feedback: _Optional[_Union[Feedback, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawFeedbackRequest(_message.Message):
    __slots__ = ("event_id", "request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    request_id: str
    def __init__(self, event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGetFeedbackRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFeedbackResponse(_message.Message):
    __slots__ = ("feedback",)
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    feedback: _containers.RepeatedCompositeFieldContainer[Feedback]
    def __init__(self, feedback: _Optional[_Iterable[_Union[Feedback, _Mapping]]] = ...) -> None: ...

class ListFeedbackRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "event_id", "backward", "count_only", "order_by")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    event_id: str
    backward: bool
    count_only: bool
    order_by: FeedbackOrder
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., event_id: _Optional[str] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., order_by: _Optional[_Union[FeedbackOrder, _Mapping]] = ...) -> None: ...

class ListFeedbackResponse(_message.Message):
    __slots__ = ("feedback", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    feedback: _containers.RepeatedCompositeFieldContainer[Feedback]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, feedback: _Optional[_Iterable[_Union[Feedback, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchGetFeedbackSummariesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFeedbackSummariesResponse(_message.Message):
    __slots__ = ("feedback_summaries",)
    FEEDBACK_SUMMARIES_FIELD_NUMBER: _ClassVar[int]
    feedback_summaries: _containers.RepeatedCompositeFieldContainer[FeedbackSummary]
    def __init__(self, feedback_summaries: _Optional[_Iterable[_Union[FeedbackSummary, _Mapping]]] = ...) -> None: ...

class FeedbackOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: FeedbackOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[FeedbackOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
