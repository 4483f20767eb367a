import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import organization_pb2 as _organization_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FoundingProposalState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FOUNDING_PROPOSAL_STATE_UNSPECIFIED: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_GATHERING: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_WAITING: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_QUESTIONED: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_ACCEPTED: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_DECLINED: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_WITHDRAWN: _ClassVar[FoundingProposalState]
    FOUNDING_PROPOSAL_STATE_LAPSED: _ClassVar[FoundingProposalState]

class FoundingProposalOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FOUNDING_PROPOSAL_ORDER_FIELD_UNSPECIFIED: _ClassVar[FoundingProposalOrderField]
    FOUNDING_PROPOSAL_ORDER_FIELD_CREATE_TIME: _ClassVar[FoundingProposalOrderField]
    FOUNDING_PROPOSAL_ORDER_FIELD_SUPPORTERS: _ClassVar[FoundingProposalOrderField]

class FoundingSupportOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FOUNDING_SUPPORT_ORDER_FIELD_UNSPECIFIED: _ClassVar[FoundingSupportOrderField]
    FOUNDING_SUPPORT_ORDER_FIELD_CREATE_TIME: _ClassVar[FoundingSupportOrderField]
FOUNDING_PROPOSAL_STATE_UNSPECIFIED: FoundingProposalState
FOUNDING_PROPOSAL_STATE_GATHERING: FoundingProposalState
FOUNDING_PROPOSAL_STATE_WAITING: FoundingProposalState
FOUNDING_PROPOSAL_STATE_QUESTIONED: FoundingProposalState
FOUNDING_PROPOSAL_STATE_ACCEPTED: FoundingProposalState
FOUNDING_PROPOSAL_STATE_DECLINED: FoundingProposalState
FOUNDING_PROPOSAL_STATE_WITHDRAWN: FoundingProposalState
FOUNDING_PROPOSAL_STATE_LAPSED: FoundingProposalState
FOUNDING_PROPOSAL_ORDER_FIELD_UNSPECIFIED: FoundingProposalOrderField
FOUNDING_PROPOSAL_ORDER_FIELD_CREATE_TIME: FoundingProposalOrderField
FOUNDING_PROPOSAL_ORDER_FIELD_SUPPORTERS: FoundingProposalOrderField
FOUNDING_SUPPORT_ORDER_FIELD_UNSPECIFIED: FoundingSupportOrderField
FOUNDING_SUPPORT_ORDER_FIELD_CREATE_TIME: FoundingSupportOrderField

class FoundingProposal(_message.Message):
    __slots__ = ("id", "organization_id", "person_id", "name", "purpose", "kind", "area", "audience", "co_founder_ids", "state", "supporters_count", "supporters_needed", "answer_due_time", "is_overdue", "expire_time", "question", "answer", "reason", "decider_id", "decide_time", "founded_organization_id", "enrolment_id", "create_time", "update_time", "area_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    CO_FOUNDER_IDS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUPPORTERS_COUNT_FIELD_NUMBER: _ClassVar[int]
    SUPPORTERS_NEEDED_FIELD_NUMBER: _ClassVar[int]
    ANSWER_DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DECIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDE_TIME_FIELD_NUMBER: _ClassVar[int]
    FOUNDED_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    person_id: str
    name: str
    purpose: str
    kind: _organization_pb2.OrganizationKind
    area: str
    audience: str
    co_founder_ids: _containers.RepeatedScalarFieldContainer[str]
    state: FoundingProposalState
    supporters_count: int
    supporters_needed: int
    answer_due_time: _timestamp_pb2.Timestamp
    is_overdue: bool
    expire_time: _timestamp_pb2.Timestamp
    question: str
    answer: str
    reason: str
    decider_id: str
    decide_time: _timestamp_pb2.Timestamp
    founded_organization_id: str
    enrolment_id: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    area_id: str
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., person_id: _Optional[str] = ..., name: _Optional[str] = ..., purpose: _Optional[str] = ..., kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ..., area: _Optional[str] = ..., audience: _Optional[str] = ..., co_founder_ids: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[FoundingProposalState, str]] = ..., supporters_count: _Optional[int] = ..., supporters_needed: _Optional[int] = ..., answer_due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_overdue: _Optional[bool] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., question: _Optional[str] = ..., answer: _Optional[str] = ..., reason: _Optional[str] = ..., decider_id: _Optional[str] = ..., decide_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., founded_organization_id: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., area_id: _Optional[str] = ...) -> None: ...

