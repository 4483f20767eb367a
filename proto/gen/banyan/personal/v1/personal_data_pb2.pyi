from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReadPersonalDataRequest(_message.Message):
    __slots__ = ("person_id", "page_token")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    page_token: str
    def __init__(self, person_id: _Optional[str] = ..., page_token: _Optional[str] = ...) -> None: ...

class ReadPersonalDataResponse(_message.Message):
    __slots__ = ("personal_records", "next_page_token")
    PERSONAL_RECORDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    personal_records: _containers.RepeatedCompositeFieldContainer[PersonalRecord]
    next_page_token: str
    def __init__(self, personal_records: _Optional[_Iterable[_Union[PersonalRecord, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PersonalRecord(_message.Message):
    __slots__ = ("table", "named_as", "fields")
    TABLE_FIELD_NUMBER: _ClassVar[int]
    NAMED_AS_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    table: str
    named_as: str
    fields: str
    def __init__(self, table: _Optional[str] = ..., named_as: _Optional[str] = ..., fields: _Optional[str] = ...) -> None: ...
