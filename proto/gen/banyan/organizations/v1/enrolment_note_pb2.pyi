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

class EnrolmentNoteAudience(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_NOTE_AUDIENCE_UNSPECIFIED: _ClassVar[EnrolmentNoteAudience]
    ENROLMENT_NOTE_AUDIENCE_GROUP: _ClassVar[EnrolmentNoteAudience]
    ENROLMENT_NOTE_AUDIENCE_MENTORS: _ClassVar[EnrolmentNoteAudience]

class EnrolmentNoteOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_NOTE_ORDER_FIELD_UNSPECIFIED: _ClassVar[EnrolmentNoteOrderField]
    ENROLMENT_NOTE_ORDER_FIELD_CREATE_TIME: _ClassVar[EnrolmentNoteOrderField]
ENROLMENT_NOTE_AUDIENCE_UNSPECIFIED: EnrolmentNoteAudience
ENROLMENT_NOTE_AUDIENCE_GROUP: EnrolmentNoteAudience
ENROLMENT_NOTE_AUDIENCE_MENTORS: EnrolmentNoteAudience
ENROLMENT_NOTE_ORDER_FIELD_UNSPECIFIED: EnrolmentNoteOrderField
ENROLMENT_NOTE_ORDER_FIELD_CREATE_TIME: EnrolmentNoteOrderField

class EnrolmentNote(_message.Message):
    __slots__ = ("id", "enrolment_id", "organization_id", "cultivator_id", "stage_key", "author_id", "audience", "meeting_date", "text", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_ID_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    MEETING_DATE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    enrolment_id: str
    organization_id: str
    cultivator_id: str
    stage_key: str
    author_id: str
    audience: EnrolmentNoteAudience
    meeting_date: str
    text: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., author_id: _Optional[str] = ..., audience: _Optional[_Union[EnrolmentNoteAudience, str]] = ..., meeting_date: _Optional[str] = ..., text: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateEnrolmentNoteRequest(_message.Message):
    __slots__ = ("enrolment_id", "enrolment_note", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    enrolment_note: EnrolmentNote
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., enrolment_note: _Optional[_Union[EnrolmentNote, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteEnrolmentNoteRequest(_message.Message):
    __slots__ = ("enrolment_note_id", "request_id")
    ENROLMENT_NOTE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_note_id: str
    request_id: str
    def __init__(self, enrolment_note_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetEnrolmentNoteRequest(_message.Message):
    __slots__ = ("enrolment_note_id",)
    ENROLMENT_NOTE_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_note_id: str
    def __init__(self, enrolment_note_id: _Optional[str] = ...) -> None: ...

class BatchGetEnrolmentNotesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEnrolmentNotesResponse(_message.Message):
    __slots__ = ("enrolment_notes",)
    ENROLMENT_NOTES_FIELD_NUMBER: _ClassVar[int]
    enrolment_notes: _containers.RepeatedCompositeFieldContainer[EnrolmentNote]
    def __init__(self, enrolment_notes: _Optional[_Iterable[_Union[EnrolmentNote, _Mapping]]] = ...) -> None: ...

class ListEnrolmentNotesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "enrolment_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    enrolment_id: str
    order_by: EnrolmentNoteOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., order_by: _Optional[_Union[EnrolmentNoteOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListEnrolmentNotesResponse(_message.Message):
    __slots__ = ("enrolment_notes", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENROLMENT_NOTES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    enrolment_notes: _containers.RepeatedCompositeFieldContainer[EnrolmentNote]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, enrolment_notes: _Optional[_Iterable[_Union[EnrolmentNote, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class EnrolmentNoteOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EnrolmentNoteOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EnrolmentNoteOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
