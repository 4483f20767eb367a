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

class ImageField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMAGE_FIELD_UNSPECIFIED: _ClassVar[ImageField]
    IMAGE_FIELD_COVER: _ClassVar[ImageField]
    IMAGE_FIELD_LOGO: _ClassVar[ImageField]
    IMAGE_FIELD_AVATAR: _ClassVar[ImageField]
IMAGE_FIELD_UNSPECIFIED: ImageField
IMAGE_FIELD_COVER: ImageField
IMAGE_FIELD_LOGO: ImageField
IMAGE_FIELD_AVATAR: ImageField

class Image(_message.Message):
    __slots__ = ("key", "width", "height", "blur_hash", "alt", "translations", "receipt")
    KEY_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    BLUR_HASH_FIELD_NUMBER: _ClassVar[int]
    ALT_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    key: str
    width: int
    height: int
    blur_hash: str
    alt: str
    translations: _containers.RepeatedCompositeFieldContainer[ImageTranslation]
    receipt: str
    def __init__(self, key: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., blur_hash: _Optional[str] = ..., alt: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[ImageTranslation, _Mapping]]] = ..., receipt: _Optional[str] = ...) -> None: ...

class ImageTranslation(_message.Message):
    __slots__ = ("language", "alt")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ALT_FIELD_NUMBER: _ClassVar[int]
    language: str
    alt: str
    def __init__(self, language: _Optional[str] = ..., alt: _Optional[str] = ...) -> None: ...

class CreateImageUploadRequest(_message.Message):
    __slots__ = ("resource", "resource_id", "field", "request_id")
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    resource: str
    resource_id: str
    field: ImageField
    request_id: str
    def __init__(self, resource: _Optional[str] = ..., resource_id: _Optional[str] = ..., field: _Optional[_Union[ImageField, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ImageUpload(_message.Message):
    __slots__ = ("token", "expire_time", "max_bytes")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    MAX_BYTES_FIELD_NUMBER: _ClassVar[int]
    token: str
    expire_time: _timestamp_pb2.Timestamp
    max_bytes: int
    def __init__(self, token: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., max_bytes: _Optional[int] = ...) -> None: ...
