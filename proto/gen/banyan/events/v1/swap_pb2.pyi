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

class SwapState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SWAP_STATE_UNSPECIFIED: _ClassVar[SwapState]
    SWAP_STATE_PROPOSED: _ClassVar[SwapState]
    SWAP_STATE_ACCEPTED: _ClassVar[SwapState]
    SWAP_STATE_DECLINED: _ClassVar[SwapState]
    SWAP_STATE_WITHDRAWN: _ClassVar[SwapState]
    SWAP_STATE_LAPSED: _ClassVar[SwapState]
SWAP_STATE_UNSPECIFIED: SwapState
SWAP_STATE_PROPOSED: SwapState
SWAP_STATE_ACCEPTED: SwapState
SWAP_STATE_DECLINED: SwapState
SWAP_STATE_WITHDRAWN: SwapState
SWAP_STATE_LAPSED: SwapState

class Swap(_message.Message):
    __slots__ = ("id", "person_id", "other_person_id", "sign_up_id", "other_sign_up_id", "shift_id", "other_shift_id", "start_time", "state", "note", "new_sign_up_id", "other_new_sign_up_id", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    NEW_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_NEW_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    other_person_id: str
    sign_up_id: str
    other_sign_up_id: str
    shift_id: str
    other_shift_id: str
    start_time: _timestamp_pb2.Timestamp
    state: SwapState
    note: str
    new_sign_up_id: str
    other_new_sign_up_id: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., other_person_id: _Optional[str] = ..., sign_up_id: _Optional[str] = ..., other_sign_up_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., other_shift_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[SwapState, str]] = ..., note: _Optional[str] = ..., new_sign_up_id: _Optional[str] = ..., other_new_sign_up_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ProposeSwapRequest(_message.Message):
    __slots__ = ("sign_up_id", "other_sign_up_id", "note", "request_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    other_sign_up_id: str
    note: str
    request_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., other_sign_up_id: _Optional[str] = ..., note: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetSwapRequest(_message.Message):
    __slots__ = ("swap_id",)
    SWAP_ID_FIELD_NUMBER: _ClassVar[int]
    swap_id: str
    def __init__(self, swap_id: _Optional[str] = ...) -> None: ...

class BatchGetSwapsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetSwapsResponse(_message.Message):
    __slots__ = ("swaps",)
    SWAPS_FIELD_NUMBER: _ClassVar[int]
    swaps: _containers.RepeatedCompositeFieldContainer[Swap]
    def __init__(self, swaps: _Optional[_Iterable[_Union[Swap, _Mapping]]] = ...) -> None: ...

class ListSwapsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "other_person_id", "states", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    other_person_id: str
    states: _containers.RepeatedScalarFieldContainer[SwapState]
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., other_person_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[SwapState, str]]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListSwapsResponse(_message.Message):
    __slots__ = ("swaps", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    SWAPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    swaps: _containers.RepeatedCompositeFieldContainer[Swap]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, swaps: _Optional[_Iterable[_Union[Swap, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class FindSwapPartnersRequest(_message.Message):
    __slots__ = ("sign_up_id", "limit")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    limit: int
    def __init__(self, sign_up_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class SwapPartners(_message.Message):
    __slots__ = ("partners", "is_complete")
    PARTNERS_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    partners: _containers.RepeatedCompositeFieldContainer[SwapPartner]
    is_complete: bool
    def __init__(self, partners: _Optional[_Iterable[_Union[SwapPartner, _Mapping]]] = ..., is_complete: _Optional[bool] = ...) -> None: ...

class SwapPartner(_message.Message):
    __slots__ = ("sign_up_id", "shift_id", "role_id", "stand_in_id")
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    STAND_IN_ID_FIELD_NUMBER: _ClassVar[int]
    sign_up_id: str
    shift_id: str
    role_id: str
    stand_in_id: str
    def __init__(self, sign_up_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., role_id: _Optional[str] = ..., stand_in_id: _Optional[str] = ...) -> None: ...

class AcceptSwapRequest(_message.Message):
    __slots__ = ("swap_id", "request_id")
    SWAP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    swap_id: str
    request_id: str
    def __init__(self, swap_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeclineSwapRequest(_message.Message):
    __slots__ = ("swap_id", "request_id")
    SWAP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    swap_id: str
    request_id: str
    def __init__(self, swap_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawSwapRequest(_message.Message):
    __slots__ = ("swap_id", "request_id")
    SWAP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    swap_id: str
    request_id: str
    def __init__(self, swap_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
