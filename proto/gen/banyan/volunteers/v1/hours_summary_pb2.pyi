from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HoursPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOURS_PERIOD_UNSPECIFIED: _ClassVar[HoursPeriod]
    HOURS_PERIOD_DAY: _ClassVar[HoursPeriod]
    HOURS_PERIOD_WEEK: _ClassVar[HoursPeriod]
    HOURS_PERIOD_MONTH: _ClassVar[HoursPeriod]
    HOURS_PERIOD_YEAR: _ClassVar[HoursPeriod]
HOURS_PERIOD_UNSPECIFIED: HoursPeriod
HOURS_PERIOD_DAY: HoursPeriod
HOURS_PERIOD_WEEK: HoursPeriod
HOURS_PERIOD_MONTH: HoursPeriod
HOURS_PERIOD_YEAR: HoursPeriod

class SummarizeHoursRequest(_message.Message):
    __slots__ = ("person_id", "organization_id", "period", "time_zone", "start_date", "end_date")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    organization_id: str
    period: HoursPeriod
    time_zone: str
    start_date: str
    end_date: str
    def __init__(self, person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., period: _Optional[_Union[HoursPeriod, str]] = ..., time_zone: _Optional[str] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ...) -> None: ...

class HoursSummary(_message.Message):
    __slots__ = ("recorded_minutes", "attested_minutes", "periods", "organizations")
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    recorded_minutes: int
    attested_minutes: int
    periods: _containers.RepeatedCompositeFieldContainer[PeriodHours]
    organizations: _containers.RepeatedCompositeFieldContainer[OrganizationHours]
    def __init__(self, recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ..., periods: _Optional[_Iterable[_Union[PeriodHours, _Mapping]]] = ..., organizations: _Optional[_Iterable[_Union[OrganizationHours, _Mapping]]] = ...) -> None: ...

class PeriodHours(_message.Message):
    __slots__ = ("start_date", "recorded_minutes", "attested_minutes")
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    start_date: str
    recorded_minutes: int
    attested_minutes: int
    def __init__(self, start_date: _Optional[str] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ...) -> None: ...

class OrganizationHours(_message.Message):
    __slots__ = ("organization_id", "recorded_minutes", "attested_minutes")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    recorded_minutes: int
    attested_minutes: int
    def __init__(self, organization_id: _Optional[str] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ...) -> None: ...
