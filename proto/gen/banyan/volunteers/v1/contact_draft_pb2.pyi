import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.volunteers.v1 import person_contact_pb2 as _person_contact_pb2
from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContactComparison(_message.Message):
    __slots__ = ("person_id", "member_since", "phone", "email")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    MEMBER_SINCE_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    member_since: _timestamp_pb2.Timestamp
    phone: str
    email: str
    def __init__(self, person_id: _Optional[str] = ..., member_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ...) -> None: ...

class CompareContactsRequest(_message.Message):
    __slots__ = ("organization_id", "comparisons")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    COMPARISONS_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    comparisons: _containers.RepeatedCompositeFieldContainer[ContactComparison]
    def __init__(self, organization_id: _Optional[str] = ..., comparisons: _Optional[_Iterable[_Union[ContactComparison, _Mapping]]] = ...) -> None: ...

class CompareContactsResponse(_message.Message):
    __slots__ = ("equalities",)
    EQUALITIES_FIELD_NUMBER: _ClassVar[int]
    equalities: _containers.RepeatedCompositeFieldContainer[ContactEquality]
    def __init__(self, equalities: _Optional[_Iterable[_Union[ContactEquality, _Mapping]]] = ...) -> None: ...

class ContactEquality(_message.Message):
    __slots__ = ("phone", "email")
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    phone: bool
    email: bool
    def __init__(self, phone: _Optional[bool] = ..., email: _Optional[bool] = ...) -> None: ...

class ContactDraft(_message.Message):
    __slots__ = ("person_id", "phone", "email", "consent_date")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    CONSENT_DATE_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    phone: str
    email: str
    consent_date: str
    def __init__(self, person_id: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., consent_date: _Optional[str] = ...) -> None: ...

class DraftContactsRequest(_message.Message):
    __slots__ = ("organization_id", "import_job_id", "consent_manner", "drafts", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    IMPORT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    CONSENT_MANNER_FIELD_NUMBER: _ClassVar[int]
    DRAFTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    import_job_id: str
    consent_manner: _person_contact_pb2.ConsentManner
    drafts: _containers.RepeatedCompositeFieldContainer[ContactDraft]
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., import_job_id: _Optional[str] = ..., consent_manner: _Optional[_Union[_person_contact_pb2.ConsentManner, str]] = ..., drafts: _Optional[_Iterable[_Union[ContactDraft, _Mapping]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DraftContactsResponse(_message.Message):
    __slots__ = ("kept_count",)
    KEPT_COUNT_FIELD_NUMBER: _ClassVar[int]
    kept_count: int
    def __init__(self, kept_count: _Optional[int] = ...) -> None: ...
