import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class DatePollState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATE_POLL_STATE_UNSPECIFIED: _ClassVar[DatePollState]
    DATE_POLL_STATE_OPEN: _ClassVar[DatePollState]
    DATE_POLL_STATE_CLOSED: _ClassVar[DatePollState]
    DATE_POLL_STATE_CANCELLED: _ClassVar[DatePollState]

class DatePollSuits(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATE_POLL_SUITS_UNSPECIFIED: _ClassVar[DatePollSuits]
    DATE_POLL_SUITS_YES: _ClassVar[DatePollSuits]
    DATE_POLL_SUITS_IF_NEED_BE: _ClassVar[DatePollSuits]
    DATE_POLL_SUITS_NO: _ClassVar[DatePollSuits]

class DatePollOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATE_POLL_ORDER_FIELD_UNSPECIFIED: _ClassVar[DatePollOrderField]
    DATE_POLL_ORDER_FIELD_CREATE_TIME: _ClassVar[DatePollOrderField]

class DatePollAnswerOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DATE_POLL_ANSWER_ORDER_FIELD_UNSPECIFIED: _ClassVar[DatePollAnswerOrderField]
    DATE_POLL_ANSWER_ORDER_FIELD_CREATE_TIME: _ClassVar[DatePollAnswerOrderField]
DATE_POLL_STATE_UNSPECIFIED: DatePollState
DATE_POLL_STATE_OPEN: DatePollState
DATE_POLL_STATE_CLOSED: DatePollState
DATE_POLL_STATE_CANCELLED: DatePollState
DATE_POLL_SUITS_UNSPECIFIED: DatePollSuits
DATE_POLL_SUITS_YES: DatePollSuits
DATE_POLL_SUITS_IF_NEED_BE: DatePollSuits
DATE_POLL_SUITS_NO: DatePollSuits
DATE_POLL_ORDER_FIELD_UNSPECIFIED: DatePollOrderField
DATE_POLL_ORDER_FIELD_CREATE_TIME: DatePollOrderField
DATE_POLL_ANSWER_ORDER_FIELD_UNSPECIFIED: DatePollAnswerOrderField
DATE_POLL_ANSWER_ORDER_FIELD_CREATE_TIME: DatePollAnswerOrderField

class DatePoll(_message.Message):
    __slots__ = ("id", "organization_id", "title", "description", "language", "translations", "time_zone", "options", "answer_deadline", "invited_person_ids", "state", "answers_count", "event_id", "etag", "create_time", "update_time", "remind_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    ANSWER_DEADLINE_FIELD_NUMBER: _ClassVar[int]
    INVITED_PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_COUNT_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    REMIND_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[DatePollTranslation]
    time_zone: str
    options: _containers.RepeatedCompositeFieldContainer[DatePollOption]
    answer_deadline: _timestamp_pb2.Timestamp
    invited_person_ids: _containers.RepeatedScalarFieldContainer[str]
    state: DatePollState
    answers_count: int
    event_id: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    remind_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[DatePollTranslation, _Mapping]]] = ..., time_zone: _Optional[str] = ..., options: _Optional[_Iterable[_Union[DatePollOption, _Mapping]]] = ..., answer_deadline: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., invited_person_ids: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[DatePollState, str]] = ..., answers_count: _Optional[int] = ..., event_id: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., remind_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DatePollOption(_message.Message):
    __slots__ = ("option_id", "start_time", "end_time", "yes_count", "if_need_be_count")
    OPTION_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    YES_COUNT_FIELD_NUMBER: _ClassVar[int]
    IF_NEED_BE_COUNT_FIELD_NUMBER: _ClassVar[int]
    option_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    yes_count: int
    if_need_be_count: int
    def __init__(self, option_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., yes_count: _Optional[int] = ..., if_need_be_count: _Optional[int] = ...) -> None: ...

