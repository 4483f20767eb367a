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

class AreaKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AREA_KIND_UNSPECIFIED: _ClassVar[AreaKind]
    AREA_KIND_DISTRICT: _ClassVar[AreaKind]
    AREA_KIND_SUBDISTRICT: _ClassVar[AreaKind]
    AREA_KIND_COMMUNITY: _ClassVar[AreaKind]
    AREA_KIND_QUARTER: _ClassVar[AreaKind]
    AREA_KIND_BUILDING: _ClassVar[AreaKind]

class AreaImportOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AREA_IMPORT_OUTCOME_UNSPECIFIED: _ClassVar[AreaImportOutcome]
    AREA_IMPORT_OUTCOME_CREATED: _ClassVar[AreaImportOutcome]
    AREA_IMPORT_OUTCOME_UPDATED: _ClassVar[AreaImportOutcome]
    AREA_IMPORT_OUTCOME_UNCHANGED: _ClassVar[AreaImportOutcome]
    AREA_IMPORT_OUTCOME_REFUSED: _ClassVar[AreaImportOutcome]

class AreaOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AREA_ORDER_FIELD_UNSPECIFIED: _ClassVar[AreaOrderField]
    AREA_ORDER_FIELD_CODE: _ClassVar[AreaOrderField]
    AREA_ORDER_FIELD_NAME: _ClassVar[AreaOrderField]
AREA_KIND_UNSPECIFIED: AreaKind
AREA_KIND_DISTRICT: AreaKind
AREA_KIND_SUBDISTRICT: AreaKind
AREA_KIND_COMMUNITY: AreaKind
AREA_KIND_QUARTER: AreaKind
AREA_KIND_BUILDING: AreaKind
AREA_IMPORT_OUTCOME_UNSPECIFIED: AreaImportOutcome
AREA_IMPORT_OUTCOME_CREATED: AreaImportOutcome
AREA_IMPORT_OUTCOME_UPDATED: AreaImportOutcome
AREA_IMPORT_OUTCOME_UNCHANGED: AreaImportOutcome
AREA_IMPORT_OUTCOME_REFUSED: AreaImportOutcome
AREA_ORDER_FIELD_UNSPECIFIED: AreaOrderField
AREA_ORDER_FIELD_CODE: AreaOrderField
AREA_ORDER_FIELD_NAME: AreaOrderField

class Area(_message.Message):
    __slots__ = ("id", "code", "kind", "name", "language", "translations", "parent_id", "retired", "merged_into_id", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    RETIRED_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    code: str
    kind: AreaKind
    name: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[AreaTranslation]
    parent_id: str
    retired: bool
    merged_into_id: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., code: _Optional[str] = ..., kind: _Optional[_Union[AreaKind, str]] = ..., name: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[AreaTranslation, _Mapping]]] = ..., parent_id: _Optional[str] = ..., retired: _Optional[bool] = ..., merged_into_id: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AreaTranslation(_message.Message):
    __slots__ = ("language", "name")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    language: str
    name: str
    def __init__(self, language: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class CreateAreaRequest(_message.Message):
    __slots__ = ("area", "request_id")
    AREA_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    area: Area
    request_id: str
    def __init__(self, area: _Optional[_Union[Area, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetAreaRequest(_message.Message):
    __slots__ = ("area_id",)
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    area_id: str
    def __init__(self, area_id: _Optional[str] = ...) -> None: ...

class BatchGetAreasRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetAreasResponse(_message.Message):
    __slots__ = ("areas",)
    AREAS_FIELD_NUMBER: _ClassVar[int]
    areas: _containers.RepeatedCompositeFieldContainer[Area]
    def __init__(self, areas: _Optional[_Iterable[_Union[Area, _Mapping]]] = ...) -> None: ...

class ListAreasRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "parent_id", "ancestor_id", "kinds", "query", "codes", "only_top", "include_retired", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    ANCESTOR_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    CODES_FIELD_NUMBER: _ClassVar[int]
    ONLY_TOP_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_RETIRED_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent_id: str
    ancestor_id: str
    kinds: _containers.RepeatedScalarFieldContainer[AreaKind]
    query: str
    codes: _containers.RepeatedScalarFieldContainer[str]
    only_top: bool
    include_retired: bool
    order_by: AreaOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., parent_id: _Optional[str] = ..., ancestor_id: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[AreaKind, str]]] = ..., query: _Optional[str] = ..., codes: _Optional[_Iterable[str]] = ..., only_top: _Optional[bool] = ..., include_retired: _Optional[bool] = ..., order_by: _Optional[_Union[AreaOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListAreasResponse(_message.Message):
    __slots__ = ("areas", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    AREAS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    areas: _containers.RepeatedCompositeFieldContainer[Area]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, areas: _Optional[_Iterable[_Union[Area, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateAreaRequest(_message.Message):
    __slots__ = ("area_id", "area", "update_mask", "request_id")
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    area_id: str
    area: Area
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, area_id: _Optional[str] = ..., area: _Optional[_Union[Area, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveAreaRequest(_message.Message):
    __slots__ = ("area_id", "parent_id", "to_top", "request_id")
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    TO_TOP_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    area_id: str
    parent_id: str
    to_top: bool
    request_id: str
    def __init__(self, area_id: _Optional[str] = ..., parent_id: _Optional[str] = ..., to_top: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class MergeAreaRequest(_message.Message):
    __slots__ = ("area_id", "into_id", "request_id")
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    INTO_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    area_id: str
    into_id: str
    request_id: str
    def __init__(self, area_id: _Optional[str] = ..., into_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ImportAreasRequest(_message.Message):
    __slots__ = ("content", "only_plan", "request_id")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    ONLY_PLAN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    content: str
    only_plan: bool
    request_id: str
    def __init__(self, content: _Optional[str] = ..., only_plan: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class AreaImport(_message.Message):
    __slots__ = ("only_plan", "created_count", "updated_count", "unchanged_count", "refused_count", "rows")
    ONLY_PLAN_FIELD_NUMBER: _ClassVar[int]
    CREATED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REFUSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    only_plan: bool
    created_count: int
    updated_count: int
    unchanged_count: int
    refused_count: int
    rows: _containers.RepeatedCompositeFieldContainer[AreaImportRow]
    def __init__(self, only_plan: _Optional[bool] = ..., created_count: _Optional[int] = ..., updated_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ..., refused_count: _Optional[int] = ..., rows: _Optional[_Iterable[_Union[AreaImportRow, _Mapping]]] = ...) -> None: ...

class AreaImportRow(_message.Message):
    __slots__ = ("line", "code", "outcome", "area_id", "changed_fields", "reasons")
    LINE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    line: int
    code: str
    outcome: AreaImportOutcome
    area_id: str
    changed_fields: _containers.RepeatedScalarFieldContainer[str]
    reasons: _containers.RepeatedCompositeFieldContainer[AreaImportReason]
    def __init__(self, line: _Optional[int] = ..., code: _Optional[str] = ..., outcome: _Optional[_Union[AreaImportOutcome, str]] = ..., area_id: _Optional[str] = ..., changed_fields: _Optional[_Iterable[str]] = ..., reasons: _Optional[_Iterable[_Union[AreaImportReason, _Mapping]]] = ...) -> None: ...

class AreaImportReason(_message.Message):
    __slots__ = ("code", "message", "column")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    column: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., column: _Optional[str] = ...) -> None: ...

class AreaOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: AreaOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[AreaOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
