from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Place(_message.Message):
    __slots__ = ("name", "address", "latitude", "longitude", "instructions", "online_url", "translations")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    INSTRUCTIONS_FIELD_NUMBER: _ClassVar[int]
    ONLINE_URL_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    address: str
    latitude: float
    longitude: float
    instructions: str
    online_url: str
    translations: _containers.RepeatedCompositeFieldContainer[PlaceTranslation]
    def __init__(self, name: _Optional[str] = ..., address: _Optional[str] = ..., latitude: _Optional[float] = ..., longitude: _Optional[float] = ..., instructions: _Optional[str] = ..., online_url: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[PlaceTranslation, _Mapping]]] = ...) -> None: ...

class PlaceTranslation(_message.Message):
    __slots__ = ("language", "name", "address", "instructions")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    INSTRUCTIONS_FIELD_NUMBER: _ClassVar[int]
    language: str
    name: str
    address: str
    instructions: str
    def __init__(self, language: _Optional[str] = ..., name: _Optional[str] = ..., address: _Optional[str] = ..., instructions: _Optional[str] = ...) -> None: ...

class Near(_message.Message):
    __slots__ = ("latitude", "longitude", "radius_meters")
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    RADIUS_METERS_FIELD_NUMBER: _ClassVar[int]
    latitude: float
    longitude: float
    radius_meters: int
    def __init__(self, latitude: _Optional[float] = ..., longitude: _Optional[float] = ..., radius_meters: _Optional[int] = ...) -> None: ...

class Contact(_message.Message):
    __slots__ = ("person_id", "phones", "email")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PHONES_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    phones: _containers.RepeatedScalarFieldContainer[str]
    email: str
    def __init__(self, person_id: _Optional[str] = ..., phones: _Optional[_Iterable[str]] = ..., email: _Optional[str] = ...) -> None: ...
