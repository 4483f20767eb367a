import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import indicator_pb2 as _indicator_pb2
from banyan.organizations.v1 import programme_pb2 as _programme_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EnrolmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_STATE_UNSPECIFIED: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_APPLIED: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_ENROLLED: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_ON_HOLD: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_GRADUATED: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_WITHDRAWN: _ClassVar[EnrolmentState]
    ENROLMENT_STATE_ENDED: _ClassVar[EnrolmentState]

class EnrolmentOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENROLMENT_ORDER_FIELD_UNSPECIFIED: _ClassVar[EnrolmentOrderField]
    ENROLMENT_ORDER_FIELD_CREATE_TIME: _ClassVar[EnrolmentOrderField]

class MentorshipOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MENTORSHIP_ORDER_FIELD_UNSPECIFIED: _ClassVar[MentorshipOrderField]
    MENTORSHIP_ORDER_FIELD_START_TIME: _ClassVar[MentorshipOrderField]
ENROLMENT_STATE_UNSPECIFIED: EnrolmentState
ENROLMENT_STATE_APPLIED: EnrolmentState
ENROLMENT_STATE_ENROLLED: EnrolmentState
ENROLMENT_STATE_ON_HOLD: EnrolmentState
ENROLMENT_STATE_GRADUATED: EnrolmentState
ENROLMENT_STATE_WITHDRAWN: EnrolmentState
ENROLMENT_STATE_ENDED: EnrolmentState
ENROLMENT_ORDER_FIELD_UNSPECIFIED: EnrolmentOrderField
ENROLMENT_ORDER_FIELD_CREATE_TIME: EnrolmentOrderField
MENTORSHIP_ORDER_FIELD_UNSPECIFIED: MentorshipOrderField
MENTORSHIP_ORDER_FIELD_START_TIME: MentorshipOrderField

class Enrolment(_message.Message):
    __slots__ = ("id", "organization_id", "cultivator_id", "programme_id", "first_version_id", "state", "stage_key", "stage_start_time", "application_message", "reason", "mentor_organization_id", "mentor_person_id", "mentor_start_time", "enrol_time", "end_time", "create_time", "update_time", "is_completed")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    STAGE_START_TIME_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MENTOR_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    MENTOR_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    MENTOR_START_TIME_FIELD_NUMBER: _ClassVar[int]
    ENROL_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    cultivator_id: str
    programme_id: str
    first_version_id: str
    state: EnrolmentState
    stage_key: str
    stage_start_time: _timestamp_pb2.Timestamp
    application_message: str
    reason: str
    mentor_organization_id: str
    mentor_person_id: str
    mentor_start_time: _timestamp_pb2.Timestamp
    enrol_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    is_completed: bool
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., programme_id: _Optional[str] = ..., first_version_id: _Optional[str] = ..., state: _Optional[_Union[EnrolmentState, str]] = ..., stage_key: _Optional[str] = ..., stage_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., application_message: _Optional[str] = ..., reason: _Optional[str] = ..., mentor_organization_id: _Optional[str] = ..., mentor_person_id: _Optional[str] = ..., mentor_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., enrol_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_completed: _Optional[bool] = ...) -> None: ...

class EnrolmentStanding(_message.Message):
    __slots__ = ("enrolment_id", "stage_key", "next_stage_key", "date", "days_at_stage", "minimum_days", "expected_days", "is_met", "can_be_waived", "requirements")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    NEXT_STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    DAYS_AT_STAGE_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_DAYS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_DAYS_FIELD_NUMBER: _ClassVar[int]
    IS_MET_FIELD_NUMBER: _ClassVar[int]
    CAN_BE_WAIVED_FIELD_NUMBER: _ClassVar[int]
    REQUIREMENTS_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    stage_key: str
    next_stage_key: str
    date: str
    days_at_stage: int
    minimum_days: int
    expected_days: int
    is_met: bool
    can_be_waived: bool
    requirements: _containers.RepeatedCompositeFieldContainer[RequirementStanding]
    def __init__(self, enrolment_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., next_stage_key: _Optional[str] = ..., date: _Optional[str] = ..., days_at_stage: _Optional[int] = ..., minimum_days: _Optional[int] = ..., expected_days: _Optional[int] = ..., is_met: _Optional[bool] = ..., can_be_waived: _Optional[bool] = ..., requirements: _Optional[_Iterable[_Union[RequirementStanding, _Mapping]]] = ...) -> None: ...

