import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.images.v1 import image_pb2 as _image_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.places.v1 import place_pb2 as _place_pb2
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

class OrganizationKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORGANIZATION_KIND_UNSPECIFIED: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_RESIDENTS_COMMITTEE: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_RESIDENTS_CONGRESS: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_OWNERS_COMMITTEE: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_SERVICE_STATION: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_SOCIAL_ORGANIZATION: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_VOLUNTEER_GROUP: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_INTEREST_GROUP: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_MUTUAL_AID_GROUP: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_ENTERPRISE: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_PROPERTY_MANAGER: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_AGENCY: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_HEALTH_STATION: _ClassVar[OrganizationKind]
    ORGANIZATION_KIND_COOPERATIVE: _ClassVar[OrganizationKind]

class MembershipPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_POLICY_UNSPECIFIED: _ClassVar[MembershipPolicy]
    MEMBERSHIP_POLICY_OPEN: _ClassVar[MembershipPolicy]
    MEMBERSHIP_POLICY_APPLICATION: _ClassVar[MembershipPolicy]
    MEMBERSHIP_POLICY_INVITATION: _ClassVar[MembershipPolicy]

class OrganizationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORGANIZATION_STATE_UNSPECIFIED: _ClassVar[OrganizationState]
    ORGANIZATION_STATE_ACTIVE: _ClassVar[OrganizationState]
    ORGANIZATION_STATE_CLOSED: _ClassVar[OrganizationState]
    ORGANIZATION_STATE_DELETED: _ClassVar[OrganizationState]

class OrganizationOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORGANIZATION_ORDER_FIELD_UNSPECIFIED: _ClassVar[OrganizationOrderField]
    ORGANIZATION_ORDER_FIELD_NAME: _ClassVar[OrganizationOrderField]
    ORGANIZATION_ORDER_FIELD_DISTANCE: _ClassVar[OrganizationOrderField]

