import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GroupSignKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SIGN_KIND_UNSPECIFIED: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_FADING: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_ONE_PERSON: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_NO_DEPUTY: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_SHRINKING: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_CANCELLING: _ClassVar[GroupSignKind]
    GROUP_SIGN_KIND_COMPLAINTS: _ClassVar[GroupSignKind]

class GroupSignState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SIGN_STATE_UNSPECIFIED: _ClassVar[GroupSignState]
    GROUP_SIGN_STATE_OPEN: _ClassVar[GroupSignState]
    GROUP_SIGN_STATE_CLOSED: _ClassVar[GroupSignState]
    GROUP_SIGN_STATE_CORRECTED: _ClassVar[GroupSignState]

class GroupSignOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_SIGN_ORDER_FIELD_UNSPECIFIED: _ClassVar[GroupSignOrderField]
    GROUP_SIGN_ORDER_FIELD_CREATE_TIME: _ClassVar[GroupSignOrderField]
GROUP_SIGN_KIND_UNSPECIFIED: GroupSignKind
GROUP_SIGN_KIND_FADING: GroupSignKind
GROUP_SIGN_KIND_ONE_PERSON: GroupSignKind
GROUP_SIGN_KIND_NO_DEPUTY: GroupSignKind
GROUP_SIGN_KIND_SHRINKING: GroupSignKind
GROUP_SIGN_KIND_CANCELLING: GroupSignKind
GROUP_SIGN_KIND_COMPLAINTS: GroupSignKind
GROUP_SIGN_STATE_UNSPECIFIED: GroupSignState
GROUP_SIGN_STATE_OPEN: GroupSignState
GROUP_SIGN_STATE_CLOSED: GroupSignState
GROUP_SIGN_STATE_CORRECTED: GroupSignState
GROUP_SIGN_ORDER_FIELD_UNSPECIFIED: GroupSignOrderField
GROUP_SIGN_ORDER_FIELD_CREATE_TIME: GroupSignOrderField

class GroupSign(_message.Message):
    __slots__ = ("id", "organization_id", "kind", "state", "start_date", "end_date", "value", "compared", "observation", "advice", "share_time", "is_shared", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    COMPARED_FIELD_NUMBER: _ClassVar[int]
    OBSERVATION_FIELD_NUMBER: _ClassVar[int]
    ADVICE_FIELD_NUMBER: _ClassVar[int]
    SHARE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_SHARED_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    kind: GroupSignKind
    state: GroupSignState
    start_date: str
    end_date: str
    value: int
    compared: int
    observation: str
    advice: str
    share_time: _timestamp_pb2.Timestamp
    is_shared: bool
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., kind: _Optional[_Union[GroupSignKind, str]] = ..., state: _Optional[_Union[GroupSignState, str]] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., value: _Optional[int] = ..., compared: _Optional[int] = ..., observation: _Optional[str] = ..., advice: _Optional[str] = ..., share_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_shared: _Optional[bool] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetGroupSignRequest(_message.Message):
    __slots__ = ("group_sign_id",)
    GROUP_SIGN_ID_FIELD_NUMBER: _ClassVar[int]
    group_sign_id: str
    def __init__(self, group_sign_id: _Optional[str] = ...) -> None: ...

class BatchGetGroupSignsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetGroupSignsResponse(_message.Message):
    __slots__ = ("group_signs",)
    GROUP_SIGNS_FIELD_NUMBER: _ClassVar[int]
    group_signs: _containers.RepeatedCompositeFieldContainer[GroupSign]
    def __init__(self, group_signs: _Optional[_Iterable[_Union[GroupSign, _Mapping]]] = ...) -> None: ...

class ListGroupSignsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states", "kinds")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: GroupSignOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[GroupSignState]
    kinds: _containers.RepeatedScalarFieldContainer[GroupSignKind]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[GroupSignOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[GroupSignState, str]]] = ..., kinds: _Optional[_Iterable[_Union[GroupSignKind, str]]] = ...) -> None: ...

class ListGroupSignsResponse(_message.Message):
    __slots__ = ("group_signs", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    GROUP_SIGNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    group_signs: _containers.RepeatedCompositeFieldContainer[GroupSign]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, group_signs: _Optional[_Iterable[_Union[GroupSign, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class GroupSignOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: GroupSignOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[GroupSignOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
