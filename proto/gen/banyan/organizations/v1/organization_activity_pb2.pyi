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

class OrganizationActivity(_message.Message):
    __slots__ = ("organization_id", "published_events", "last_event_start_time", "active_members", "active_members_is_exact", "dormant_time")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    LAST_EVENT_START_TIME_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_MEMBERS_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_MEMBERS_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    DORMANT_TIME_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    published_events: int
    last_event_start_time: _timestamp_pb2.Timestamp
    active_members: int
    active_members_is_exact: bool
    dormant_time: _timestamp_pb2.Timestamp
    def __init__(self, organization_id: _Optional[str] = ..., published_events: _Optional[int] = ..., last_event_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., active_members: _Optional[int] = ..., active_members_is_exact: _Optional[bool] = ..., dormant_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetOrganizationActivitiesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetOrganizationActivitiesResponse(_message.Message):
    __slots__ = ("organization_activities",)
    ORGANIZATION_ACTIVITIES_FIELD_NUMBER: _ClassVar[int]
    organization_activities: _containers.RepeatedCompositeFieldContainer[OrganizationActivity]
    def __init__(self, organization_activities: _Optional[_Iterable[_Union[OrganizationActivity, _Mapping]]] = ...) -> None: ...
