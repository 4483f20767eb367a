import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RosterExportFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_EXPORT_FORMAT_UNSPECIFIED: _ClassVar[RosterExportFormat]
    ROSTER_EXPORT_FORMAT_CSV: _ClassVar[RosterExportFormat]
    ROSTER_EXPORT_FORMAT_XLSX: _ClassVar[RosterExportFormat]
    ROSTER_EXPORT_FORMAT_JSON: _ClassVar[RosterExportFormat]
    ROSTER_EXPORT_FORMAT_VCARD: _ClassVar[RosterExportFormat]
ROSTER_EXPORT_FORMAT_UNSPECIFIED: RosterExportFormat
ROSTER_EXPORT_FORMAT_CSV: RosterExportFormat
ROSTER_EXPORT_FORMAT_XLSX: RosterExportFormat
ROSTER_EXPORT_FORMAT_JSON: RosterExportFormat
ROSTER_EXPORT_FORMAT_VCARD: RosterExportFormat

class ExportLink(_message.Message):
    __slots__ = ("path", "expire_time")
    PATH_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    path: str
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, path: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateRosterExportLinkRequest(_message.Message):
    __slots__ = ("organization_id", "format", "with_contacts", "time_zone", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    WITH_CONTACTS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    format: RosterExportFormat
    with_contacts: bool
    time_zone: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., format: _Optional[_Union[RosterExportFormat, str]] = ..., with_contacts: _Optional[bool] = ..., time_zone: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateRefusedRowsLinkRequest(_message.Message):
    __slots__ = ("import_job_id", "request_id")
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    request_id: str
    def __init__(self, import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateAttendanceSheetLinkRequest(_message.Message):
    __slots__ = ("organization_id", "event_id", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    event_id: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., event_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
