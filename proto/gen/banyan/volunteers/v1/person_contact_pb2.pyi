import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
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

class ConsentManner(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONSENT_MANNER_UNSPECIFIED: _ClassVar[ConsentManner]
    CONSENT_MANNER_ORALLY: _ClassVar[ConsentManner]
    CONSENT_MANNER_ON_PAPER: _ClassVar[ConsentManner]
    CONSENT_MANNER_ELECTRONICALLY: _ClassVar[ConsentManner]
CONSENT_MANNER_UNSPECIFIED: ConsentManner
CONSENT_MANNER_ORALLY: ConsentManner
CONSENT_MANNER_ON_PAPER: ConsentManner
CONSENT_MANNER_ELECTRONICALLY: ConsentManner

class PersonContact(_message.Message):
    __slots__ = ("person_id", "phone", "email", "address", "emergency_contact", "shares", "etag", "update_time")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_CONTACT_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    phone: str
    email: str
    address: str
    emergency_contact: str
    shares: _containers.RepeatedCompositeFieldContainer[ContactShare]
    etag: str
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, person_id: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., address: _Optional[str] = ..., emergency_contact: _Optional[str] = ..., shares: _Optional[_Iterable[_Union[ContactShare, _Mapping]]] = ..., etag: _Optional[str] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ContactShare(_message.Message):
    __slots__ = ("organization_id", "create_time", "consent_manner", "consent_date", "recorder_person_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CONSENT_MANNER_FIELD_NUMBER: _ClassVar[int]
    CONSENT_DATE_FIELD_NUMBER: _ClassVar[int]
    RECORDER_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    create_time: _timestamp_pb2.Timestamp
    consent_manner: ConsentManner
    consent_date: str
    recorder_person_id: str
    def __init__(self, organization_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., consent_manner: _Optional[_Union[ConsentManner, str]] = ..., consent_date: _Optional[str] = ..., recorder_person_id: _Optional[str] = ...) -> None: ...

class ContactReading(_message.Message):
    __slots__ = ("id", "read_time", "organization_id", "reader_person_id", "app_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    READ_TIME_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    READER_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    read_time: _timestamp_pb2.Timestamp
    organization_id: str
    reader_person_id: str
    app_id: str
    def __init__(self, id: _Optional[str] = ..., read_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., organization_id: _Optional[str] = ..., reader_person_id: _Optional[str] = ..., app_id: _Optional[str] = ...) -> None: ...

class ListContactReadingsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "person_id", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    person_id: str
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., person_id: _Optional[str] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListContactReadingsResponse(_message.Message):
    __slots__ = ("contact_readings", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    CONTACT_READINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    contact_readings: _containers.RepeatedCompositeFieldContainer[ContactReading]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, contact_readings: _Optional[_Iterable[_Union[ContactReading, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class GetPersonContactRequest(_message.Message):
    __slots__ = ("person_id",)
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    def __init__(self, person_id: _Optional[str] = ...) -> None: ...

class BatchGetPersonContactsRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetPersonContactsResponse(_message.Message):
    __slots__ = ("person_contacts",)
    PERSON_CONTACTS_FIELD_NUMBER: _ClassVar[int]
    person_contacts: _containers.RepeatedCompositeFieldContainer[PersonContact]
    def __init__(self, person_contacts: _Optional[_Iterable[_Union[PersonContact, _Mapping]]] = ...) -> None: ...

class UpdatePersonContactRequest(_message.Message):
    __slots__ = ("person_id", "person_contact", "update_mask", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_CONTACT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    person_contact: PersonContact
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., person_contact: _Optional[_Union[PersonContact, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SharePersonContactRequest(_message.Message):
    __slots__ = ("person_id", "organization_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    organization_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UnsharePersonContactRequest(_message.Message):
    __slots__ = ("person_id", "organization_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    organization_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class EnterPersonContactRequest(_message.Message):
    __slots__ = ("person_entry_id", "person_contact", "consent_manner", "consent_date", "request_id")
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_CONTACT_FIELD_NUMBER: _ClassVar[int]
    CONSENT_MANNER_FIELD_NUMBER: _ClassVar[int]
    CONSENT_DATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    person_contact: PersonContact
    consent_manner: ConsentManner
    consent_date: str
    request_id: str
    def __init__(self, person_entry_id: _Optional[str] = ..., person_contact: _Optional[_Union[PersonContact, _Mapping]] = ..., consent_manner: _Optional[_Union[ConsentManner, str]] = ..., consent_date: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeletePersonContactRequest(_message.Message):
    __slots__ = ("person_entry_id", "request_id")
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    request_id: str
    def __init__(self, person_entry_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
