import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.places.v1 import place_pb2 as _place_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OpeningReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPENING_REASON_UNSPECIFIED: _ClassVar[OpeningReason]
    OPENING_REASON_URGENT: _ClassVar[OpeningReason]
    OPENING_REASON_SKILLS: _ClassVar[OpeningReason]
    OPENING_REASON_FAMILIAR: _ClassVar[OpeningReason]
    OPENING_REASON_AWAY: _ClassVar[OpeningReason]
OPENING_REASON_UNSPECIFIED: OpeningReason
OPENING_REASON_URGENT: OpeningReason
OPENING_REASON_SKILLS: OpeningReason
OPENING_REASON_FAMILIAR: OpeningReason
OPENING_REASON_AWAY: OpeningReason

class Openings(_message.Message):
    __slots__ = ("fits", "is_complete")
    FITS_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    fits: _containers.RepeatedCompositeFieldContainer[Opening]
    is_complete: bool
    def __init__(self, fits: _Optional[_Iterable[_Union[Opening, _Mapping]]] = ..., is_complete: _Optional[bool] = ...) -> None: ...

class Opening(_message.Message):
    __slots__ = ("shift_id", "reasons", "distance_meters")
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_METERS_FIELD_NUMBER: _ClassVar[int]
    shift_id: str
    reasons: _containers.RepeatedScalarFieldContainer[OpeningReason]
    distance_meters: int
    def __init__(self, shift_id: _Optional[str] = ..., reasons: _Optional[_Iterable[_Union[OpeningReason, str]]] = ..., distance_meters: _Optional[int] = ...) -> None: ...

class FindOpeningsRequest(_message.Message):
    __slots__ = ("start_time", "end_time", "near", "organization_id", "limit")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    near: _place_pb2.Near
    organization_id: str
    limit: int
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., near: _Optional[_Union[_place_pb2.Near, _Mapping]] = ..., organization_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...
