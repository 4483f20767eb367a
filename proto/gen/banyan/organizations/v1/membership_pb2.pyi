import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.batches.v1 import batches_pb2 as _batches_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import roster_field_pb2 as _roster_field_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MembershipState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_STATE_UNSPECIFIED: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_APPLIED: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_ACTIVE: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_SUSPENDED: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_ENDED: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_DECLINED: _ClassVar[MembershipState]
    MEMBERSHIP_STATE_WITHDRAWN: _ClassVar[MembershipState]

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROLE_UNSPECIFIED: _ClassVar[Role]
    ROLE_OWNER: _ClassVar[Role]
    ROLE_LEADER: _ClassVar[Role]
    ROLE_COORDINATOR: _ClassVar[Role]
    ROLE_SUPERVISOR: _ClassVar[Role]
    ROLE_MEMBER: _ClassVar[Role]

class MembershipOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_ORDER_FIELD_UNSPECIFIED: _ClassVar[MembershipOrderField]
    MEMBERSHIP_ORDER_FIELD_CREATE_TIME: _ClassVar[MembershipOrderField]

class MembershipRoleOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_ROLE_ORDER_FIELD_UNSPECIFIED: _ClassVar[MembershipRoleOrderField]
    MEMBERSHIP_ROLE_ORDER_FIELD_START_TIME: _ClassVar[MembershipRoleOrderField]
MEMBERSHIP_STATE_UNSPECIFIED: MembershipState
MEMBERSHIP_STATE_APPLIED: MembershipState
MEMBERSHIP_STATE_ACTIVE: MembershipState
MEMBERSHIP_STATE_SUSPENDED: MembershipState
MEMBERSHIP_STATE_ENDED: MembershipState
MEMBERSHIP_STATE_DECLINED: MembershipState
MEMBERSHIP_STATE_WITHDRAWN: MembershipState
ROLE_UNSPECIFIED: Role
ROLE_OWNER: Role
ROLE_LEADER: Role
ROLE_COORDINATOR: Role
ROLE_SUPERVISOR: Role
ROLE_MEMBER: Role
MEMBERSHIP_ORDER_FIELD_UNSPECIFIED: MembershipOrderField
MEMBERSHIP_ORDER_FIELD_CREATE_TIME: MembershipOrderField
MEMBERSHIP_ROLE_ORDER_FIELD_UNSPECIFIED: MembershipRoleOrderField
MEMBERSHIP_ROLE_ORDER_FIELD_START_TIME: MembershipRoleOrderField

class Membership(_message.Message):
    __slots__ = ("id", "organization_id", "person_id", "application_message", "state", "reason", "roles", "start_time", "end_time", "create_time", "update_time", "invitation_id", "role_end_time", "expire_time", "is_expiring")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    INVITATION_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_END_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_EXPIRING_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    person_id: str
    application_message: str
    state: MembershipState
    reason: str
    roles: _containers.RepeatedCompositeFieldContainer[MembershipRole]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    invitation_id: str
    role_end_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    is_expiring: bool
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., application_message: _Optional[str] = ..., state: _Optional[_Union[MembershipState, str]] = ..., reason: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[MembershipRole, _Mapping]]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., invitation_id: _Optional[str] = ..., role_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_expiring: _Optional[bool] = ...) -> None: ...

class MembershipRole(_message.Message):
    __slots__ = ("role", "start_time", "end_time")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    role: Role
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, role: _Optional[_Union[Role, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ApplyForMembershipRequest(_message.Message):
    __slots__ = ("organization_id", "application_message", "request_id", "values", "accepted_agreement_ids")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AGREEMENT_IDS_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    application_message: str
    request_id: str
    values: _containers.RepeatedCompositeFieldContainer[_roster_field_pb2.RosterValue]
    accepted_agreement_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, organization_id: _Optional[str] = ..., application_message: _Optional[str] = ..., request_id: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_roster_field_pb2.RosterValue, _Mapping]]] = ..., accepted_agreement_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class GetMembershipRequest(_message.Message):
    __slots__ = ("membership_id",)
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    def __init__(self, membership_id: _Optional[str] = ...) -> None: ...

class BatchGetMembershipsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetMembershipsResponse(_message.Message):
    __slots__ = ("memberships",)
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    def __init__(self, memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ...) -> None: ...

class ListMembershipsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "order_by", "backward", "count_only", "organization_id", "only_current")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ONLY_CURRENT_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    order_by: MembershipOrder
    backward: bool
    count_only: bool
    organization_id: str
    only_current: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., order_by: _Optional[_Union[MembershipOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., organization_id: _Optional[str] = ..., only_current: _Optional[bool] = ...) -> None: ...

class ListMembershipsResponse(_message.Message):
    __slots__ = ("memberships", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchListMembershipsRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[ListMembershipsRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[ListMembershipsRequest, _Mapping]]] = ...) -> None: ...

class BatchListMembershipsResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[ListMembershipsResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[ListMembershipsResponse, _Mapping]]] = ...) -> None: ...

class BatchGetViewerRolesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetViewerRolesResponse(_message.Message):
    __slots__ = ("viewer_roles",)
    VIEWER_ROLES_FIELD_NUMBER: _ClassVar[int]
    viewer_roles: _containers.RepeatedCompositeFieldContainer[ViewerRoles]
    def __init__(self, viewer_roles: _Optional[_Iterable[_Union[ViewerRoles, _Mapping]]] = ...) -> None: ...

class ViewerRoles(_message.Message):
    __slots__ = ("organization_id", "roles")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    roles: _containers.RepeatedScalarFieldContainer[Role]
    def __init__(self, organization_id: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[Role, str]]] = ...) -> None: ...

class ListMembershipRolesRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "membership_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    membership_id: str
    order_by: MembershipRoleOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., membership_id: _Optional[str] = ..., order_by: _Optional[_Union[MembershipRoleOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListMembershipRolesResponse(_message.Message):
    __slots__ = ("membership_roles", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    MEMBERSHIP_ROLES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    membership_roles: _containers.RepeatedCompositeFieldContainer[MembershipRole]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, membership_roles: _Optional[_Iterable[_Union[MembershipRole, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class CheckMembershipsRequest(_message.Message):
    __slots__ = ("person_ids", "organization_ids")
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_IDS_FIELD_NUMBER: _ClassVar[int]
    person_ids: _containers.RepeatedScalarFieldContainer[str]
    organization_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, person_ids: _Optional[_Iterable[str]] = ..., organization_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class CheckMembershipsResponse(_message.Message):
    __slots__ = ("members",)
    class Member(_message.Message):
        __slots__ = ("person_id", "organization_id", "create_time")
        PERSON_ID_FIELD_NUMBER: _ClassVar[int]
        ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
        CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
        person_id: str
        organization_id: str
        create_time: _timestamp_pb2.Timestamp
        def __init__(self, person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    members: _containers.RepeatedCompositeFieldContainer[CheckMembershipsResponse.Member]
    def __init__(self, members: _Optional[_Iterable[_Union[CheckMembershipsResponse.Member, _Mapping]]] = ...) -> None: ...

class AcceptMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchAcceptMembershipsRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[AcceptMembershipRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[AcceptMembershipRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchAcceptMembershipsResponse(_message.Message):
    __slots__ = ("memberships", "failed_requests")
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class DeclineMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "reason", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    reason: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectApplicationRequest(_message.Message):
    __slots__ = ("membership_id", "values", "application_message", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    values: _containers.RepeatedCompositeFieldContainer[_roster_field_pb2.RosterValue]
    application_message: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_roster_field_pb2.RosterValue, _Mapping]]] = ..., application_message: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SuspendMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "reason", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    reason: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReinstateMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "reason", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    reason: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RenewMembershipRequest(_message.Message):
    __slots__ = ("membership_id", "expire_time", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    expire_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchRenewMembershipsRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[RenewMembershipRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[RenewMembershipRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchRenewMembershipsResponse(_message.Message):
    __slots__ = ("memberships", "failed_requests")
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class GrantRoleRequest(_message.Message):
    __slots__ = ("membership_id", "role", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    role: Role
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGrantRolesRequest(_message.Message):
    __slots__ = ("requests", "request_id")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[GrantRoleRequest]
    request_id: str
    def __init__(self, requests: _Optional[_Iterable[_Union[GrantRoleRequest, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGrantRolesResponse(_message.Message):
    __slots__ = ("memberships", "failed_requests")
    MEMBERSHIPS_FIELD_NUMBER: _ClassVar[int]
    FAILED_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    memberships: _containers.RepeatedCompositeFieldContainer[Membership]
    failed_requests: _containers.RepeatedCompositeFieldContainer[_batches_pb2.FailedRequest]
    def __init__(self, memberships: _Optional[_Iterable[_Union[Membership, _Mapping]]] = ..., failed_requests: _Optional[_Iterable[_Union[_batches_pb2.FailedRequest, _Mapping]]] = ...) -> None: ...

class HandOverOwnershipRequest(_message.Message):
    __slots__ = ("membership_id", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EndRoleRequest(_message.Message):
    __slots__ = ("membership_id", "role", "request_id")
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    membership_id: str
    role: Role
    request_id: str
    def __init__(self, membership_id: _Optional[str] = ..., role: _Optional[_Union[Role, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class MembershipOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: MembershipOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[MembershipOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class MembershipRoleOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: MembershipRoleOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[MembershipRoleOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