class DatePollTranslation(_message.Message):
    __slots__ = ("language", "title", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    description: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class DatePollAnswer(_message.Message):
    __slots__ = ("date_poll_id", "answerer_id", "choices", "update_time")
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWERER_ID_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    answerer_id: str
    choices: _containers.RepeatedCompositeFieldContainer[DatePollChoice]
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, date_poll_id: _Optional[str] = ..., answerer_id: _Optional[str] = ..., choices: _Optional[_Iterable[_Union[DatePollChoice, _Mapping]]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DatePollChoice(_message.Message):
    __slots__ = ("option_id", "suits")
    OPTION_ID_FIELD_NUMBER: _ClassVar[int]
    SUITS_FIELD_NUMBER: _ClassVar[int]
    option_id: str
    suits: DatePollSuits
    def __init__(self, option_id: _Optional[str] = ..., suits: _Optional[_Union[DatePollSuits, str]] = ...) -> None: ...

class CreateDatePollRequest(_message.Message):
    __slots__ = ("date_poll", "request_id")
    DATE_POLL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll: DatePoll
    request_id: str
    def __init__(self, date_poll: _Optional[_Union[DatePoll, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetDatePollRequest(_message.Message):
    __slots__ = ("date_poll_id",)
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    def __init__(self, date_poll_id: _Optional[str] = ...) -> None: ...

class BatchGetDatePollsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetDatePollsResponse(_message.Message):
    __slots__ = ("date_polls",)
    DATE_POLLS_FIELD_NUMBER: _ClassVar[int]
    date_polls: _containers.RepeatedCompositeFieldContainer[DatePoll]
    def __init__(self, date_polls: _Optional[_Iterable[_Union[DatePoll, _Mapping]]] = ...) -> None: ...

class ListDatePollsRequest(_message.Message):
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
    order_by: DatePollOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[DatePollState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[DatePollOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[DatePollState, str]]] = ...) -> None: ...

class ListDatePollsResponse(_message.Message):
    __slots__ = ("date_polls", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    DATE_POLLS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    date_polls: _containers.RepeatedCompositeFieldContainer[DatePoll]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, date_polls: _Optional[_Iterable[_Union[DatePoll, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateDatePollRequest(_message.Message):
    __slots__ = ("date_poll_id", "date_poll", "update_mask", "request_id")
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    DATE_POLL_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    date_poll: DatePoll
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, date_poll_id: _Optional[str] = ..., date_poll: _Optional[_Union[DatePoll, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerDatePollRequest(_message.Message):
    __slots__ = ("date_poll_id", "choices", "request_id")
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    choices: _containers.RepeatedCompositeFieldContainer[DatePollChoice]
    request_id: str
    def __init__(self, date_poll_id: _Optional[str] = ..., choices: _Optional[_Iterable[_Union[DatePollChoice, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseDatePollRequest(_message.Message):
    __slots__ = ("date_poll_id", "option_id", "request_id")
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    OPTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    option_id: str
    request_id: str
    def __init__(self, date_poll_id: _Optional[str] = ..., option_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CancelDatePollRequest(_message.Message):
    __slots__ = ("date_poll_id", "request_id")
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    date_poll_id: str
    request_id: str
    def __init__(self, date_poll_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGetDatePollAnswersRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetDatePollAnswersResponse(_message.Message):
    __slots__ = ("date_poll_answers",)
    DATE_POLL_ANSWERS_FIELD_NUMBER: _ClassVar[int]
    date_poll_answers: _containers.RepeatedCompositeFieldContainer[DatePollAnswer]
    def __init__(self, date_poll_answers: _Optional[_Iterable[_Union[DatePollAnswer, _Mapping]]] = ...) -> None: ...

class ListDatePollAnswersRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "date_poll_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DATE_POLL_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    date_poll_id: str
    order_by: DatePollAnswerOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., date_poll_id: _Optional[str] = ..., order_by: _Optional[_Union[DatePollAnswerOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListDatePollAnswersResponse(_message.Message):
    __slots__ = ("date_poll_answers", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    DATE_POLL_ANSWERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    date_poll_answers: _containers.RepeatedCompositeFieldContainer[DatePollAnswer]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, date_poll_answers: _Optional[_Iterable[_Union[DatePollAnswer, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class DatePollOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: DatePollOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[DatePollOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class DatePollAnswerOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: DatePollAnswerOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[DatePollAnswerOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
