import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
from banyan.organizations.v1 import roster_pb2 as _roster_pb2
from banyan.volunteers.v1 import person_pb2 as _person_pb2
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

class RosterViewColumnKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_VIEW_COLUMN_KIND_UNSPECIFIED: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_STATE: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_ROLES: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_LABELS: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_START_TIME: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_EXPIRE_TIME: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_RECORDED_MINUTES: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_ATTESTED_MINUTES: _ClassVar[RosterViewColumnKind]
    ROSTER_VIEW_COLUMN_KIND_VALUE: _ClassVar[RosterViewColumnKind]

class RosterViewState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_VIEW_STATE_UNSPECIFIED: _ClassVar[RosterViewState]
    ROSTER_VIEW_STATE_ACTIVE: _ClassVar[RosterViewState]
    ROSTER_VIEW_STATE_DELETED: _ClassVar[RosterViewState]

class RosterViewOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_VIEW_ORDER_FIELD_UNSPECIFIED: _ClassVar[RosterViewOrderField]
    ROSTER_VIEW_ORDER_FIELD_CREATE_TIME: _ClassVar[RosterViewOrderField]
ROSTER_VIEW_COLUMN_KIND_UNSPECIFIED: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_STATE: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_ROLES: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_LABELS: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_START_TIME: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_EXPIRE_TIME: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_RECORDED_MINUTES: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_ATTESTED_MINUTES: RosterViewColumnKind
ROSTER_VIEW_COLUMN_KIND_VALUE: RosterViewColumnKind
ROSTER_VIEW_STATE_UNSPECIFIED: RosterViewState
ROSTER_VIEW_STATE_ACTIVE: RosterViewState
ROSTER_VIEW_STATE_DELETED: RosterViewState
ROSTER_VIEW_ORDER_FIELD_UNSPECIFIED: RosterViewOrderField
ROSTER_VIEW_ORDER_FIELD_CREATE_TIME: RosterViewOrderField

class RosterView(_message.Message):
    __slots__ = ("id", "organization_id", "display_name", "etag", "create_time", "update_time", "state", "filter", "sorting", "columns")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    SORTING_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    display_name: str
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    state: RosterViewState
    filter: RosterFilter
    sorting: RosterSorting
    columns: _containers.RepeatedCompositeFieldContainer[RosterViewColumn]
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., display_name: _Optional[str] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[_Union[RosterViewState, str]] = ..., filter: _Optional[_Union[RosterFilter, _Mapping]] = ..., sorting: _Optional[_Union[RosterSorting, _Mapping]] = ..., columns: _Optional[_Iterable[_Union[RosterViewColumn, _Mapping]]] = ...) -> None: ...

class RosterSorting(_message.Message):
    __slots__ = ("field", "direction", "roster_field_id")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    field: _roster_pb2.RosterOrderField
    direction: _lists_pb2.SortDirection
    roster_field_id: str
    def __init__(self, field: _Optional[_Union[_roster_pb2.RosterOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ..., roster_field_id: _Optional[str] = ...) -> None: ...

class RosterFilter(_message.Message):
    __slots__ = ("states", "roles", "standings", "label_ids", "value_is", "and_value_is", "without_value_id", "expires_within_days")
    STATES_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    STANDINGS_FIELD_NUMBER: _ClassVar[int]
    LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    AND_VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_VALUE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_WITHIN_DAYS_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[_membership_pb2.MembershipState]
    roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    standings: _containers.RepeatedScalarFieldContainer[_person_pb2.VolunteerStanding]
    label_ids: _containers.RepeatedScalarFieldContainer[str]
    value_is: RosterFilterCondition
    and_value_is: RosterFilterCondition
    without_value_id: str
    expires_within_days: int
    def __init__(self, states: _Optional[_Iterable[_Union[_membership_pb2.MembershipState, str]]] = ..., roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., standings: _Optional[_Iterable[_Union[_person_pb2.VolunteerStanding, str]]] = ..., label_ids: _Optional[_Iterable[str]] = ..., value_is: _Optional[_Union[RosterFilterCondition, _Mapping]] = ..., and_value_is: _Optional[_Union[RosterFilterCondition, _Mapping]] = ..., without_value_id: _Optional[str] = ..., expires_within_days: _Optional[int] = ...) -> None: ...

class RosterFilterCondition(_message.Message):
    __slots__ = ("roster_field_id", "values", "least", "greatest")
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    LEAST_FIELD_NUMBER: _ClassVar[int]
    GREATEST_FIELD_NUMBER: _ClassVar[int]
    roster_field_id: str
    values: _containers.RepeatedScalarFieldContainer[str]
    least: str
    greatest: str
    def __init__(self, roster_field_id: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ..., least: _Optional[str] = ..., greatest: _Optional[str] = ...) -> None: ...

class RosterViewColumn(_message.Message):
    __slots__ = ("kind", "roster_field_id")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    kind: RosterViewColumnKind
    roster_field_id: str
    def __init__(self, kind: _Optional[_Union[RosterViewColumnKind, str]] = ..., roster_field_id: _Optional[str] = ...) -> None: ...

class CreateRosterViewRequest(_message.Message):
    __slots__ = ("roster_view", "request_id")
    ROSTER_VIEW_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_view: RosterView
    request_id: str
    def __init__(self, roster_view: _Optional[_Union[RosterView, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetRosterViewRequest(_message.Message):
    __slots__ = ("roster_view_id",)
    ROSTER_VIEW_ID_FIELD_NUMBER: _ClassVar[int]
    roster_view_id: str
    def __init__(self, roster_view_id: _Optional[str] = ...) -> None: ...

class BatchGetRosterViewsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetRosterViewsResponse(_message.Message):
    __slots__ = ("roster_views",)
    ROSTER_VIEWS_FIELD_NUMBER: _ClassVar[int]
    roster_views: _containers.RepeatedCompositeFieldContainer[RosterView]
    def __init__(self, roster_views: _Optional[_Iterable[_Union[RosterView, _Mapping]]] = ...) -> None: ...

class ListRosterViewsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: RosterViewOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[RosterViewOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListRosterViewsResponse(_message.Message):
    __slots__ = ("roster_views", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ROSTER_VIEWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    roster_views: _containers.RepeatedCompositeFieldContainer[RosterView]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, roster_views: _Optional[_Iterable[_Union[RosterView, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateRosterViewRequest(_message.Message):
    __slots__ = ("roster_view_id", "roster_view", "update_mask", "request_id")
    ROSTER_VIEW_ID_FIELD_NUMBER: _ClassVar[int]
    ROSTER_VIEW_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_view_id: str
    roster_view: RosterView
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, roster_view_id: _Optional[str] = ..., roster_view: _Optional[_Union[RosterView, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteRosterViewRequest(_message.Message):
    __slots__ = ("roster_view_id", "request_id")
    ROSTER_VIEW_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    roster_view_id: str
    request_id: str
    def __init__(self, roster_view_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RosterViewOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: RosterViewOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[RosterViewOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
