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
    AUDIENCE_PERSON_OR_APP: _ClassVar[Audience]

class FieldBehavior(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FIELD_BEHAVIOR_UNSPECIFIED: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_OUTPUT_ONLY: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_INPUT_ONLY: _ClassVar[FieldBehavior]
    FIELD_BEHAVIOR_IMMUTABLE: _ClassVar[FieldBehavior]

class TextFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TEXT_FORMAT_UNSPECIFIED: _ClassVar[TextFormat]
    TEXT_FORMAT_PHONE: _ClassVar[TextFormat]
    TEXT_FORMAT_EMAIL: _ClassVar[TextFormat]
    TEXT_FORMAT_WEBSITE: _ClassVar[TextFormat]
    TEXT_FORMAT_DATE: _ClassVar[TextFormat]
    TEXT_FORMAT_TIME_ZONE: _ClassVar[TextFormat]
    TEXT_FORMAT_LANGUAGE: _ClassVar[TextFormat]
    TEXT_FORMAT_REASON: _ClassVar[TextFormat]
    TEXT_FORMAT_ACTION: _ClassVar[TextFormat]

class PersonalData(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSONAL_DATA_UNSPECIFIED: _ClassVar[PersonalData]
    PERSONAL_DATA_NAME: _ClassVar[PersonalData]
    PERSONAL_DATA_CONFIDENTIAL: _ClassVar[PersonalData]

class Text(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TEXT_UNSPECIFIED: _ClassVar[Text]
    TEXT_LINE: _ClassVar[Text]
    TEXT_PROSE: _ClassVar[Text]
    TEXT_MARKDOWN: _ClassVar[Text]
AUDIENCE_UNSPECIFIED: Audience
AUDIENCE_UNIDENTIFIED: Audience
AUDIENCE_ANYONE: Audience
AUDIENCE_SIGNED_IN: Audience
AUDIENCE_PERSON_OR_APP: Audience
FIELD_BEHAVIOR_UNSPECIFIED: FieldBehavior
FIELD_BEHAVIOR_OUTPUT_ONLY: FieldBehavior
FIELD_BEHAVIOR_INPUT_ONLY: FieldBehavior
FIELD_BEHAVIOR_IMMUTABLE: FieldBehavior
TEXT_FORMAT_UNSPECIFIED: TextFormat
TEXT_FORMAT_PHONE: TextFormat
TEXT_FORMAT_EMAIL: TextFormat
TEXT_FORMAT_WEBSITE: TextFormat
TEXT_FORMAT_DATE: TextFormat
TEXT_FORMAT_TIME_ZONE: TextFormat
TEXT_FORMAT_LANGUAGE: TextFormat
TEXT_FORMAT_REASON: TextFormat
TEXT_FORMAT_ACTION: TextFormat
PERSONAL_DATA_UNSPECIFIED: PersonalData
PERSONAL_DATA_NAME: PersonalData
PERSONAL_DATA_CONFIDENTIAL: PersonalData
TEXT_UNSPECIFIED: Text
TEXT_LINE: Text
TEXT_PROSE: Text
TEXT_MARKDOWN: Text
ACCESS_FIELD_NUMBER: _ClassVar[int]
access: _descriptor.FieldDescriptor
LONGEST_SECONDS_FIELD_NUMBER: _ClassVar[int]
longest_seconds: _descriptor.FieldDescriptor
DRY_RUN_FIELD_NUMBER: _ClassVar[int]
dry_run: _descriptor.FieldDescriptor
FROM_STATES_FIELD_NUMBER: _ClassVar[int]
from_states: _descriptor.FieldDescriptor
BEHAVIOR_FIELD_NUMBER: _ClassVar[int]
behavior: _descriptor.FieldDescriptor
PERSONAL_FIELD_NUMBER: _ClassVar[int]
personal: _descriptor.FieldDescriptor
VERBATIM_FIELD_NUMBER: _ClassVar[int]
verbatim: _descriptor.FieldDescriptor
REFERENCE_FIELD_NUMBER: _ClassVar[int]
reference: _descriptor.FieldDescriptor
TEXT_FIELD_NUMBER: _ClassVar[int]
text: _descriptor.FieldDescriptor
FORMAT_FIELD_NUMBER: _ClassVar[int]
format: _descriptor.FieldDescriptor
MAY_BE_UNSET_FIELD_NUMBER: _ClassVar[int]
may_be_unset: _descriptor.FieldDescriptor
TRANSLATABLE_FIELD_NUMBER: _ClassVar[int]
translatable: _descriptor.FieldDescriptor

class Access(_message.Message):
    __slots__ = ("audience", "scope", "relation", "audited", "trail", "when_suspended", "when_unregistered", "any_scope", "app_scope", "any_app")
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    AUDITED_FIELD_NUMBER: _ClassVar[int]
    TRAIL_FIELD_NUMBER: _ClassVar[int]
    WHEN_SUSPENDED_FIELD_NUMBER: _ClassVar[int]
    WHEN_UNREGISTERED_FIELD_NUMBER: _ClassVar[int]
    ANY_SCOPE_FIELD_NUMBER: _ClassVar[int]
    APP_SCOPE_FIELD_NUMBER: _ClassVar[int]
    ANY_APP_FIELD_NUMBER: _ClassVar[int]
    audience: Audience
    scope: str
    relation: str
    audited: bool
    trail: _containers.RepeatedScalarFieldContainer[str]
    when_suspended: bool
    when_unregistered: bool
    any_scope: bool
    app_scope: str
    any_app: bool
    def __init__(self, audience: _Optional[_Union[Audience, str]] = ..., scope: _Optional[str] = ..., relation: _Optional[str] = ..., audited: _Optional[bool] = ..., trail: _Optional[_Iterable[str]] = ..., when_suspended: _Optional[bool] = ..., when_unregistered: _Optional[bool] = ..., any_scope: _Optional[bool] = ..., app_scope: _Optional[str] = ..., any_app: _Optional[bool] = ...) -> None: ...

class Reference(_message.Message):
    __slots__ = ("resource", "none")
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    NONE_FIELD_NUMBER: _ClassVar[int]
    resource: str
    none: bool
    def __init__(self, resource: _Optional[str] = ..., none: _Optional[bool] = ...) -> None: ...
