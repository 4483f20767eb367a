import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.events.v1 import event_pb2 as _event_pb2
from banyan.events.v1 import event_series_pb2 as _event_series_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import agreement_pb2 as _agreement_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
from banyan.organizations.v1 import organization_pb2 as _organization_pb2
from banyan.organizations.v1 import roster_field_pb2 as _roster_field_pb2
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

class StarterKitState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STARTER_KIT_STATE_UNSPECIFIED: _ClassVar[StarterKitState]
    STARTER_KIT_STATE_ACTIVE: _ClassVar[StarterKitState]
    STARTER_KIT_STATE_RETIRED: _ClassVar[StarterKitState]

class StarterKitOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STARTER_KIT_ORDER_FIELD_UNSPECIFIED: _ClassVar[StarterKitOrderField]
    STARTER_KIT_ORDER_FIELD_CREATE_TIME: _ClassVar[StarterKitOrderField]
STARTER_KIT_STATE_UNSPECIFIED: StarterKitState
STARTER_KIT_STATE_ACTIVE: StarterKitState
STARTER_KIT_STATE_RETIRED: StarterKitState
STARTER_KIT_ORDER_FIELD_UNSPECIFIED: StarterKitOrderField
STARTER_KIT_ORDER_FIELD_CREATE_TIME: StarterKitOrderField

class StarterKit(_message.Message):
    __slots__ = ("id", "organization_id", "name", "kinds", "agreements", "steps", "state", "etag", "create_time", "update_time", "labels", "roles", "questions", "event_templates")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    QUESTIONS_FIELD_NUMBER: _ClassVar[int]
    EVENT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    name: str
    kinds: _containers.RepeatedScalarFieldContainer[_organization_pb2.OrganizationKind]
    agreements: _containers.RepeatedCompositeFieldContainer[StarterKitAgreement]
    steps: _containers.RepeatedCompositeFieldContainer[StarterKitStep]
    state: StarterKitState
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    labels: _containers.RepeatedScalarFieldContainer[str]
    roles: _containers.RepeatedCompositeFieldContainer[StarterKitRole]
    questions: _containers.RepeatedCompositeFieldContainer[StarterKitQuestion]
    event_templates: _containers.RepeatedCompositeFieldContainer[StarterKitEventTemplate]
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., name: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[_organization_pb2.OrganizationKind, str]]] = ..., agreements: _Optional[_Iterable[_Union[StarterKitAgreement, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[StarterKitStep, _Mapping]]] = ..., state: _Optional[_Union[StarterKitState, str]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., labels: _Optional[_Iterable[str]] = ..., roles: _Optional[_Iterable[_Union[StarterKitRole, _Mapping]]] = ..., questions: _Optional[_Iterable[_Union[StarterKitQuestion, _Mapping]]] = ..., event_templates: _Optional[_Iterable[_Union[StarterKitEventTemplate, _Mapping]]] = ...) -> None: ...

class StarterKitEventTemplate(_message.Message):
    __slots__ = ("title", "description", "what_to_bring", "language", "translations", "duration_minutes", "visibility", "minimum_participants", "sign_up_closes_minutes", "shift_templates")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    WHAT_TO_BRING_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    DURATION_MINUTES_FIELD_NUMBER: _ClassVar[int]
    VISIBILITY_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PARTICIPANTS_FIELD_NUMBER: _ClassVar[int]
    SIGN_UP_CLOSES_MINUTES_FIELD_NUMBER: _ClassVar[int]
    SHIFT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    title: str
    description: str
    what_to_bring: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_event_pb2.EventTranslation]
    duration_minutes: int
    visibility: _event_pb2.EventVisibility
    minimum_participants: int
    sign_up_closes_minutes: int
    shift_templates: _containers.RepeatedCompositeFieldContainer[_event_series_pb2.ShiftTemplate]
    def __init__(self, title: _Optional[str] = ..., description: _Optional[str] = ..., what_to_bring: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_event_pb2.EventTranslation, _Mapping]]] = ..., duration_minutes: _Optional[int] = ..., visibility: _Optional[_Union[_event_pb2.EventVisibility, str]] = ..., minimum_participants: _Optional[int] = ..., sign_up_closes_minutes: _Optional[int] = ..., shift_templates: _Optional[_Iterable[_Union[_event_series_pb2.ShiftTemplate, _Mapping]]] = ...) -> None: ...

