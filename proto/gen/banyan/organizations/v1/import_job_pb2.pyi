import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
from banyan.organizations.v1 import organization_pb2 as _organization_pb2
from banyan.volunteers.v1 import person_contact_pb2 as _person_contact_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ImportKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_KIND_UNSPECIFIED: _ClassVar[ImportKind]
    IMPORT_KIND_ORGANIZATIONS: _ClassVar[ImportKind]
    IMPORT_KIND_PEOPLE: _ClassVar[ImportKind]

class ImportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_STATE_UNSPECIFIED: _ClassVar[ImportState]
    IMPORT_STATE_READY: _ClassVar[ImportState]
    IMPORT_STATE_EXECUTING: _ClassVar[ImportState]
    IMPORT_STATE_COMPLETED: _ClassVar[ImportState]
    IMPORT_STATE_DISCARDED: _ClassVar[ImportState]
    IMPORT_STATE_FAILED: _ClassVar[ImportState]
    IMPORT_STATE_UNDOING: _ClassVar[ImportState]
    IMPORT_STATE_UNDONE: _ClassVar[ImportState]

class ImportAnswer(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_ANSWER_UNSPECIFIED: _ClassVar[ImportAnswer]
    IMPORT_ANSWER_SAME: _ClassVar[ImportAnswer]
    IMPORT_ANSWER_DIFFERENT: _ClassVar[ImportAnswer]
    IMPORT_ANSWER_SAME_IF_ADDRESS_EQUAL: _ClassVar[ImportAnswer]

class ImportOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_OUTCOME_UNSPECIFIED: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_CREATE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_UPDATE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_MERGE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_UNCHANGED: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_CONFLICT: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_ERROR: _ClassVar[ImportOutcome]

class ImportJobOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_JOB_ORDER_FIELD_UNSPECIFIED: _ClassVar[ImportJobOrderField]
    IMPORT_JOB_ORDER_FIELD_CREATE_TIME: _ClassVar[ImportJobOrderField]

class ImportJobRowOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_JOB_ROW_ORDER_FIELD_UNSPECIFIED: _ClassVar[ImportJobRowOrderField]
    IMPORT_JOB_ROW_ORDER_FIELD_LINE: _ClassVar[ImportJobRowOrderField]
IMPORT_KIND_UNSPECIFIED: ImportKind
IMPORT_KIND_ORGANIZATIONS: ImportKind
IMPORT_KIND_PEOPLE: ImportKind
IMPORT_STATE_UNSPECIFIED: ImportState
IMPORT_STATE_READY: ImportState
IMPORT_STATE_EXECUTING: ImportState
IMPORT_STATE_COMPLETED: ImportState
IMPORT_STATE_DISCARDED: ImportState
IMPORT_STATE_FAILED: ImportState
IMPORT_STATE_UNDOING: ImportState
IMPORT_STATE_UNDONE: ImportState
IMPORT_ANSWER_UNSPECIFIED: ImportAnswer
IMPORT_ANSWER_SAME: ImportAnswer
IMPORT_ANSWER_DIFFERENT: ImportAnswer
IMPORT_ANSWER_SAME_IF_ADDRESS_EQUAL: ImportAnswer
IMPORT_OUTCOME_UNSPECIFIED: ImportOutcome
IMPORT_OUTCOME_CREATE: ImportOutcome
IMPORT_OUTCOME_UPDATE: ImportOutcome
IMPORT_OUTCOME_MERGE: ImportOutcome
IMPORT_OUTCOME_UNCHANGED: ImportOutcome
IMPORT_OUTCOME_CONFLICT: ImportOutcome
IMPORT_OUTCOME_ERROR: ImportOutcome
IMPORT_JOB_ORDER_FIELD_UNSPECIFIED: ImportJobOrderField
IMPORT_JOB_ORDER_FIELD_CREATE_TIME: ImportJobOrderField
IMPORT_JOB_ROW_ORDER_FIELD_UNSPECIFIED: ImportJobRowOrderField
IMPORT_JOB_ROW_ORDER_FIELD_LINE: ImportJobRowOrderField

class ImportJob(_message.Message):
    __slots__ = ("id", "organization_id", "kind", "file_name", "state", "rows_total", "rows_done", "create_count", "update_count", "merge_count", "unchanged_count", "conflict_count", "error_count", "create_time", "update_time", "expire_time", "source", "encoding", "undone_count", "columns")
    ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ROWS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    ROWS_DONE_FIELD_NUMBER: _ClassVar[int]
    CREATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_COUNT_FIELD_NUMBER: _ClassVar[int]
    MERGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CONFLICT_COUNT_FIELD_NUMBER: _ClassVar[int]
    ERROR_COUNT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    UNDONE_COUNT_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    id: str
    organization_id: str
    kind: ImportKind
    file_name: str
    state: ImportState
    rows_total: int
    rows_done: int
    create_count: int
    update_count: int
    merge_count: int
    unchanged_count: int
    conflict_count: int
    error_count: int
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    source: str
    encoding: str
    undone_count: int
    columns: _containers.RepeatedCompositeFieldContainer[ImportColumn]
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., kind: _Optional[_Union[ImportKind, str]] = ..., file_name: _Optional[str] = ..., state: _Optional[_Union[ImportState, str]] = ..., rows_total: _Optional[int] = ..., rows_done: _Optional[int] = ..., create_count: _Optional[int] = ..., update_count: _Optional[int] = ..., merge_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ..., conflict_count: _Optional[int] = ..., error_count: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., encoding: _Optional[str] = ..., undone_count: _Optional[int] = ..., columns: _Optional[_Iterable[_Union[ImportColumn, _Mapping]]] = ...) -> None: ...

