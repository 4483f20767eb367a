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

class AgreementState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGREEMENT_STATE_UNSPECIFIED: _ClassVar[AgreementState]
    AGREEMENT_STATE_DRAFT: _ClassVar[AgreementState]
    AGREEMENT_STATE_ADOPTED: _ClassVar[AgreementState]
    AGREEMENT_STATE_REPLACED: _ClassVar[AgreementState]
    AGREEMENT_STATE_RETIRED: _ClassVar[AgreementState]

class AgreementOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGREEMENT_ORDER_FIELD_UNSPECIFIED: _ClassVar[AgreementOrderField]
    AGREEMENT_ORDER_FIELD_CREATE_TIME: _ClassVar[AgreementOrderField]

class AgreementAcceptanceOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGREEMENT_ACCEPTANCE_ORDER_FIELD_UNSPECIFIED: _ClassVar[AgreementAcceptanceOrderField]
    AGREEMENT_ACCEPTANCE_ORDER_FIELD_ACCEPT_TIME: _ClassVar[AgreementAcceptanceOrderField]
AGREEMENT_STATE_UNSPECIFIED: AgreementState
AGREEMENT_STATE_DRAFT: AgreementState
AGREEMENT_STATE_ADOPTED: AgreementState
AGREEMENT_STATE_REPLACED: AgreementState
AGREEMENT_STATE_RETIRED: AgreementState
AGREEMENT_ORDER_FIELD_UNSPECIFIED: AgreementOrderField
AGREEMENT_ORDER_FIELD_CREATE_TIME: AgreementOrderField
AGREEMENT_ACCEPTANCE_ORDER_FIELD_UNSPECIFIED: AgreementAcceptanceOrderField
AGREEMENT_ACCEPTANCE_ORDER_FIELD_ACCEPT_TIME: AgreementAcceptanceOrderField

class Agreement(_message.Message):
    __slots__ = ("id", "organization_id", "title", "body", "language", "translations", "must_be_accepted", "asks_again", "state", "version_number", "first_version_id", "adopt_time", "end_time", "acceptances_count", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    MUST_BE_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    ASKS_AGAIN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VERSION_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_ID_FIELD_NUMBER: _ClassVar[int]
    ADOPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCES_COUNT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    body: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[AgreementTranslation]
    must_be_accepted: bool
    asks_again: bool
    state: AgreementState
    version_number: int
    first_version_id: str
    adopt_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    acceptances_count: int
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., body: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[AgreementTranslation, _Mapping]]] = ..., must_be_accepted: _Optional[bool] = ..., asks_again: _Optional[bool] = ..., state: _Optional[_Union[AgreementState, str]] = ..., version_number: _Optional[int] = ..., first_version_id: _Optional[str] = ..., adopt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., acceptances_count: _Optional[int] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AgreementTranslation(_message.Message):
    __slots__ = ("language", "title", "body")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    body: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ..., body: _Optional[str] = ...) -> None: ...

class AgreementAcceptance(_message.Message):
    __slots__ = ("agreement_id", "accepter_id", "accept_time")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPTER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    accepter_id: str
    accept_time: _timestamp_pb2.Timestamp
    def __init__(self, agreement_id: _Optional[str] = ..., accepter_id: _Optional[str] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateAgreementRequest(_message.Message):
    __slots__ = ("agreement", "request_id")
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement: Agreement
    request_id: str
    def __init__(self, agreement: _Optional[_Union[Agreement, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetAgreementRequest(_message.Message):
    __slots__ = ("agreement_id",)
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    def __init__(self, agreement_id: _Optional[str] = ...) -> None: ...

class BatchGetAgreementsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetAgreementsResponse(_message.Message):
    __slots__ = ("agreements",)
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    agreements: _containers.RepeatedCompositeFieldContainer[Agreement]
    def __init__(self, agreements: _Optional[_Iterable[_Union[Agreement, _Mapping]]] = ...) -> None: ...

class ListAgreementsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states", "first_version_id", "only_unaccepted")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_ID_FIELD_NUMBER: _ClassVar[int]
    ONLY_UNACCEPTED_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: AgreementOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[AgreementState]
    first_version_id: str
    only_unaccepted: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[AgreementOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[AgreementState, str]]] = ..., first_version_id: _Optional[str] = ..., only_unaccepted: _Optional[bool] = ...) -> None: ...

class ListAgreementsResponse(_message.Message):
    __slots__ = ("agreements", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    agreements: _containers.RepeatedCompositeFieldContainer[Agreement]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, agreements: _Optional[_Iterable[_Union[Agreement, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateAgreementRequest(_message.Message):
    __slots__ = ("agreement_id", "agreement", "update_mask", "request_id")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    agreement: Agreement
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, agreement_id: _Optional[str] = ..., agreement: _Optional[_Union[Agreement, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReviseAgreementRequest(_message.Message):
    __slots__ = ("agreement_id", "request_id")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    request_id: str
    def __init__(self, agreement_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AdoptAgreementRequest(_message.Message):
    __slots__ = ("agreement_id", "request_id")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    request_id: str
    def __init__(self, agreement_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireAgreementRequest(_message.Message):
    __slots__ = ("agreement_id", "request_id")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    request_id: str
    def __init__(self, agreement_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcceptAgreementRequest(_message.Message):
    __slots__ = ("agreement_id", "request_id")
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    agreement_id: str
    request_id: str
    def __init__(self, agreement_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGetAgreementAcceptancesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetAgreementAcceptancesResponse(_message.Message):
    __slots__ = ("agreement_acceptances",)
    AGREEMENT_ACCEPTANCES_FIELD_NUMBER: _ClassVar[int]
    agreement_acceptances: _containers.RepeatedCompositeFieldContainer[AgreementAcceptance]
    def __init__(self, agreement_acceptances: _Optional[_Iterable[_Union[AgreementAcceptance, _Mapping]]] = ...) -> None: ...

class ListAgreementAcceptancesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "agreement_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    agreement_id: str
    order_by: AgreementAcceptanceOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., agreement_id: _Optional[str] = ..., order_by: _Optional[_Union[AgreementAcceptanceOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListAgreementAcceptancesResponse(_message.Message):
    __slots__ = ("agreement_acceptances", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    AGREEMENT_ACCEPTANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    agreement_acceptances: _containers.RepeatedCompositeFieldContainer[AgreementAcceptance]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, agreement_acceptances: _Optional[_Iterable[_Union[AgreementAcceptance, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class AgreementOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: AgreementOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[AgreementOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class AgreementAcceptanceOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: AgreementAcceptanceOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[AgreementAcceptanceOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
