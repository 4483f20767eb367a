import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.organizations.v1 import membership_pb2 as _membership_pb2
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

class PersonEntryState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSON_ENTRY_STATE_UNSPECIFIED: _ClassVar[PersonEntryState]
    PERSON_ENTRY_STATE_UNCLAIMED: _ClassVar[PersonEntryState]
    PERSON_ENTRY_STATE_CLAIMED: _ClassVar[PersonEntryState]
PERSON_ENTRY_STATE_UNSPECIFIED: PersonEntryState
PERSON_ENTRY_STATE_UNCLAIMED: PersonEntryState
PERSON_ENTRY_STATE_CLAIMED: PersonEntryState

class PersonEntry(_message.Message):
    __slots__ = ("id", "person_id", "organization_id", "display_name", "languages", "time_zone", "state", "creator_person_id", "link_expire_time", "claim_time", "etag", "create_time", "update_time", "import_job_ids")
    ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATOR_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    LINK_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    CLAIM_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    IMPORT_JOB_IDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    person_id: str
    organization_id: str
    display_name: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    time_zone: str
    state: PersonEntryState
    creator_person_id: str
    link_expire_time: _timestamp_pb2.Timestamp
    claim_time: _timestamp_pb2.Timestamp
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    import_job_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., person_id: _Optional[str] = ..., organization_id: _Optional[str] = ..., display_name: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., time_zone: _Optional[str] = ..., state: _Optional[_Union[PersonEntryState, str]] = ..., creator_person_id: _Optional[str] = ..., link_expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., claim_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., import_job_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ClaimLink(_message.Message):
    __slots__ = ("person_entry", "token", "link")
    PERSON_ENTRY_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    person_entry: PersonEntry
    token: str
    link: str
    def __init__(self, person_entry: _Optional[_Union[PersonEntry, _Mapping]] = ..., token: _Optional[str] = ..., link: _Optional[str] = ...) -> None: ...

class ClaimPreview(_message.Message):
    __slots__ = ("organization_id", "display_name", "usable")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    USABLE_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    display_name: str
    usable: bool
    def __init__(self, organization_id: _Optional[str] = ..., display_name: _Optional[str] = ..., usable: _Optional[bool] = ...) -> None: ...

class AddMemberRequest(_message.Message):
    __slots__ = ("organization_id", "display_name", "languages", "time_zone", "roles", "request_id")
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    organization_id: str
    display_name: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    time_zone: str
    roles: _containers.RepeatedScalarFieldContainer[_membership_pb2.Role]
    request_id: str
    def __init__(self, organization_id: _Optional[str] = ..., display_name: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., time_zone: _Optional[str] = ..., roles: _Optional[_Iterable[_Union[_membership_pb2.Role, str]]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetPersonEntryRequest(_message.Message):
    __slots__ = ("person_entry_id",)
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    def __init__(self, person_entry_id: _Optional[str] = ...) -> None: ...

class BatchGetPersonEntriesRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetPersonEntriesResponse(_message.Message):
    __slots__ = ("person_entries",)
    PERSON_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    person_entries: _containers.RepeatedCompositeFieldContainer[PersonEntry]
    def __init__(self, person_entries: _Optional[_Iterable[_Union[PersonEntry, _Mapping]]] = ...) -> None: ...

class UpdatePersonEntryRequest(_message.Message):
    __slots__ = ("person_entry_id", "person_entry", "update_mask", "request_id")
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ENTRY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    person_entry: PersonEntry
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, person_entry_id: _Optional[str] = ..., person_entry: _Optional[_Union[PersonEntry, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateClaimLinkRequest(_message.Message):
    __slots__ = ("person_entry_id", "expire_time", "request_id")
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    expire_time: _timestamp_pb2.Timestamp
    request_id: str
    def __init__(self, person_entry_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeClaimLinkRequest(_message.Message):
    __slots__ = ("person_entry_id", "request_id")
    PERSON_ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_entry_id: str
    request_id: str
    def __init__(self, person_entry_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class LookUpClaimRequest(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: str
    def __init__(self, token: _Optional[str] = ...) -> None: ...

class ClaimPersonRequest(_message.Message):
    __slots__ = ("token", "request_id")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    token: str
    request_id: str
    def __init__(self, token: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...
