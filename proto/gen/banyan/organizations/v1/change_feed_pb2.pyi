import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ChangeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANGE_KIND_UNSPECIFIED: _ClassVar[ChangeKind]
    CHANGE_KIND_MEMBERSHIP: _ClassVar[ChangeKind]
    CHANGE_KIND_PERSON_ENTRY: _ClassVar[ChangeKind]
CHANGE_KIND_UNSPECIFIED: ChangeKind
CHANGE_KIND_MEMBERSHIP: ChangeKind
CHANGE_KIND_PERSON_ENTRY: ChangeKind

class ReadChangesRequest(_message.Message):
    __slots__ = ("organization_id", "after", "kinds", "first")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    after: str
    kinds: _containers.RepeatedScalarFieldContainer[ChangeKind]
    first: int
    def __init__(self, organization_id: _Optional[str] = ..., after: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[ChangeKind, str]]] = ..., first: _Optional[int] = ...) -> None: ...

class ChangeFeed(_message.Message):
    __slots__ = ("changes", "end_cursor", "has_more")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    END_CURSOR_FIELD_NUMBER: _ClassVar[int]
    HAS_MORE_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[RosterChange]
    end_cursor: str
    has_more: bool
    def __init__(self, changes: _Optional[_Iterable[_Union[RosterChange, _Mapping]]] = ..., end_cursor: _Optional[str] = ..., has_more: _Optional[bool] = ...) -> None: ...

class RosterChange(_message.Message):
    __slots__ = ("kind", "membership_id", "person_entry_id", "change_time")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_TIME_FIELD_NUMBER: _ClassVar[int]
    kind: ChangeKind
    membership_id: str
    person_entry_id: str
    change_time: _timestamp_pb2.Timestamp
    def __init__(self, kind: _Optional[_Union[ChangeKind, str]] = ..., membership_id: _Optional[str] = ..., person_entry_id: _Optional[str] = ..., change_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
