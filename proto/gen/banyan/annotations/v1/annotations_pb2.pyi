from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Audience(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUDIENCE_UNSPECIFIED: _ClassVar[Audience]
    AUDIENCE_UNIDENTIFIED: _ClassVar[Audience]
    AUDIENCE_ANYONE: _ClassVar[Audience]
    AUDIENCE_SIGNED_IN: _ClassVar[Audience]

class FieldBehavior(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FIELD_BEHAVIOR_UNSPECIFIED: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_OUTPUT_ONLY: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_INPUT_ONLY: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_IMMUTABLE: _ClassVar[FieldBehavior]

class PersonalData(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSONAL_DATA_UNSPECIFIED: _ClassVar[PersonalData]
    PERSONAL_DATA_NAME: _ClassVar[PersonalData]
    PERSONAL_DATA_CONFIDENTIAL: _ClassVar[PersonalData]
AUDIENCE_UNSPECIFIED: Audience
AUDIENCE_UNIDENTIFIED: Audience
AUDIENCE_ANYONE: Audience
AUDIENCE_SIGNED_IN: Audience
FIELD_BEHAVIOR_UNSPECIFIED: FieldBehavior
FIELD_BEHAVIOR_OUTPUT_ONLY: FieldBehavior
FIELD_BEHAVIOR_INPUT_ONLY: FieldBehavior
FIELD_BEHAVIOR_IMMUTABLE: FieldBehavior
PERSONAL_DATA_UNSPECIFIED: PersonalData
PERSONAL_DATA_NAME: PersonalData
PERSONAL_DATA_CONFIDENTIAL: PersonalData
ACCESS_FIELD_NUMBER: _ClassVar[int]
access: _descriptor.FieldDescriptor
BEHAVIOR_FIELD_NUMBER: _ClassVar[int]
behavior: _descriptor.FieldDescriptor
PERSONAL_FIELD_NUMBER: _ClassVar[int]
personal: _descriptor.FieldDescriptor
VERBATIM_FIELD_NUMBER: _ClassVar[int]
verbatim: _descriptor.FieldDescriptor

class Access(_message.Message):
    __slots__ = ("audience", "scope", "relation", "audited", "trail")
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    AUDITED_FIELD_NUMBER: _ClassVar[int]
    TRAIL_FIELD_NUMBER: _ClassVar[int]
    audience: Audience
    scope: str
    relation: str
    audited: bool
    trail: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, audience: _Optional[_Union[Audience, str]] = ..., scope: _Optional[str] = ..., relation: _Optional[str] = ..., audited: _Optional[bool] = ..., trail: _Optional[_Iterable[str]] = ...) -> None: ...
