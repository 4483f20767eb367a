import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import indicator_pb2 as _indicator_pb2
from banyan.organizations.v1 import organization_pb2 as _organization_pb2
from banyan.organizations.v1 import support_kind_pb2 as _support_kind_pb2
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

class ProgrammeOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROGRAMME_ORDER_FIELD_UNSPECIFIED: _ClassVar[ProgrammeOrderField]
    PROGRAMME_ORDER_FIELD_CREATE_TIME: _ClassVar[ProgrammeOrderField]

class ProgrammeState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROGRAMME_STATE_UNSPECIFIED: _ClassVar[ProgrammeState]
    PROGRAMME_STATE_DRAFT: _ClassVar[ProgrammeState]
    PROGRAMME_STATE_PUBLISHED: _ClassVar[ProgrammeState]
    PROGRAMME_STATE_RETIRED: _ClassVar[ProgrammeState]

class Comparator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPARATOR_UNSPECIFIED: _ClassVar[Comparator]
    COMPARATOR_AT_LEAST: _ClassVar[Comparator]
    COMPARATOR_AT_MOST: _ClassVar[Comparator]
PROGRAMME_ORDER_FIELD_UNSPECIFIED: ProgrammeOrderField
PROGRAMME_ORDER_FIELD_CREATE_TIME: ProgrammeOrderField
PROGRAMME_STATE_UNSPECIFIED: ProgrammeState
PROGRAMME_STATE_DRAFT: ProgrammeState
PROGRAMME_STATE_PUBLISHED: ProgrammeState
PROGRAMME_STATE_RETIRED: ProgrammeState
COMPARATOR_UNSPECIFIED: Comparator
COMPARATOR_AT_LEAST: Comparator
COMPARATOR_AT_MOST: Comparator

class Programme(_message.Message):
    __slots__ = ("id", "organization_id", "name", "description", "language", "translations", "category_ids", "stages", "state", "version_number", "first_version_id", "publish_time", "etag", "create_time", "update_time", "dormancy_rules")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IDS_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VERSION_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DORMANCY_RULES_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    name: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[ProgrammeTranslation]
    category_ids: _containers.RepeatedScalarFieldContainer[str]
    stages: _containers.RepeatedCompositeFieldContainer[ProgrammeStage]
    state: ProgrammeState
    version_number: int
    first_version_id: str
    publish_time: _timestamp_pb2.Timestamp
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    dormancy_rules: _organization_pb2.DormancyRules
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[ProgrammeTranslation, _Mapping]]] = ..., category_ids: _Optional[_Iterable[str]] = ..., stages: _Optional[_Iterable[_Union[ProgrammeStage, _Mapping]]] = ..., state: _Optional[_Union[ProgrammeState, str]] = ..., version_number: _Optional[int] = ..., first_version_id: _Optional[str] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dormancy_rules: _Optional[_Union[_organization_pb2.DormancyRules, _Mapping]] = ...) -> None: ...

class ProgrammeStage(_message.Message):
    __slots__ = ("key", "name", "description", "language", "translations", "minimum_days", "expected_days", "requirements", "offers")
    KEY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_DAYS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_DAYS_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENTS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    key: str
    name: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[ProgrammeTranslation]
    minimum_days: int
    expected_days: int
    requirements: _containers.RepeatedCompositeFieldContainer[ProgrammeRequirement]
    offers: _containers.RepeatedCompositeFieldContainer[ProgrammeOffer]
    def __init__(self, key: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[ProgrammeTranslation, _Mapping]]] = ..., minimum_days: _Optional[int] = ..., expected_days: _Optional[int] = ..., requirements: _Optional[_Iterable[_Union[ProgrammeRequirement, _Mapping]]] = ..., offers: _Optional[_Iterable[_Union[ProgrammeOffer, _Mapping]]] = ...) -> None: ...

class ProgrammeOffer(_message.Message):
    __slots__ = ("kind", "description", "amount", "currency")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    kind: _support_kind_pb2.GroupSupportKind
    description: str
    amount: int
    currency: str
    def __init__(self, kind: _Optional[_Union[_support_kind_pb2.GroupSupportKind, str]] = ..., description: _Optional[str] = ..., amount: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class ProgrammeRequirement(_message.Message):
    __slots__ = ("needed_count", "criteria")
    NEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    needed_count: int
    criteria: _containers.RepeatedCompositeFieldContainer[ProgrammeCriterion]
    def __init__(self, needed_count: _Optional[int] = ..., criteria: _Optional[_Iterable[_Union[ProgrammeCriterion, _Mapping]]] = ...) -> None: ...

class ProgrammeCriterion(_message.Message):
    __slots__ = ("indicator", "comparator", "threshold", "window_days", "waivable")
    INDICATOR_FIELD_NUMBER: _ClassVar[int]
    COMPARATOR_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    WAIVABLE_FIELD_NUMBER: _ClassVar[int]
    indicator: _indicator_pb2.Indicator
    comparator: Comparator
    threshold: int
    window_days: int
    waivable: bool
    def __init__(self, indicator: _Optional[_Union[_indicator_pb2.Indicator, str]] = ..., comparator: _Optional[_Union[Comparator, str]] = ..., threshold: _Optional[int] = ..., window_days: _Optional[int] = ..., waivable: _Optional[bool] = ...) -> None: ...

class ProgrammeTranslation(_message.Message):
    __slots__ = ("language", "name", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    name: str
    description: str
    def __init__(self, language: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class CreateProgrammeRequest(_message.Message):
    __slots__ = ("programme", "request_id")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    programme: Programme
    request_id: str
    def __init__(self, programme: _Optional[_Union[Programme, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateDefaultProgrammeRequest(_message.Message):
    __slots__ = ("organization_id", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetProgrammeRequest(_message.Message):
    __slots__ = ("programme_id",)
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    def __init__(self, programme_id: _Optional[str] = ...) -> None: ...

class BatchGetProgrammesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetProgrammesResponse(_message.Message):
    __slots__ = ("programmes",)
    PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    programmes: _containers.RepeatedCompositeFieldContainer[Programme]
    def __init__(self, programmes: _Optional[_Iterable[_Union[Programme, _Mapping]]] = ...) -> None: ...

class ListProgrammesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "states", "first_version_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    states: _containers.RepeatedScalarFieldContainer[ProgrammeState]
    first_version_id: str
    order_by: ProgrammeOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[ProgrammeState, str]]] = ..., first_version_id: _Optional[str] = ..., order_by: _Optional[_Union[ProgrammeOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListProgrammesResponse(_message.Message):
    __slots__ = ("programmes", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    programmes: _containers.RepeatedCompositeFieldContainer[Programme]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, programmes: _Optional[_Iterable[_Union[Programme, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateProgrammeRequest(_message.Message):
    __slots__ = ("programme_id", "programme", "update_mask", "request_id")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    programme: Programme
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, programme_id: _Optional[str] = ..., programme: _Optional[_Union[Programme, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReviseProgrammeRequest(_message.Message):
    __slots__ = ("programme_id", "request_id")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    request_id: str
    def __init__(self, programme_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PublishProgrammeRequest(_message.Message):
    __slots__ = ("programme_id", "request_id")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    request_id: str
    def __init__(self, programme_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireProgrammeRequest(_message.Message):
    __slots__ = ("programme_id", "request_id")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    request_id: str
    def __init__(self, programme_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ProgrammeOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ProgrammeOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ProgrammeOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
