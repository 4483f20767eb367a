import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
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

class FirstStepState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FIRST_STEP_STATE_UNSPECIFIED: _ClassVar[FirstStepState]
    FIRST_STEP_STATE_OPEN: _ClassVar[FirstStepState]
    FIRST_STEP_STATE_DONE: _ClassVar[FirstStepState]
    FIRST_STEP_STATE_DROPPED: _ClassVar[FirstStepState]

class FirstStepOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FIRST_STEP_ORDER_FIELD_UNSPECIFIED: _ClassVar[FirstStepOrderField]
    FIRST_STEP_ORDER_FIELD_POSITION: _ClassVar[FirstStepOrderField]
FIRST_STEP_STATE_UNSPECIFIED: FirstStepState
FIRST_STEP_STATE_OPEN: FirstStepState
FIRST_STEP_STATE_DONE: FirstStepState
FIRST_STEP_STATE_DROPPED: FirstStepState
FIRST_STEP_ORDER_FIELD_UNSPECIFIED: FirstStepOrderField
FIRST_STEP_ORDER_FIELD_POSITION: FirstStepOrderField

class FirstStep(_message.Message):
    __slots__ = ("id", "organization_id", "title", "description", "language", "translations", "role", "due_time", "state", "done_time", "doer_id", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DONE_TIME_FIELD_NUMBER: _ClassVar[int]
    DOER_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    title: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[FirstStepTranslation]
    role: _membership_pb2.Role
    due_time: _timestamp_pb2.Timestamp
    state: FirstStepState
    done_time: _timestamp_pb2.Timestamp
    doer_id: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[FirstStepTranslation, _Mapping]]] = ..., role: _Optional[_Union[_membership_pb2.Role, str]] = ..., due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[FirstStepState, str]] = ..., done_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., doer_id: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class FirstStepTranslation(_message.Message):
    __slots__ = ("language", "title", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    description: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class CreateFirstStepRequest(_message.Message):
    __slots__ = ("first_step", "request_id")
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_step: FirstStep
    request_id: str
    def __init__(self, first_step: _Optional[_Union[FirstStep, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetFirstStepRequest(_message.Message):
    __slots__ = ("first_step_id",)
    FIRST_STEP_ID_FIELD_NUMBER: _ClassVar[int]
    first_step_id: str
    def __init__(self, first_step_id: _Optional[str] = ...) -> None: ...

class BatchGetFirstStepsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFirstStepsResponse(_message.Message):
    __slots__ = ("first_steps",)
    FIRST_STEPS_FIELD_NUMBER: _ClassVar[int]
    first_steps: _containers.RepeatedCompositeFieldContainer[FirstStep]
    def __init__(self, first_steps: _Optional[_Iterable[_Union[FirstStep, _Mapping]]] = ...) -> None: ...

class ListFirstStepsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: FirstStepOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[FirstStepState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[FirstStepOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[FirstStepState, str]]] = ...) -> None: ...

class ListFirstStepsResponse(_message.Message):
    __slots__ = ("first_steps", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    FIRST_STEPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    first_steps: _containers.RepeatedCompositeFieldContainer[FirstStep]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, first_steps: _Optional[_Iterable[_Union[FirstStep, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateFirstStepRequest(_message.Message):
    __slots__ = ("first_step_id", "first_step", "update_mask", "request_id")
    FIRST_STEP_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_step_id: str
    first_step: FirstStep
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, first_step_id: _Optional[str] = ..., first_step: _Optional[_Union[FirstStep, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CompleteFirstStepRequest(_message.Message):
    __slots__ = ("first_step_id", "request_id")
    FIRST_STEP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_step_id: str
    request_id: str
    def __init__(self, first_step_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DropFirstStepRequest(_message.Message):
    __slots__ = ("first_step_id", "request_id")
    FIRST_STEP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_step_id: str
    request_id: str
    def __init__(self, first_step_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReopenFirstStepRequest(_message.Message):
    __slots__ = ("first_step_id", "request_id")
    FIRST_STEP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    first_step_id: str
    request_id: str
    def __init__(self, first_step_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class FirstStepOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: FirstStepOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[FirstStepOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