class OrganizationVerification(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORGANIZATION_VERIFICATION_UNSPECIFIED: _ClassVar[OrganizationVerification]
    ORGANIZATION_VERIFICATION_UNVERIFIED: _ClassVar[OrganizationVerification]
    ORGANIZATION_VERIFICATION_PENDING: _ClassVar[OrganizationVerification]
    ORGANIZATION_VERIFICATION_VERIFIED: _ClassVar[OrganizationVerification]
    ORGANIZATION_VERIFICATION_REJECTED: _ClassVar[OrganizationVerification]
    ORGANIZATION_VERIFICATION_SUSPENDED: _ClassVar[OrganizationVerification]
ORGANIZATION_KIND_UNSPECIFIED: OrganizationKind
ORGANIZATION_KIND_RESIDENTS_COMMITTEE: OrganizationKind
ORGANIZATION_KIND_RESIDENTS_CONGRESS: OrganizationKind
ORGANIZATION_KIND_OWNERS_COMMITTEE: OrganizationKind
ORGANIZATION_KIND_SERVICE_STATION: OrganizationKind
ORGANIZATION_KIND_SOCIAL_ORGANIZATION: OrganizationKind
ORGANIZATION_KIND_VOLUNTEER_GROUP: OrganizationKind
ORGANIZATION_KIND_INTEREST_GROUP: OrganizationKind
ORGANIZATION_KIND_MUTUAL_AID_GROUP: OrganizationKind
ORGANIZATION_KIND_ENTERPRISE: OrganizationKind
ORGANIZATION_KIND_PROPERTY_MANAGER: OrganizationKind
ORGANIZATION_KIND_AGENCY: OrganizationKind
ORGANIZATION_KIND_HEALTH_STATION: OrganizationKind
ORGANIZATION_KIND_COOPERATIVE: OrganizationKind
MEMBERSHIP_POLICY_UNSPECIFIED: MembershipPolicy
MEMBERSHIP_POLICY_OPEN: MembershipPolicy
MEMBERSHIP_POLICY_APPLICATION: MembershipPolicy
MEMBERSHIP_POLICY_INVITATION: MembershipPolicy
ORGANIZATION_STATE_UNSPECIFIED: OrganizationState
ORGANIZATION_STATE_ACTIVE: OrganizationState
ORGANIZATION_STATE_CLOSED: OrganizationState
ORGANIZATION_STATE_DELETED: OrganizationState
ORGANIZATION_ORDER_FIELD_UNSPECIFIED: OrganizationOrderField
ORGANIZATION_ORDER_FIELD_NAME: OrganizationOrderField
ORGANIZATION_ORDER_FIELD_DISTANCE: OrganizationOrderField
ORGANIZATION_VERIFICATION_UNSPECIFIED: OrganizationVerification
ORGANIZATION_VERIFICATION_UNVERIFIED: OrganizationVerification
ORGANIZATION_VERIFICATION_PENDING: OrganizationVerification
ORGANIZATION_VERIFICATION_VERIFIED: OrganizationVerification
ORGANIZATION_VERIFICATION_REJECTED: OrganizationVerification
ORGANIZATION_VERIFICATION_SUSPENDED: OrganizationVerification

class Organization(_message.Message):
    __slots__ = ("id", "name", "description", "kind", "parent_id", "ancestor_ids", "inherit_roles", "membership_policy", "website", "state", "etag", "create_time", "update_time", "external_id", "external_source", "place", "contact", "language", "translations", "logo", "cover", "category_id", "tags", "founding_rules", "area_id", "dormancy_rules", "verification_state", "verified_until_time", "verified_by_id", "successor_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    ANCESTOR_IDS_FIELD_NUMBER: _ClassVar[int]
    INHERIT_ROLES_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_POLICY_FIELD_NUMBER: _ClassVar[int]
    WEBSITE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_SOURCE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    LOGO_FIELD_NUMBER: _ClassVar[int]
    COVER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    FOUNDING_RULES_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    DORMANCY_RULES_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_STATE_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_UNTIL_TIME_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_BY_ID_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    description: str
    kind: OrganizationKind
    parent_id: str
    ancestor_ids: _containers.RepeatedScalarFieldContainer[str]
    inherit_roles: bool
    membership_policy: MembershipPolicy
    website: str
    state: OrganizationState
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    external_id: str
    external_source: str
    place: _place_pb2.Place
    contact: _place_pb2.Contact
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[OrganizationTranslation]
    logo: _image_pb2.Image
    cover: _image_pb2.Image
    category_id: str
    tags: _containers.RepeatedScalarFieldContainer[str]
    founding_rules: FoundingRules
    area_id: str
    dormancy_rules: DormancyRules
    verification_state: OrganizationVerification
    verified_until_time: _timestamp_pb2.Timestamp
    verified_by_id: str
    successor_id: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., kind: _Optional[_Union[OrganizationKind, str]] = ..., parent_id: _Optional[str] = ..., ancestor_ids: _Optional[_Iterable[str]] = ..., inherit_roles: _Optional[bool] = ..., membership_policy: _Optional[_Union[MembershipPolicy, str]] = ..., website: _Optional[str] = ..., state: _Optional[_Union[OrganizationState, str]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., external_id: _Optional[str] = ..., external_source: _Optional[str] = ..., place: _Optional[_Union[_place_pb2.Place, _Mapping]] = ..., contact: _Optional[_Union[_place_pb2.Contact, _Mapping]] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[OrganizationTranslation, _Mapping]]] = ..., logo: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., cover: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., category_id: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., founding_rules: _Optional[_Union[FoundingRules, _Mapping]] = ..., area_id: _Optional[str] = ..., dormancy_rules: _Optional[_Union[DormancyRules, _Mapping]] = ..., verification_state: _Optional[_Union[OrganizationVerification, str]] = ..., verified_until_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., verified_by_id: _Optional[str] = ..., successor_id: _Optional[str] = ...) -> None: ...