class ImportColumn(_message.Message):
    __slots__ = ("name", "field", "roster_field", "creates_roster_field", "is_remembered")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    CREATES_ROSTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    IS_REMEMBERED_FIELD_NUMBER: _ClassVar[int]
    name: str
    field: str
    roster_field: str
    creates_roster_field: bool
    is_remembered: bool
    def __init__(self, name: _Optional[str] = ..., field: _Optional[str] = ..., roster_field: _Optional[str] = ..., creates_roster_field: _Optional[bool] = ..., is_remembered: _Optional[bool] = ...) -> None: ...

class ImportJobRow(_message.Message):
    __slots__ = ("line", "name", "outcome", "reasons", "changes", "organization_id", "is_undone", "first_line", "membership_id", "cells")
    LINE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    IS_UNDONE_FIELD_NUMBER: _ClassVar[int]
    FIRST_LINE_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    line: int
    name: str
    outcome: ImportOutcome
    reasons: _containers.RepeatedCompositeFieldContainer[ImportReason]
    changes: _containers.RepeatedCompositeFieldContainer[ImportDifference]
    organization_id: str
    is_undone: bool
    first_line: int
    membership_id: str
    cells: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, line: _Optional[int] = ..., name: _Optional[str] = ..., outcome: _Optional[_Union[ImportOutcome, str]] = ..., reasons: _Optional[_Iterable[_Union[ImportReason, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[ImportDifference, _Mapping]]] = ..., organization_id: _Optional[str] = ..., is_undone: _Optional[bool] = ..., first_line: _Optional[int] = ..., membership_id: _Optional[str] = ..., cells: _Optional[_Iterable[str]] = ...) -> None: ...

class ImportReason(_message.Message):
    __slots__ = ("code", "message", "column")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    column: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., column: _Optional[str] = ...) -> None: ...

