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

class AppKeyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    APP_KEY_STATE_UNSPECIFIED: _ClassVar[AppKeyState]
    APP_KEY_STATE_ACTIVE: _ClassVar[AppKeyState]
    APP_KEY_STATE_REVOKED: _ClassVar[AppKeyState]
    APP_KEY_STATE_EXPIRED: _ClassVar[AppKeyState]
APP_KEY_STATE_UNSPECIFIED: AppKeyState
APP_KEY_STATE_ACTIVE: AppKeyState
APP_KEY_STATE_REVOKED: AppKeyState
APP_KEY_STATE_EXPIRED: AppKeyState

class AppKey(_message.Message):
    __slots__ = ("id", "app_id", "organization_id", "hint", "state", "expire_time", "last_use_date", "revoke_time", "create_time", "update_time", "is_expiring")
    ID_FIELD_NUMBER: _ClassVar[int]
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_DATE_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_EXPIRING_FIELD_NUMBER: _ClassVar[int]
    id: str
    app_id: str
    organization_id: str
    hint: str
    state: AppKeyState
    expire_time: _timestamp_pb2.Timestamp
    last_use_date: str
    revoke_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    is_expiring: bool
    def __init__(self, id: _Optional[str] = ..., app_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., hint: _Optional[str] = ..., state: _Optional[_Union[AppKeyState, str]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_date: _Optional[str] = ..., revoke_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_expiring: _Optional[bool] = ...) -> None: ...

class AppUsage(_message.Message):
    __slots__ = ("operation_count", "days")
    OPERATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    operation_count: int
    days: _containers.RepeatedCompositeFieldContainer[AppUsageDay]
    def __init__(self, operation_count: _Optional[int] = ..., days: _Optional[_Iterable[_Union[AppUsageDay, _Mapping]]] = ...) -> None: ...

class AppUsageDay(_message.Message):
    __slots__ = ("date", "app_key_id", "operation_count")
    DATE_FIELD_NUMBER: _ClassVar[int]
    APP_KEY_ID_FIELD_NUMBER: _ClassVar[int]
    OPERATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    date: str
    app_key_id: str
    operation_count: int
    def __init__(self, date: _Optional[str] = ..., app_key_id: _Optional[str] = ..., operation_count: _Optional[int] = ...) -> None: ...

class AppKeySecret(_message.Message):
    __slots__ = ("app_key", "secret")
    APP_KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    app_key: AppKey
    secret: str
    def __init__(self, app_key: _Optional[_Union[AppKey, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class CreateAppKeyRequest(_message.Message):
    __slots__ = ("app_id", "expire_time", "request_id")
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    app_id: str
    expire_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, app_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetAppKeyRequest(_message.Message):
    __slots__ = ("app_key_id",)
    APP_KEY_ID_FIELD_NUMBER: _ClassVar[int]
    app_key_id: str
    def __init__(self, app_key_id: _Optional[str] = ...) -> None: ...

class BatchGetAppKeysRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetAppKeysResponse(_message.Message):
    __slots__ = ("app_keys",)
    APP_KEYS_FIELD_NUMBER: _ClassVar[int]
    app_keys: _containers.RepeatedCompositeFieldContainer[AppKey]
    def __init__(self, app_keys: _Optional[_Iterable[_Union[AppKey, _Mapping]]] = ...) -> None: ...

class SummarizeAppUsageRequest(_message.Message):
    __slots__ = ("app_id",)
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    app_id: str
    def __init__(self, app_id: _Optional[str] = ...) -> None: ...

class ListAppKeysRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "app_id", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    app_id: str
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., app_id: _Optional[str] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListAppKeysResponse(_message.Message):
    __slots__ = ("app_keys", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    APP_KEYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    app_keys: _containers.RepeatedCompositeFieldContainer[AppKey]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, app_keys: _Optional[_Iterable[_Union[AppKey, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class RevokeAppKeyRequest(_message.Message):
    __slots__ = ("app_key_id", "request_id")
    APP_KEY_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    app_key_id: str
    request_id: str
    def __init__(self, app_key_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