class DormancyRules(_message.Message):
    __slots__ = ("warn_days", "share_days", "dormant_days")
    WARN_DAYS_FIELD_NUMBER: _ClassVar[int]
    SHARE_DAYS_FIELD_NUMBER: _ClassVar[int]
    DORMANT_DAYS_FIELD_NUMBER: _ClassVar[int]
    warn_days: int
    share_days: int
    dormant_days: int
    def __init__(self, warn_days: _Optional[int] = ..., share_days: _Optional[int] = ..., dormant_days: _Optional[int] = ...) -> None: ...

class FoundingRules(_message.Message):
    __slots__ = ("supporters_needed", "days_to_answer")
    SUPPORTERS_NEEDED_FIELD_NUMBER: _ClassVar[int]
    DAYS_TO_ANSWER_FIELD_NUMBER: _ClassVar[int]
    supporters_needed: int
    days_to_answer: int
    def __init__(self, supporters_needed: _Optional[int] = ..., days_to_answer: _Optional[int] = ...) -> None: ...

class OrganizationTranslation(_message.Message):
    __slots__ = ("language", "name", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    name: str
    description: str
    def __init__(self, language: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class CreateOrganizationRequest(_message.Message):
    __slots__ = ("organization", "request_id")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization: Organization
    request_id: str
    def __init__(self, organization: _Optional[_Union[Organization, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetOrganizationRequest(_message.Message):
    __slots__ = ("organization_id",)
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    def __init__(self, organization_id: _Optional[str] = ...) -> None: ...

class BatchGetOrganizationsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetOrganizationsResponse(_message.Message):
    __slots__ = ("organizations",)
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    organizations: _containers.RepeatedCompositeFieldContainer[Organization]
    def __init__(self, organizations: _Optional[_Iterable[_Union[Organization, _Mapping]]] = ...) -> None: ...

class ListOrganizationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "parent_id", "kinds", "query", "states", "order_by", "backward", "count_only", "near", "category_ids", "tags", "area_ids")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IDS_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    AREA_IDS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    parent_id: str
    kinds: _containers.RepeatedScalarFieldContainer[OrganizationKind]
    query: str
    states: _containers.RepeatedScalarFieldContainer[OrganizationState]
    order_by: OrganizationOrder
    backward: bool
    count_only: bool
    near: _place_pb2.Near
    category_ids: _containers.RepeatedScalarFieldContainer[str]
    tags: _containers.RepeatedScalarFieldContainer[str]
    area_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., parent_id: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[OrganizationKind, str]]] = ..., query: _Optional[str] = ..., states: _Optional[_Iterable[_Union[OrganizationState, str]]] = ..., order_by: _Optional[_Union[OrganizationOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., near: _Optional[_Union[_place_pb2.Near, _Mapping]] = ..., category_ids: _Optional[_Iterable[str]] = ..., tags: _Optional[_Iterable[str]] = ..., area_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListOrganizationsResponse(_message.Message):
    __slots__ = ("organizations", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ORGANIZATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    organizations: _containers.RepeatedCompositeFieldContainer[Organization]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, organizations: _Optional[_Iterable[_Union[Organization, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateOrganizationRequest(_message.Message):
    __slots__ = ("organization_id", "organization", "update_mask", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    organization: Organization
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., organization: _Optional[_Union[Organization, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveOrganizationRequest(_message.Message):
    __slots__ = ("organization_id", "parent_id", "request_id", "to_top")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TO_TOP_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    parent_id: str
    request_id: str
    to_top: bool
    def __init__(self, organization_id: _Optional[str] = ..., parent_id: _Optional[str] = ..., request_id: _Optional[str] = ..., to_top: _Optional[bool] = ...) -> None: ...

class CloseOrganizationRequest(_message.Message):
    __slots__ = ("organization_id", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReopenOrganizationRequest(_message.Message):
    __slots__ = ("organization_id", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteOrganizationRequest(_message.Message):
    __slots__ = ("organization_id", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class OrganizationOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: OrganizationOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[OrganizationOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
