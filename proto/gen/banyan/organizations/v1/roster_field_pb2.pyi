import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RosterFieldKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_FIELD_KIND_UNSPECIFIED: _ClassVar[RosterFieldKind]
    ROSTER_FIELD_KIND_TEXT: _ClassVar[RosterFieldKind]
    ROSTER_FIELD_KIND_NUMBER: _ClassVar[RosterFieldKind]
    ROSTER_FIELD_KIND_DATE: _ClassVar[RosterFieldKind]
    ROSTER_FIELD_KIND_CHOICE: _ClassVar[RosterFieldKind]
    ROSTER_FIELD_KIND_YES_NO: _ClassVar[RosterFieldKind]

class RosterFieldAudience(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_FIELD_AUDIENCE_UNSPECIFIED: _ClassVar[RosterFieldAudience]
    ROSTER_FIELD_AUDIENCE_OVERSEERS: _ClassVar[RosterFieldAudience]
    ROSTER_FIELD_AUDIENCE_MEMBER: _ClassVar[RosterFieldAudience]
    ROSTER_FIELD_AUDIENCE_MEMBERS: _ClassVar[RosterFieldAudience]

class RosterFieldState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_FIELD_STATE_UNSPECIFIED: _ClassVar[RosterFieldState]
    ROSTER_FIELD_STATE_ACTIVE: _ClassVar[RosterFieldState]
    ROSTER_FIELD_STATE_DELETED: _ClassVar[RosterFieldState]

class RosterFieldOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_FIELD_ORDER_FIELD_UNSPECIFIED: _ClassVar[RosterFieldOrderField]
    ROSTER_FIELD_ORDER_FIELD_CREATE_TIME: _ClassVar[RosterFieldOrderField]
    ROSTER_FIELD_ORDER_FIELD_POSITION: _ClassVar[RosterFieldOrderField]
ROSTER_FIELD_KIND_UNSPECIFIED: RosterFieldKind
ROSTER_FIELD_KIND_TEXT: RosterFieldKind
ROSTER_FIELD_KIND_NUMBER: RosterFieldKind
ROSTER_FIELD_KIND_DATE: RosterFieldKind
ROSTER_FIELD_KIND_CHOICE: RosterFieldKind
ROSTER_FIELD_KIND_YES_NO: RosterFieldKind
ROSTER_FIELD_AUDIENCE_UNSPECIFIED: RosterFieldAudience
ROSTER_FIELD_AUDIENCE_OVERSEERS: RosterFieldAudience
ROSTER_FIELD_AUDIENCE_MEMBER: RosterFieldAudience
ROSTER_FIELD_AUDIENCE_MEMBERS: RosterFieldAudience
ROSTER_FIELD_STATE_UNSPECIFIED: RosterFieldState
ROSTER_FIELD_STATE_ACTIVE: RosterFieldState
ROSTER_FIELD_STATE_DELETED: RosterFieldState
ROSTER_FIELD_ORDER_FIELD_UNSPECIFIED: RosterFieldOrderField
ROSTER_FIELD_ORDER_FIELD_CREATE_TIME: RosterFieldOrderField
ROSTER_FIELD_ORDER_FIELD_POSITION: RosterFieldOrderField

class RosterField(_message.Message):
    __slots__ = ("id", "organization_id", "display_name", "kind", "choices", "audience", "required_on_application", "etag", "create_time", "update_time", "state", "asked_on_application", "question", "language", "translations", "position", "kept_days")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ON_APPLICATION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ASKED_ON_APPLICATION_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    KEPT_DAYS_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    display_name: str
    kind: RosterFieldKind
    choices: _containers.RepeatedScalarFieldContainer[str]
    audience: RosterFieldAudience
    required_on_application: bool
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    state: RosterFieldState
    asked_on_application: bool
    question: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[RosterFieldTranslation]
    position: int
    kept_days: int
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[RosterFieldKind, str]] = ..., choices: _Optional[_Iterable[str]] = ..., audience: _Optional[_Union[RosterFieldAudience, str]] = ..., required_on_application: _Optional[bool] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[RosterFieldState, str]] = ..., asked_on_application: _Optional[bool] = ..., question: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[RosterFieldTranslation, _Mapping]]] = ..., position: _Optional[int] = ..., kept_days: _Optional[int] = ...) -> None: ...

class RosterFieldTranslation(_message.Message):
    __slots__ = ("language", "question", "choices")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    language: str
    question: str
    choices: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, language: _Optional[str] = ..., question: _Optional[str] = ..., choices: _Optional[_Iterable[str]] = ...) -> None: ...

class RosterValue(_message.Message):
    __slots__ = ("roster_field_id", "value")
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    roster_field_id: str
    value: str
    def __init__(self, roster_field_id: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class CreateRosterFieldRequest(_message.Message):
    __slots__ = ("roster_field", "request_id")
    ROSTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_field: RosterField
    request_id: str
    def __init__(self, roster_field: _Optional[_Union[RosterField, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetRosterFieldRequest(_message.Message):
    __slots__ = ("roster_field_id",)
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    roster_field_id: str
    def __init__(self, roster_field_id: _Optional[str] = ...) -> None: ...

class BatchGetRosterFieldsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetRosterFieldsResponse(_message.Message):
    __slots__ = ("roster_fields",)
    ROSTER_FIELDS_FIELD_NUMBER: _ClassVar[int]
    roster_fields: _containers.RepeatedCompositeFieldContainer[RosterField]
    def __init__(self, roster_fields: _Optional[_Iterable[_Union[RosterField, _Mapping]]] = ...) -> None: ...

class ListRosterFieldsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "only_asked")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    ONLY_ASKED_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: RosterFieldOrder
    backward: bool
    count_only: bool
    only_asked: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[RosterFieldOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., only_asked: _Optional[bool] = ...) -> None: ...

class ListRosterFieldsResponse(_message.Message):
    __slots__ = ("roster_fields", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ROSTER_FIELDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    roster_fields: _containers.RepeatedCompositeFieldContainer[RosterField]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, roster_fields: _Optional[_Iterable[_Union[RosterField, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateRosterFieldRequest(_message.Message):
    __slots__ = ("roster_field_id", "roster_field", "update_mask", "request_id")
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_field_id: str
    roster_field: RosterField
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, roster_field_id: _Optional[str] = ..., roster_field: _Optional[_Union[RosterField, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteRosterFieldRequest(_message.Message):
    __slots__ = ("roster_field_id", "request_id")
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_field_id: str
    request_id: str
    def __init__(self, roster_field_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RosterFieldOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: RosterFieldOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[RosterFieldOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
