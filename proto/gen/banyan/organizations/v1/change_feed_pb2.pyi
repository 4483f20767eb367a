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
    CHANGE_KIND_EVENT: _ClassVar[ChangeKind]
    CHANGE_KIND_SHIFT: _ClassVar[ChangeKind]
    CHANGE_KIND_SIGN_UP: _ClassVar[ChangeKind]
    CHANGE_KIND_HOURS_BALANCE: _ClassVar[ChangeKind]
CHANGE_KIND_UNSPECIFIED: ChangeKind
CHANGE_KIND_MEMBERSHIP: ChangeKind
CHANGE_KIND_PERSON_ENTRY: ChangeKind
CHANGE_KIND_EVENT: ChangeKind
CHANGE_KIND_SHIFT: ChangeKind
CHANGE_KIND_SIGN_UP: ChangeKind
CHANGE_KIND_HOURS_BALANCE: ChangeKind

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
    __slots__ = ("kind", "membership_id", "person_entry_id", "change_time", "organization_id", "event_id", "shift_id", "sign_up_id", "hours_balance_id", "removed")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_TIME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    HOURS_BALANCE_ID_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    kind: ChangeKind
    membership_id: str
    person_entry_id: str
    change_time: _timestamp_pb2.Timestamp
    organization_id: str
    event_id: str
    shift_id: str
    sign_up_id: str
    hours_balance_id: str
    removed: bool
    def __init__(self, kind: _Optional[_Union[ChangeKind, str]] = ..., membership_id: _Optional[str] = ..., person_entry_id: _Optional[str] = ..., change_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., organization_id: _Optional[str] = ..., event_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., sign_up_id: _Optional[str] = ..., hours_balance_id: _Optional[str] = ..., removed: _Optional[bool] = ...) -> None: ...
