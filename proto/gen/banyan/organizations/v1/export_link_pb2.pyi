import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
from banyan.organizations.v1 import roster_pb2 as _roster_pb2
from banyan.volunteers.v1 import person_pb2 as _person_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
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
    __slots__ = ("organization_id", "format", "with_contacts", "time_zone", "request_id", "states", "roles", "standings", "query", "label_ids", "value_is", "and_value_is", "without_value_id", "roster_view_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    WITH_CONTACTS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    STANDINGS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    AND_VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_VALUE_ID_FIELD_NUMBER: _ClassVar[int]
    ROSTER_VIEW_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    format: RosterExportFormat
    with_contacts: bool
    time_zone: str
    request_id: str
    states: _containers.RepeatedScalarFieldContainer[_membership_pb2.MembershipState]
    roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    standings: _containers.RepeatedScalarFieldContainer[_person_pb2.VolunteerStanding]
    query: str
    label_ids: _containers.RepeatedScalarFieldContainer[str]
    value_is: _roster_pb2.RosterValueCondition
    and_value_is: _roster_pb2.RosterValueCondition
    without_value_id: str
    roster_view_id: str
    def __init__(self, organization_id: _Optional[str] = ..., format: _Optional[_Union[RosterExportFormat, str]] = ..., with_contacts: _Optional[bool] = ..., time_zone: _Optional[str] = ..., request_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_membership_pb2.MembershipState, str]]] = ..., roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., standings: _Optional[_Iterable[_Union[_person_pb2.VolunteerStanding, str]]] = ..., query: _Optional[str] = ..., label_ids: _Optional[_Iterable[str]] = ..., value_is: _Optional[_Union[_roster_pb2.RosterValueCondition, _Mapping]] = ..., and_value_is: _Optional[_Union[_roster_pb2.RosterValueCondition, _Mapping]] = ..., without_value_id: _Optional[str] = ..., roster_view_id: _Optional[str] = ...) -> None: ...

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