class FoundingSupport(_message.Message):
    __slots__ = ("founding_proposal_id", "supporter_id", "create_time")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    SUPPORTER_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    supporter_id: str
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, founding_proposal_id: _Optional[str] = ..., supporter_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SimilarGroups(_message.Message):
    __slots__ = ("organization_ids", "founding_proposal_ids")
    ORGANIZATION_IDS_FIELD_NUMBER: _ClassVar[int]
    FOUNDING_PROPOSAL_IDS_FIELD_NUMBER: _ClassVar[int]
    organization_ids: _containers.RepeatedScalarFieldContainer[str]
    founding_proposal_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, organization_ids: _Optional[_Iterable[str]] = ..., founding_proposal_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal", "request_id")
    FOUNDING_PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal: FoundingProposal
    request_id: str
    def __init__(self, founding_proposal: _Optional[_Union[FoundingProposal, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id",)
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ...) -> None: ...

class BatchGetFoundingProposalsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFoundingProposalsResponse(_message.Message):
    __slots__ = ("founding_proposals",)
    FOUNDING_PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    founding_proposals: _containers.RepeatedCompositeFieldContainer[FoundingProposal]
    def __init__(self, founding_proposals: _Optional[_Iterable[_Union[FoundingProposal, _Mapping]]] = ...) -> None: ...

class ListFoundingProposalsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states", "is_overdue")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: FoundingProposalOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[FoundingProposalState]
    is_overdue: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[FoundingProposalOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[FoundingProposalState, str]]] = ..., is_overdue: _Optional[bool] = ...) -> None: ...

class ListFoundingProposalsResponse(_message.Message):
    __slots__ = ("founding_proposals", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    FOUNDING_PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    founding_proposals: _containers.RepeatedCompositeFieldContainer[FoundingProposal]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, founding_proposals: _Optional[_Iterable[_Union[FoundingProposal, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ListPersonFoundingProposalsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    order_by: FoundingProposalOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[FoundingProposalState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., order_by: _Optional[_Union[FoundingProposalOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[FoundingProposalState, str]]] = ...) -> None: ...

class ListPersonFoundingProposalsResponse(_message.Message):
    __slots__ = ("founding_proposals", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    FOUNDING_PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    founding_proposals: _containers.RepeatedCompositeFieldContainer[FoundingProposal]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, founding_proposals: _Optional[_Iterable[_Union[FoundingProposal, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class FindSimilarGroupsRequest(_message.Message):
    __slots__ = ("organization_id", "name", "purpose", "area_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AREA_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    name: str
    purpose: str
    area_id: str
    def __init__(self, organization_id: _Optional[str] = ..., name: _Optional[str] = ..., purpose: _Optional[str] = ..., area_id: _Optional[str] = ...) -> None: ...

class SupportFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StopSupportingFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class BatchGetFoundingSupportsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetFoundingSupportsResponse(_message.Message):
    __slots__ = ("founding_supports",)
    FOUNDING_SUPPORTS_FIELD_NUMBER: _ClassVar[int]
    founding_supports: _containers.RepeatedCompositeFieldContainer[FoundingSupport]
    def __init__(self, founding_supports: _Optional[_Iterable[_Union[FoundingSupport, _Mapping]]] = ...) -> None: ...

class ListFoundingSupportsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "founding_proposal_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    founding_proposal_id: str
    order_by: FoundingSupportOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., founding_proposal_id: _Optional[str] = ..., order_by: _Optional[_Union[FoundingSupportOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListFoundingSupportsResponse(_message.Message):
    __slots__ = ("founding_supports", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    FOUNDING_SUPPORTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    founding_supports: _containers.RepeatedCompositeFieldContainer[FoundingSupport]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, founding_supports: _Optional[_Iterable[_Union[FoundingSupport, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class QuestionFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "question", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    question: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., question: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AnswerFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "answer", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    answer: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., answer: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeclineFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "reason", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    reason: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AcceptFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "programme_id", "category_id", "membership_policy", "request_id", "starter_kit_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_POLICY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STARTER_KIT_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    programme_id: str
    category_id: str
    membership_policy: _organization_pb2.MembershipPolicy
    request_id: str
    starter_kit_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., programme_id: _Optional[str] = ..., category_id: _Optional[str] = ..., membership_policy: _Optional[_Union[_organization_pb2.MembershipPolicy, str]] = ..., request_id: _Optional[str] = ..., starter_kit_id: _Optional[str] = ...) -> None: ...

class WithdrawFoundingProposalRequest(_message.Message):
    __slots__ = ("founding_proposal_id", "request_id")
    FOUNDING_PROPOSAL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    founding_proposal_id: str
    request_id: str
    def __init__(self, founding_proposal_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class FoundingProposalOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: FoundingProposalOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[FoundingProposalOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class FoundingSupportOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: FoundingSupportOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[FoundingSupportOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