class StarterKitCopy(_message.Message):
    __slots__ = ("id", "organization_id", "starter_kit_id", "event_templates", "event_template_ids", "create_time", "update_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    STARTER_KIT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    EVENT_TEMPLATE_IDS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    starter_kit_id: str
    event_templates: _containers.RepeatedCompositeFieldContainer[StarterKitEventTemplate]
    event_template_ids: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., starter_kit_id: _Optional[str] = ..., event_templates: _Optional[_Iterable[_Union[StarterKitEventTemplate, _Mapping]]] = ..., event_template_ids: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StarterKitRole(_message.Message):
    __slots__ = ("title", "role")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    title: str
    role: _membership_pb2.Role
    def __init__(self, title: _Optional[str] = ..., role: _Optional[_Union[_membership_pb2.Role, str]] = ...) -> None: ...

class StarterKitQuestion(_message.Message):
    __slots__ = ("display_name", "kind", "choices", "audience", "is_required", "question", "language", "translations", "kept_days")
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    IS_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    KEPT_DAYS_FIELD_NUMBER: _ClassVar[int]
    display_name: str
    kind: _roster_field_pb2.RosterFieldKind
    choices: _containers.RepeatedScalarFieldContainer[str]
    audience: _roster_field_pb2.RosterFieldAudience
    is_required: bool
    question: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_roster_field_pb2.RosterFieldTranslation]
    kept_days: int
    def __init__(self, display_name: _Optional[str] = ..., kind: _Optional[_Union[_roster_field_pb2.RosterFieldKind, str]] = ..., choices: _Optional[_Iterable[str]] = ..., audience: _Optional[_Union[_roster_field_pb2.RosterFieldAudience, str]] = ..., is_required: _Optional[bool] = ..., question: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_roster_field_pb2.RosterFieldTranslation, _Mapping]]] = ..., kept_days: _Optional[int] = ...) -> None: ...

class StarterKitAgreement(_message.Message):
    __slots__ = ("title", "body", "language", "translations", "must_be_accepted")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    MUST_BE_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    title: str
    body: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[_agreement_pb2.AgreementTranslation]
    must_be_accepted: bool
    def __init__(self, title: _Optional[str] = ..., body: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[_agreement_pb2.AgreementTranslation, _Mapping]]] = ..., must_be_accepted: _Optional[bool] = ...) -> None: ...

class StarterKitStep(_message.Message):
    __slots__ = ("title", "description", "language", "translations", "role", "due_days")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    DUE_DAYS_FIELD_NUMBER: _ClassVar[int]
    title: str
    description: str
    language: str
    translations: _containers.RepeatedCompositeFieldContainer[StarterKitStepTranslation]
    role: _membership_pb2.Role
    due_days: int
    def __init__(self, title: _Optional[str] = ..., description: _Optional[str] = ..., language: _Optional[str] = ..., translations: _Optional[_Iterable[_Union[StarterKitStepTranslation, _Mapping]]] = ..., role: _Optional[_Union[_membership_pb2.Role, str]] = ..., due_days: _Optional[int] = ...) -> None: ...

class StarterKitStepTranslation(_message.Message):
    __slots__ = ("language", "title", "description")
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    language: str
    title: str
    description: str
    def __init__(self, language: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class CreateStarterKitRequest(_message.Message):
    __slots__ = ("starter_kit", "request_id")
    STARTER_KIT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    starter_kit: StarterKit
    request_id: str
    def __init__(self, starter_kit: _Optional[_Union[StarterKit, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetStarterKitRequest(_message.Message):
    __slots__ = ("starter_kit_id",)
    STARTER_KIT_ID_FIELD_NUMBER: _ClassVar[int]
    starter_kit_id: str
    def __init__(self, starter_kit_id: _Optional[str] = ...) -> None: ...

class BatchGetStarterKitsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetStarterKitsResponse(_message.Message):
    __slots__ = ("starter_kits",)
    STARTER_KITS_FIELD_NUMBER: _ClassVar[int]
    starter_kits: _containers.RepeatedCompositeFieldContainer[StarterKit]
    def __init__(self, starter_kits: _Optional[_Iterable[_Union[StarterKit, _Mapping]]] = ...) -> None: ...

class ListStarterKitsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states", "group_kind")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    GROUP_KIND_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: StarterKitOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[StarterKitState]
    group_kind: _organization_pb2.OrganizationKind
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[StarterKitOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[StarterKitState, str]]] = ..., group_kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ...) -> None: ...

class ListStarterKitsResponse(_message.Message):
    __slots__ = ("starter_kits", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    STARTER_KITS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    starter_kits: _containers.RepeatedCompositeFieldContainer[StarterKit]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, starter_kits: _Optional[_Iterable[_Union[StarterKit, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdateStarterKitRequest(_message.Message):
    __slots__ = ("starter_kit_id", "starter_kit", "update_mask", "request_id")
    STARTER_KIT_ID_FIELD_NUMBER: _ClassVar[int]
    STARTER_KIT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    starter_kit_id: str
    starter_kit: StarterKit
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, starter_kit_id: _Optional[str] = ..., starter_kit: _Optional[_Union[StarterKit, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireStarterKitRequest(_message.Message):
    __slots__ = ("starter_kit_id", "request_id")
    STARTER_KIT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    starter_kit_id: str
    request_id: str
    def __init__(self, starter_kit_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StarterKitOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: StarterKitOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[StarterKitOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
