import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IssuePassportRequest(_message.Message):
    __slots__ = ("credential", "services", "operation_count")
    CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    OPERATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    credential: str
    services: _containers.RepeatedScalarFieldContainer[str]
    operation_count: int
    def __init__(self, credential: _Optional[str] = ..., services: _Optional[_Iterable[str]] = ..., operation_count: _Optional[int] = ...) -> None: ...

class AddressedPassport(_message.Message):
    __slots__ = ("services", "passport")
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    PASSPORT_FIELD_NUMBER: _ClassVar[int]
    services: _containers.RepeatedScalarFieldContainer[str]
    passport: str
    def __init__(self, services: _Optional[_Iterable[str]] = ..., passport: _Optional[str] = ...) -> None: ...

class IssuePassportResponse(_message.Message):
    __slots__ = ("passport", "expire_time", "person_id", "is_administrator", "scopes", "app_id", "addressed_passports")
    PASSPORT_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    IS_ADMINISTRATOR_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESSED_PASSPORTS_FIELD_NUMBER: _ClassVar[int]
    passport: str
    expire_time: _timestamp_pb2.Timestamp
    person_id: str
    is_administrator: bool
    scopes: _containers.RepeatedScalarFieldContainer[str]
    app_id: str
    addressed_passports: _containers.RepeatedCompositeFieldContainer[AddressedPassport]
    def __init__(self, passport: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., person_id: _Optional[str] = ..., is_administrator: _Optional[bool] = ..., scopes: _Optional[_Iterable[str]] = ..., app_id: _Optional[str] = ..., addressed_passports: _Optional[_Iterable[_Union[AddressedPassport, _Mapping]]] = ...) -> None: ...
