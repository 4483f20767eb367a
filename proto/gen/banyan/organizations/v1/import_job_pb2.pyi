import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class ImportKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_KIND_UNSPECIFIED: _ClassVar[ImportKind]
    IMPORT_KIND_ORGANIZATIONS: _ClassVar[ImportKind]

class ImportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_STATE_UNSPECIFIED: _ClassVar[ImportState]
    IMPORT_STATE_READY: _ClassVar[ImportState]
    IMPORT_STATE_EXECUTING: _ClassVar[ImportState]
    IMPORT_STATE_COMPLETED: _ClassVar[ImportState]
    IMPORT_STATE_DISCARDED: _ClassVar[ImportState]
    IMPORT_STATE_FAILED: _ClassVar[ImportState]

class ImportOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IMPORT_OUTCOME_UNSPECIFIED: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_CREATE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_UPDATE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_MERGE: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_UNCHANGED: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_CONFLICT: _ClassVar[ImportOutcome]
    IMPORT_OUTCOME_ERROR: _ClassVar[ImportOutcome]
IMPORT_KIND_UNSPECIFIED: ImportKind
IMPORT_KIND_ORGANIZATIONS: ImportKind
IMPORT_STATE_UNSPECIFIED: ImportState
IMPORT_STATE_READY: ImportState
IMPORT_STATE_EXECUTING: ImportState
IMPORT_STATE_COMPLETED: ImportState
IMPORT_STATE_DISCARDED: ImportState
IMPORT_STATE_FAILED: ImportState
IMPORT_OUTCOME_UNSPECIFIED: ImportOutcome
IMPORT_OUTCOME_CREATE: ImportOutcome
IMPORT_OUTCOME_UPDATE: ImportOutcome
IMPORT_OUTCOME_MERGE: ImportOutcome
IMPORT_OUTCOME_UNCHANGED: ImportOutcome
IMPORT_OUTCOME_CONFLICT: ImportOutcome
IMPORT_OUTCOME_ERROR: ImportOutcome

class ImportJob(_message.Message):
    __slots__ = ("id", "organization_id", "kind", "file_name", "state", "rows_total", "rows_done", "create_count", "update_count", "merge_count", "unchanged_count", "conflict_count", "error_count", "create_time", "update_time", "expire_time")
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
    def __init__(self, id: _Optional[str] = ..., organization_id: _Optional[str] = ..., kind: _Optional[_Union[ImportKind, str]] = ..., file_name: _Optional[str] = ..., state: _Optional[_Union[ImportState, str]] = ..., rows_total: _Optional[int] = ..., rows_done: _Optional[int] = ..., create_count: _Optional[int] = ..., update_count: _Optional[int] = ..., merge_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ..., conflict_count: _Optional[int] = ..., error_count: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ImportJobRow(_message.Message):
    __slots__ = ("line", "name", "outcome", "reasons", "changes", "organization_id")
    LINE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    line: int
    name: str
    outcome: ImportOutcome
    reasons: _containers.RepeatedCompositeFieldContainer[ImportReason]
    changes: _containers.RepeatedCompositeFieldContainer[ImportDifference]
    organization_id: str
    def __init__(self, line: _Optional[int] = ..., name: _Optional[str] = ..., outcome: _Optional[_Union[ImportOutcome, str]] = ..., reasons: _Optional[_Iterable[_Union[ImportReason, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[ImportDifference, _Mapping]]] = ..., organization_id: _Optional[str] = ...) -> None: ...

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
    __slots__ = ("parent_id", "content", "file_name", "kind", "membership_policy", "request_id")
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_POLICY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent_id: str
    content: str
    file_name: str
    kind: _organization_pb2.OrganizationKind
    membership_policy: _organization_pb2.MembershipPolicy
    request_id: str
    def __init__(self, parent_id: _Optional[str] = ..., content: _Optional[str] = ..., file_name: _Optional[str] = ..., kind: _Optional[_Union[_organization_pb2.OrganizationKind, str]] = ..., membership_policy: _Optional[_Union[_organization_pb2.MembershipPolicy, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

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
    __slots__ = ("page_size", "page_token", "organization_id")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    organization_id: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., organization_id: _Optional[str] = ...) -> None: ...

class ListImportJobsResponse(_message.Message):
    __slots__ = ("import_jobs", "next_page_token", "cursors")
    IMPORT_JOBS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    import_jobs: _containers.RepeatedCompositeFieldContainer[ImportJob]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, import_jobs: _Optional[_Iterable[_Union[ImportJob, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ...) -> None: ...

class ListImportJobRowsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "import_job_id", "outcome")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    import_job_id: str
    outcome: ImportOutcome
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., import_job_id: _Optional[str] = ..., outcome: _Optional[_Union[ImportOutcome, str]] = ...) -> None: ...

class ListImportJobRowsResponse(_message.Message):
    __slots__ = ("import_job_rows", "next_page_token", "cursors")
    IMPORT_JOB_ROWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    import_job_rows: _containers.RepeatedCompositeFieldContainer[ImportJobRow]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, import_job_rows: _Optional[_Iterable[_Union[ImportJobRow, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ...) -> None: ...

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
