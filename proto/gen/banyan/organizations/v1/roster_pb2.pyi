from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
from banyan.volunteers.v1 import person_pb2 as _person_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RosterOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_ORDER_FIELD_UNSPECIFIED: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_NAME: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_START_TIME: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_RECORDED_MINUTES: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_ATTESTED_MINUTES: _ClassVar[RosterOrderField]
ROSTER_ORDER_FIELD_UNSPECIFIED: RosterOrderField
ROSTER_ORDER_FIELD_NAME: RosterOrderField
ROSTER_ORDER_FIELD_START_TIME: RosterOrderField
ROSTER_ORDER_FIELD_RECORDED_MINUTES: RosterOrderField
ROSTER_ORDER_FIELD_ATTESTED_MINUTES: RosterOrderField

class RosterEntry(_message.Message):
    __slots__ = ("id", "membership", "display_name", "standing", "pending", "recorded_minutes", "attested_minutes")
    ID_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    id: str
    membership: _membership_pb2.Membership
    display_name: str
    standing: _person_pb2.VolunteerStanding
    pending: bool
    recorded_minutes: int
    attested_minutes: int
    def __init__(self, id: _Optional[str] = ..., membership: _Optional[_Union[_membership_pb2.Membership, _Mapping]] = ..., display_name: _Optional[str] = ..., standing: _Optional[_Union[_person_pb2.VolunteerStanding, str]] = ..., pending: _Optional[bool] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ...) -> None: ...

class BatchGetRosterEntriesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetRosterEntriesResponse(_message.Message):
    __slots__ = ("roster_entries",)
    ROSTER_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    roster_entries: _containers.RepeatedCompositeFieldContainer[RosterEntry]
    def __init__(self, roster_entries: _Optional[_Iterable[_Union[RosterEntry, _Mapping]]] = ...) -> None: ...

class ListRosterEntriesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "states", "roles", "standings", "query", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    STANDINGS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    states: _containers.RepeatedScalarFieldContainer[_membership_pb2.MembershipState]
    roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    standings: _containers.RepeatedScalarFieldContainer[_person_pb2.VolunteerStanding]
    query: str
    order_by: RosterOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_membership_pb2.MembershipState, str]]] = ..., roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., standings: _Optional[_Iterable[_Union[_person_pb2.VolunteerStanding, str]]] = ..., query: _Optional[str] = ..., order_by: _Optional[_Union[RosterOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListRosterEntriesResponse(_message.Message):
    __slots__ = ("roster_entries", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ROSTER_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    roster_entries: _containers.RepeatedCompositeFieldContainer[RosterEntry]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, roster_entries: _Optional[_Iterable[_Union[RosterEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class RosterOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: RosterOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[RosterOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