class EnrolmentOutlook(_message.Message):
    __slots__ = ("enrolment_id", "standing", "new_standing")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    NEW_STANDING_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    standing: EnrolmentStanding
    new_standing: EnrolmentStanding
    def __init__(self, enrolment_id: _Optional[str] = ..., standing: _Optional[_Union[EnrolmentStanding, _Mapping]] = ..., new_standing: _Optional[_Union[EnrolmentStanding, _Mapping]] = ...) -> None: ...

class RequirementStanding(_message.Message):
    __slots__ = ("needed_count", "met_count", "is_met", "criteria")
    NEEDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    MET_COUNT_FIELD_NUMBER: _ClassVar[int]
    IS_MET_FIELD_NUMBER: _ClassVar[int]
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    needed_count: int
    met_count: int
    is_met: bool
    criteria: _containers.RepeatedCompositeFieldContainer[CriterionStanding]
    def __init__(self, needed_count: _Optional[int] = ..., met_count: _Optional[int] = ..., is_met: _Optional[bool] = ..., criteria: _Optional[_Iterable[_Union[CriterionStanding, _Mapping]]] = ...) -> None: ...

class CriterionStanding(_message.Message):
    __slots__ = ("indicator", "unit", "comparator", "threshold", "window_days", "waivable", "value", "is_met", "missing", "expected_date", "met_since")
    INDICATOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    COMPARATOR_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    WAIVABLE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    IS_MET_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_DATE_FIELD_NUMBER: _ClassVar[int]
    MET_SINCE_FIELD_NUMBER: _ClassVar[int]
    indicator: _indicator_pb2.Indicator
    unit: _indicator_pb2.IndicatorUnit
    comparator: _programme_pb2.Comparator
    threshold: int
    window_days: int
    waivable: bool
    value: int
    is_met: bool
    missing: int
    expected_date: str
    met_since: str
    def __init__(self, indicator: _Optional[_Union[_indicator_pb2.Indicator, str]] = ..., unit: _Optional[_Union[_indicator_pb2.IndicatorUnit, str]] = ..., comparator: _Optional[_Union[_programme_pb2.Comparator, str]] = ..., threshold: _Optional[int] = ..., window_days: _Optional[int] = ..., waivable: _Optional[bool] = ..., value: _Optional[int] = ..., is_met: _Optional[bool] = ..., missing: _Optional[int] = ..., expected_date: _Optional[str] = ..., met_since: _Optional[str] = ...) -> None: ...

class Mentorship(_message.Message):
    __slots__ = ("mentor_organization_id", "mentor_person_id", "start_time", "end_time")
    MENTOR_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    MENTOR_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    mentor_organization_id: str
    mentor_person_id: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, mentor_organization_id: _Optional[str] = ..., mentor_person_id: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ApplyForEnrolmentRequest(_message.Message):
    __slots__ = ("organization_id", "programme_id", "application_message", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    programme_id: str
    application_message: str
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., programme_id: _Optional[str] = ..., application_message: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EnrolOrganizationRequest(_message.Message):
    __slots__ = ("programme_id", "organization_id", "request_id", "enrol_time")
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ENROL_TIME_FIELD_NUMBER: _ClassVar[int]
    programme_id: str
    organization_id: str
    request_id: str
    enrol_time: _timestamp_pb2.Timestamp
    def __init__(self, programme_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., request_id: _Optional[str] = ..., enrol_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id",)
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    def __init__(self, enrolment_id: _Optional[str] = ...) -> None: ...

class BatchGetEnrolmentsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEnrolmentsResponse(_message.Message):
    __slots__ = ("enrolments",)
    ENROLMENTS_FIELD_NUMBER: _ClassVar[int]
    enrolments: _containers.RepeatedCompositeFieldContainer[Enrolment]
    def __init__(self, enrolments: _Optional[_Iterable[_Union[Enrolment, _Mapping]]] = ...) -> None: ...

class ListEnrolmentsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "organization_id", "order_by", "backward", "count_only", "states")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    order_by: EnrolmentOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[EnrolmentState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[EnrolmentOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[EnrolmentState, str]]] = ...) -> None: ...

