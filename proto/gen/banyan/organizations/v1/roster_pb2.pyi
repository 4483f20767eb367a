import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.batches.v1 import batches_pb2 as _batches_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
from banyan.organizations.v1 import roster_field_pb2 as _roster_field_pb2
from banyan.volunteers.v1 import person_pb2 as _person_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MembershipStep(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_STEP_UNSPECIFIED: _ClassVar[MembershipStep]
    MEMBERSHIP_STEP_SUSPEND: _ClassVar[MembershipStep]
    MEMBERSHIP_STEP_REINSTATE: _ClassVar[MembershipStep]
    MEMBERSHIP_STEP_END: _ClassVar[MembershipStep]

class RosterOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROSTER_ORDER_FIELD_UNSPECIFIED: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_NAME: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_START_TIME: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_RECORDED_MINUTES: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_ATTESTED_MINUTES: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_VALUE: _ClassVar[RosterOrderField]
    ROSTER_ORDER_FIELD_EXPIRE_TIME: _ClassVar[RosterOrderField]
MEMBERSHIP_STEP_UNSPECIFIED: MembershipStep
MEMBERSHIP_STEP_SUSPEND: MembershipStep
MEMBERSHIP_STEP_REINSTATE: MembershipStep
MEMBERSHIP_STEP_END: MembershipStep
ROSTER_ORDER_FIELD_UNSPECIFIED: RosterOrderField
ROSTER_ORDER_FIELD_NAME: RosterOrderField
ROSTER_ORDER_FIELD_START_TIME: RosterOrderField
ROSTER_ORDER_FIELD_RECORDED_MINUTES: RosterOrderField
ROSTER_ORDER_FIELD_ATTESTED_MINUTES: RosterOrderField
ROSTER_ORDER_FIELD_VALUE: RosterOrderField
ROSTER_ORDER_FIELD_EXPIRE_TIME: RosterOrderField

class RosterEntry(_message.Message):
    __slots__ = ("id", "membership", "display_name", "standing", "pending", "recorded_minutes", "attested_minutes", "label_ids", "values")
    ID_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    RECORDED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ATTESTED_MINUTES_FIELD_NUMBER: _ClassVar[int]
    LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    id: str
    membership: _membership_pb2.Membership
    display_name: str
    standing: _person_pb2.VolunteerStanding
    pending: bool
    recorded_minutes: int
    attested_minutes: int
    label_ids: _containers.RepeatedScalarFieldContainer[str]
    values: _containers.RepeatedCompositeFieldContainer[_roster_field_pb2.RosterValue]
    def __init__(self, id: _Optional[str] = ..., membership: _Optional[_Union[_membership_pb2.Membership, _Mapping]] = ..., display_name: _Optional[str] = ..., standing: _Optional[_Union[_person_pb2.VolunteerStanding, str]] = ..., pending: _Optional[bool] = ..., recorded_minutes: _Optional[int] = ..., attested_minutes: _Optional[int] = ..., label_ids: _Optional[_Iterable[str]] = ..., values: _Optional[_Iterable[_Union[_roster_field_pb2.RosterValue, _Mapping]]] = ...) -> None: ...

class AnnotateMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "values", "add_label_ids", "remove_label_ids", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    ADD_LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    REMOVE_LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    values: _containers.RepeatedCompositeFieldContainer[_roster_field_pb2.RosterValue]
    add_label_ids: _containers.RepeatedScalarFieldContainer[str]
    remove_label_ids: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_roster_field_pb2.RosterValue, _Mapping]]] = ..., add_label_ids: _Optional[_Iterable[str]] = ..., remove_label_ids: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchAnnotateMembershipsRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[AnnotateMembershipRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[AnnotateMembershipRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchAnnotateMembershipsResponse(_message.Message):
    __slots__ = ("memberships", "failed_requests")
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[_membership_pb2.Membership]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, memberships: _Optional[_Iterable[_Union[_membership_pb2.Membership, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class ChangeMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "grant_roles", "end_roles", "add_label_ids", "remove_label_ids", "step", "reason", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    GRANT_ROLES_FIELD_NUMBER: _ClassVar[int]
    END_ROLES_FIELD_NUMBER: _ClassVar[int]
    ADD_LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    REMOVE_LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    grant_roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    end_roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    add_label_ids: _containers.RepeatedScalarFieldContainer[str]
    remove_label_ids: _containers.RepeatedScalarFieldContainer[str]
    step: MembershipStep
    reason: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., grant_roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., end_roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., add_label_ids: _Optional[_Iterable[str]] = ..., remove_label_ids: _Optional[_Iterable[str]] = ..., step: _Optional[_Union[MembershipStep, str]] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ChangedMembership(_message.Message):
    __slots__ = ("membership", "changed")
    MEMBERSHIP_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    membership: _membership_pb2.Membership
    changed: bool
    def __init__(self, membership: _Optional[_Union[_membership_pb2.Membership, _Mapping]] = ..., changed: _Optional[bool] = ...) -> None: ...

class BatchChangeMembershipsRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ChangeMembershipRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[ChangeMembershipRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchChangeMembershipsResponse(_message.Message):
    __slots__ = ("changed_memberships", "failed_requests")
    CHANGED_MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    changed_memberships: _containers.RepeatedCompositeFieldContainer[ChangedMembership]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, changed_memberships: _Optional[_Iterable[_Union[ChangedMembership, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class RosterValueCondition(_message.Message):
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
    __slots__ = ("page_size", "page_token", "organization_id", "states", "roles", "standings", "query", "order_by", "backward", "count_only", "label_ids", "value_is", "and_value_is", "order_field_id", "without_value_id", "expire_time_before", "roster_view_id")
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
    LABEL_IDS_FIELD_NUMBER: _ClassVar[int]
    VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    AND_VALUE_IS_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_VALUE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_BEFORE_FIELD_NUMBER: _ClassVar[int]
    ROSTER_VIEW_ID_FIELD_NUMBER: _ClassVar[int]
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
    label_ids: _containers.RepeatedScalarFieldContainer[str]
    value_is: RosterValueCondition
    and_value_is: RosterValueCondition
    order_field_id: str
    without_value_id: str
    expire_time_before: _timestamp_pb2.Timestamp
    roster_view_id: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_membership_pb2.MembershipState, str]]] = ..., roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., standings: _Optional[_Iterable[_Union[_person_pb2.VolunteerStanding, str]]] = ..., query: _Optional[str] = ..., order_by: _Optional[_Union[RosterOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., label_ids: _Optional[_Iterable[str]] = ..., value_is: _Optional[_Union[RosterValueCondition, _Mapping]] = ..., and_value_is: _Optional[_Union[RosterValueCondition, _Mapping]] = ..., order_field_id: _Optional[str] = ..., without_value_id: _Optional[str] = ..., expire_time_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., roster_view_id: _Optional[str] = ...) -> None: ...

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
