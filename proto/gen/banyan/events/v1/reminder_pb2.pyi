import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class ReminderKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REMINDER_KIND_UNSPECIFIED: _ClassVar[ReminderKind]
    REMINDER_KIND_SIGN_UP: _ClassVar[ReminderKind]
    REMINDER_KIND_UNDERSTAFFED: _ClassVar[ReminderKind]
    REMINDER_KIND_ALMOST_FULL: _ClassVar[ReminderKind]
    REMINDER_KIND_ALL_CLEAR: _ClassVar[ReminderKind]
    REMINDER_KIND_ATTENDANCE_OPEN: _ClassVar[ReminderKind]
    REMINDER_KIND_STANDING_REFUSED: _ClassVar[ReminderKind]
    REMINDER_KIND_FEEDBACK: _ClassVar[ReminderKind]

class ReminderState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REMINDER_STATE_UNSPECIFIED: _ClassVar[ReminderState]
    REMINDER_STATE_WAITING: _ClassVar[ReminderState]
    REMINDER_STATE_TOLD: _ClassVar[ReminderState]
    REMINDER_STATE_WITHDRAWN: _ClassVar[ReminderState]
REMINDER_KIND_UNSPECIFIED: ReminderKind
REMINDER_KIND_SIGN_UP: ReminderKind
REMINDER_KIND_UNDERSTAFFED: ReminderKind
REMINDER_KIND_ALMOST_FULL: ReminderKind
REMINDER_KIND_ALL_CLEAR: ReminderKind
REMINDER_KIND_ATTENDANCE_OPEN: ReminderKind
REMINDER_KIND_STANDING_REFUSED: ReminderKind
REMINDER_KIND_FEEDBACK: ReminderKind
REMINDER_STATE_UNSPECIFIED: ReminderState
REMINDER_STATE_WAITING: ReminderState
REMINDER_STATE_TOLD: ReminderState
REMINDER_STATE_WITHDRAWN: ReminderState

class Reminder(_message.Message):
    __slots__ = ("id", "kind", "state", "person_id", "organization_id", "event_id", "shift_id", "sign_up_id", "start_time", "places_filled", "capacity", "create_time", "update_time", "role_gaps", "reasons")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    SHIFT_ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    PLACES_FILLED_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ROLE_GAPS_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: ReminderKind
    state: ReminderState
    person_id: str
    organization_id: str
    event_id: str
    shift_id: str
    sign_up_id: str
    start_time: _timestamp_pb2.Timestamp
    places_filled: int
    capacity: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    role_gaps: _containers.RepeatedCompositeFieldContainer[RoleGap]
    reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[ReminderKind, str]] = ..., state: _Optional[_Union[ReminderState, str]] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., event_id: _Optional[str] = ..., shift_id: _Optional[str] = ..., sign_up_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., places_filled: _Optional[int] = ..., capacity: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., role_gaps: _Optional[_Iterable[_Union[RoleGap, _Mapping]]] = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...

class RoleGap(_message.Message):
    __slots__ = ("role_id", "missing")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    missing: int
    def __init__(self, role_id: _Optional[str] = ..., missing: _Optional[int] = ...) -> None: ...

class ReminderRule(_message.Message):
    __slots__ = ("id", "organization_id", "reminder_minutes", "understaffed_days", "enough_percent", "almost_full_percent", "etag", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REMINDER_MINUTES_FIELD_NUMBER: _ClassVar[int]
    UNDERSTAFFED_DAYS_FIELD_NUMBER: _ClassVar[int]
    ENOUGH_PERCENT_FIELD_NUMBER: _ClassVar[int]
    ALMOST_FULL_PERCENT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    reminder_minutes: int
    understaffed_days: int
    enough_percent: int
    almost_full_percent: int
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., reminder_minutes: _Optional[int] = ..., understaffed_days: _Optional[int] = ..., enough_percent: _Optional[int] = ..., almost_full_percent: _Optional[int] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetReminderRequest(_message.Message):
    __slots__ = ("reminder_id",)
    REMINDER_ID_FIELD_NUMBER: _ClassVar[int]
    reminder_id: str
    def __init__(self, reminder_id: _Optional[str] = ...) -> None: ...

class BatchGetRemindersRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetRemindersResponse(_message.Message):
    __slots__ = ("reminders",)
    REMINDERS_FIELD_NUMBER: _ClassVar[int]
    reminders: _containers.RepeatedCompositeFieldContainer[Reminder]
    def __init__(self, reminders: _Optional[_Iterable[_Union[Reminder, _Mapping]]] = ...) -> None: ...

class ListRemindersRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "organization_id", "kinds", "start_time_after", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_AFTER_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    organization_id: str
    kinds: _containers.RepeatedScalarFieldContainer[ReminderKind]
    start_time_after: _timestamp_pb2.Timestamp
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[ReminderKind, str]]] = ..., start_time_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListRemindersResponse(_message.Message):
    __slots__ = ("reminders", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    REMINDERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    reminders: _containers.RepeatedCompositeFieldContainer[Reminder]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, reminders: _Optional[_Iterable[_Union[Reminder, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class GetReminderRuleRequest(_message.Message):
    __slots__ = ("organization_id",)
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    def __init__(self, organization_id: _Optional[str] = ...) -> None: ...

class BatchGetReminderRulesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetReminderRulesResponse(_message.Message):
    __slots__ = ("reminder_rules",)
    REMINDER_RULES_FIELD_NUMBER: _ClassVar[int]
    reminder_rules: _containers.RepeatedCompositeFieldContainer[ReminderRule]
    def __init__(self, reminder_rules: _Optional[_Iterable[_Union[ReminderRule, _Mapping]]] = ...) -> None: ...

class UpdateReminderRuleRequest(_message.Message):
    __slots__ = ("organization_id", "reminder_rule", "update_mask", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REMINDER_RULE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    reminder_rule: ReminderRule
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., reminder_rule: _Optional[_Union[ReminderRule, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...