class ImportDifference(_message.Message):
    __slots__ = ("field", "before", "after")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    field: str
    before: str
    after: str
    def __init__(self, field: _Optional[str] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class CreateOrganizationImportJobRequest(_message.Message):
    __slots__ = ("parent_id", "content", "file_name", "kind", "membership_policy", "request_id", "source", "data", "encoding", "allow_renames")
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_POLICY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    ALLOW_RENAMES_FIELD_NUMBER: _ClassVar[int]
    parent_id: str
    content: str
    file_name: str
    kind: _organization_pb2.OrganizationKind
    membership_policy: _organization_pb2.MembershipPolicy
    request_id: str
    source: str
    data: bytes
    encoding: str
    allow_renames: bool
    def __init__(self, parent_id: _Optional[str] = ..., content: _Optional[str] = ..., file_name: _Optional[str] = ..., kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ..., membership_policy: _Optional[_Union[_organization_pb2.MembershipPolicy, str]] = ..., request_id: _Optional[str] = ..., source: _Optional[str] = ..., data: _Optional[bytes] = ..., encoding: _Optional[str] = ..., allow_renames: _Optional[bool] = ...) -> None: ...

class PeopleImportColumn(_message.Message):
    __slots__ = ("name", "field", "roster_field_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    field: str
    roster_field_id: str
    def __init__(self, name: _Optional[str] = ..., field: _Optional[str] = ..., roster_field_id: _Optional[str] = ...) -> None: ...

class ContactConsent(_message.Message):
    __slots__ = ("manner", "date")
    MANNER_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    manner: _person_contact_pb2.ConsentManner
    date: str
    def __init__(self, manner: _Optional[_Union[_person_contact_pb2.ConsentManner, str]] = ..., date: _Optional[str] = ...) -> None: ...

class CreatePeopleImportJobRequest(_message.Message):
    __slots__ = ("organization_id", "content", "data", "file_name", "encoding", "columns", "create_missing", "match_names", "time_zone", "request_id", "contact_consent")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    CREATE_MISSING_FIELD_NUMBER: _ClassVar[int]
    MATCH_NAMES_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONTACT_CONSENT_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    content: str
    data: bytes
    file_name: str
    encoding: str
    columns: _containers.RepeatedCompositeFieldContainer[PeopleImportColumn]
    create_missing: bool
    match_names: bool
    time_zone: str
    request_id: str
    contact_consent: ContactConsent
    def __init__(self, organization_id: _Optional[str] = ..., content: _Optional[str] = ..., data: _Optional[bytes] = ..., file_name: _Optional[str] = ..., encoding: _Optional[str] = ..., columns: _Optional[_Iterable[_Union[PeopleImportColumn, _Mapping]]] = ..., create_missing: _Optional[bool] = ..., match_names: _Optional[bool] = ..., time_zone: _Optional[str] = ..., request_id: _Optional[str] = ..., contact_consent: _Optional[_Union[ContactConsent, _Mapping]] = ...) -> None: ...

class ImportResolution(_message.Message):
    __slots__ = ("reason", "line", "answer", "organization_id")
    REASON_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    reason: str
    line: int
    answer: ImportAnswer
    organization_id: str
    def __init__(self, reason: _Optional[str] = ..., line: _Optional[int] = ..., answer: _Optional[_Union[ImportAnswer, str]] = ..., organization_id: _Optional[str] = ...) -> None: ...

class ResolveImportConflictsRequest(_message.Message):
    __slots__ = ("import_job_id", "resolutions", "request_id")
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTIONS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    resolutions: _containers.RepeatedCompositeFieldContainer[ImportResolution]
    request_id: str
    def __init__(self, import_job_id: _Optional[str] = ..., resolutions: _Optional[_Iterable[_Union[ImportResolution, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetImportJobRequest(_message.Message):
    __slots__ = ("import_job_id",)
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    def __init__(self, import_job_id: _Optional[str] = ...) -> None: ...

class BatchGetImportJobsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetImportJobsResponse(_message.Message):
    __slots__ = ("import_jobs",)
    IMPORT_JOBS_FIELD_NUMBER: _ClassVar[int]
    import_jobs: _containers.RepeatedCompositeFieldContainer[ImportJob]
    def __init__(self, import_jobs: _Optional[_Iterable[_Union[ImportJob, _Mapping]]] = ...) -> None: ...

class ListImportJobsRequest(_message.Message):
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
    order_by: ImportJobOrder
    backward: bool
    count_only: bool
    states: _containers.RepeatedScalarFieldContainer[ImportState]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ..., order_by: _Optional[_Union[ImportJobOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., states: _Optional[_Iterable[_Union[ImportState, str]]] = ...) -> None: ...

class ListImportJobsResponse(_message.Message):
    __slots__ = ("import_jobs", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    IMPORT_JOBS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    import_jobs: _containers.RepeatedCompositeFieldContainer[ImportJob]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, import_jobs: _Optional[_Iterable[_Union[ImportJob, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ListImportJobRowsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "import_job_id", "outcomes", "order_by", "backward", "count_only", "reasons")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    import_job_id: str
    outcomes: _containers.RepeatedScalarFieldContainer[ImportOutcome]
    order_by: ImportJobRowOrder
    backward: bool
    count_only: bool
    reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., import_job_id: _Optional[str] = ..., outcomes: _Optional[_Iterable[_Union[ImportOutcome, str]]] = ..., order_by: _Optional[_Union[ImportJobRowOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...

class ListImportJobRowsResponse(_message.Message):
    __slots__ = ("import_job_rows", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    IMPORT_JOB_ROWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    import_job_rows: _containers.RepeatedCompositeFieldContainer[ImportJobRow]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, import_job_rows: _Optional[_Iterable[_Union[ImportJobRow, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class ExecuteImportJobRequest(_message.Message):
    __slots__ = ("import_job_id", "request_id")
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    request_id: str
    def __init__(self, import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DiscardImportJobRequest(_message.Message):
    __slots__ = ("import_job_id", "request_id")
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    request_id: str
    def __init__(self, import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UndoImportJobRequest(_message.Message):
    __slots__ = ("import_job_id", "request_id")
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    import_job_id: str
    request_id: str
    def __init__(self, import_job_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ImportJobOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ImportJobOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ImportJobOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...

class ImportJobRowOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: ImportJobRowOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[ImportJobRowOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