class ListEnrolmentsResponse(_message.Message):
    __slots__ = ("enrolments", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENROLMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    enrolments: _containers.RepeatedCompositeFieldContainer[Enrolment]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, enrolments: _Optional[_Iterable[_Union[Enrolment, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ListCultivatedEnrolmentsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "cultivator_id", "order_by", "backward", "count_only", "states", "programme_id", "stage_keys")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CULTIVATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEYS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    cultivator_id: str
    order_by: EnrolmentOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[EnrolmentState]
    programme_id: str
    stage_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., cultivator_id: _Optional[str] = ..., order_by: _Optional[_Union[EnrolmentOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[EnrolmentState, str]]] = ..., programme_id: _Optional[str] = ..., stage_keys: _Optional[_Iterable[str]] = ...) -> None: ...

class ListCultivatedEnrolmentsResponse(_message.Message):
    __slots__ = ("enrolments", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENROLMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    enrolments: _containers.RepeatedCompositeFieldContainer[Enrolment]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, enrolments: _Optional[_Iterable[_Union[Enrolment, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class BatchGetEnrolmentStandingsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetEnrolmentStandingsResponse(_message.Message):
    __slots__ = ("enrolment_standings",)
    ENROLMENT_STANDINGS_FIELD_NUMBER: _ClassVar[int]
    enrolment_standings: _containers.RepeatedCompositeFieldContainer[EnrolmentStanding]
    def __init__(self, enrolment_standings: _Optional[_Iterable[_Union[EnrolmentStanding, _Mapping]]] = ...) -> None: ...

class ListEnrolmentOutlooksRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "programme_id", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    programme_id: str
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., programme_id: _Optional[str] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListEnrolmentOutlooksResponse(_message.Message):
    __slots__ = ("enrolment_outlooks", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    ENROLMENT_OUTLOOKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    enrolment_outlooks: _containers.RepeatedCompositeFieldContainer[EnrolmentOutlook]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, enrolment_outlooks: _Optional[_Iterable[_Union[EnrolmentOutlook, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class AcceptEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PauseEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "reason", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    reason: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResumeEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "programme_id", "stage_key", "request_id", "stage_start_time")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_KEY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_START_TIME_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    programme_id: str
    stage_key: str
    request_id: str
    stage_start_time: _timestamp_pb2.Timestamp
    def __init__(self, enrolment_id: _Optional[str] = ..., programme_id: _Optional[str] = ..., stage_key: _Optional[str] = ..., request_id: _Optional[str] = ..., stage_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class EndEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "reason", "request_id", "is_completed")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    reason: str
    request_id: str
    is_completed: bool
    def __init__(self, enrolment_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ..., is_completed: _Optional[bool] = ...) -> None: ...

class WithdrawEnrolmentRequest(_message.Message):
    __slots__ = ("enrolment_id", "reason", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    reason: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignMentorRequest(_message.Message):
    __slots__ = ("enrolment_id", "mentor_organization_id", "mentor_person_id", "request_id")
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    MENTOR_ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    MENTOR_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    enrolment_id: str
    mentor_organization_id: str
    mentor_person_id: str
    request_id: str
    def __init__(self, enrolment_id: _Optional[str] = ..., mentor_organization_id: _Optional[str] = ..., mentor_person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListMentorshipsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "enrolment_id", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ENROLMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    enrolment_id: str
    order_by: MentorshipOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., enrolment_id: _Optional[str] = ..., order_by: _Optional[_Union[MentorshipOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListMentorshipsResponse(_message.Message):
    __slots__ = ("mentorships", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    MENTORSHIPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    mentorships: _containers.RepeatedCompositeFieldContainer[Mentorship]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, mentorships: _Optional[_Iterable[_Union[Mentorship, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class EnrolmentOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: EnrolmentOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[EnrolmentOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class MentorshipOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: MentorshipOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[MentorshipOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
