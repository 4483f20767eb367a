import datetime

from banyan.annotations.v1 import annotations_pb2 as _annotations_pb2
from banyan.images.v1 import image_pb2 as _image_pb2
from banyan.lists.v1 import lists_pb2 as _lists_pb2
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

class PersonState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSON_STATE_UNSPECIFIED: _ClassVar[PersonState]
    PERSON_STATE_ACTIVE: _ClassVar[PersonState]
    PERSON_STATE_SUSPENDED: _ClassVar[PersonState]

class VolunteerStanding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VOLUNTEER_STANDING_UNSPECIFIED: _ClassVar[VolunteerStanding]
    VOLUNTEER_STANDING_NONE: _ClassVar[VolunteerStanding]
    VOLUNTEER_STANDING_APPLICANT: _ClassVar[VolunteerStanding]
    VOLUNTEER_STANDING_APPROVED: _ClassVar[VolunteerStanding]
    VOLUNTEER_STANDING_PAUSED: _ClassVar[VolunteerStanding]

class SkillLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SKILL_LEVEL_UNSPECIFIED: _ClassVar[SkillLevel]
    SKILL_LEVEL_BEGINNER: _ClassVar[SkillLevel]
    SKILL_LEVEL_PROFICIENT: _ClassVar[SkillLevel]
    SKILL_LEVEL_EXPERT: _ClassVar[SkillLevel]

class PersonOrderField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSON_ORDER_FIELD_UNSPECIFIED: _ClassVar[PersonOrderField]
    PERSON_ORDER_FIELD_NAME: _ClassVar[PersonOrderField]
    PERSON_ORDER_FIELD_CREATE_TIME: _ClassVar[PersonOrderField]
PERSON_STATE_UNSPECIFIED: PersonState
PERSON_STATE_ACTIVE: PersonState
PERSON_STATE_SUSPENDED: PersonState
VOLUNTEER_STANDING_UNSPECIFIED: VolunteerStanding
VOLUNTEER_STANDING_NONE: VolunteerStanding
VOLUNTEER_STANDING_APPLICANT: VolunteerStanding
VOLUNTEER_STANDING_APPROVED: VolunteerStanding
VOLUNTEER_STANDING_PAUSED: VolunteerStanding
SKILL_LEVEL_UNSPECIFIED: SkillLevel
SKILL_LEVEL_BEGINNER: SkillLevel
SKILL_LEVEL_PROFICIENT: SkillLevel
SKILL_LEVEL_EXPERT: SkillLevel
PERSON_ORDER_FIELD_UNSPECIFIED: PersonOrderField
PERSON_ORDER_FIELD_NAME: PersonOrderField
PERSON_ORDER_FIELD_CREATE_TIME: PersonOrderField

class Person(_message.Message):
    __slots__ = ("id", "display_name", "languages", "time_zone", "birth_date", "skills", "state", "standing", "etag", "create_time", "update_time", "erase_time", "avatar")
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    SKILLS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ERASE_TIME_FIELD_NUMBER: _ClassVar[int]
    AVATAR_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    time_zone: str
    birth_date: str
    skills: _containers.RepeatedCompositeFieldContainer[Skill]
    state: PersonState
    standing: VolunteerStanding
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    erase_time: _timestamp_pb2.Timestamp
    avatar: _image_pb2.Image
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., time_zone: _Optional[str] = ..., birth_date: _Optional[str] = ..., skills: _Optional[_Iterable[_Union[Skill, _Mapping]]] = ..., state: _Optional[_Union[PersonState, str]] = ..., standing: _Optional[_Union[VolunteerStanding, str]] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., erase_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., avatar: _Optional[_Union[_image_pb2.Image, _Mapping]] = ...) -> None: ...

class Skill(_message.Message):
    __slots__ = ("name", "level")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    name: str
    level: SkillLevel
    def __init__(self, name: _Optional[str] = ..., level: _Optional[_Union[SkillLevel, str]] = ...) -> None: ...

class RegisterPersonRequest(_message.Message):
    __slots__ = ("person", "request_id")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person: Person
    request_id: str
    def __init__(self, person: _Optional[_Union[Person, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetPersonRequest(_message.Message):
    __slots__ = ("person_id",)
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    def __init__(self, person_id: _Optional[str] = ...) -> None: ...

class BatchGetPeopleRequest(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class BatchGetPeopleResponse(_message.Message):
    __slots__ = ("people",)
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    people: _containers.RepeatedCompositeFieldContainer[Person]
    def __init__(self, people: _Optional[_Iterable[_Union[Person, _Mapping]]] = ...) -> None: ...

class ListPeopleRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "standings", "states", "query", "order_by", "backward", "count_only")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STANDINGS_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    BACKWARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_ONLY_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    standings: _containers.RepeatedScalarFieldContainer[VolunteerStanding]
    states: _containers.RepeatedScalarFieldContainer[PersonState]
    query: str
    order_by: PersonOrder
    backward: bool
    count_only: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., standings: _Optional[_Iterable[_Union[VolunteerStanding, str]]] = ..., states: _Optional[_Iterable[_Union[PersonState, str]]] = ..., query: _Optional[str] = ..., order_by: _Optional[_Union[PersonOrder, _Mapping]] = ..., backward: _Optional[bool] = ..., count_only: _Optional[bool] = ...) -> None: ...

class ListPeopleResponse(_message.Message):
    __slots__ = ("people", "next_page_token", "cursors", "total_count", "total_count_is_exact")
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CURSORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_IS_EXACT_FIELD_NUMBER: _ClassVar[int]
    people: _containers.RepeatedCompositeFieldContainer[Person]
    next_page_token: str
    cursors: _containers.RepeatedScalarFieldContainer[str]
    total_count: int
    total_count_is_exact: bool
    def __init__(self, people: _Optional[_Iterable[_Union[Person, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., cursors: _Optional[_Iterable[str]] = ..., total_count: _Optional[int] = ..., total_count_is_exact: _Optional[bool] = ...) -> None: ...

class UpdatePersonRequest(_message.Message):
    __slots__ = ("person_id", "person", "update_mask", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    person: Person
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., person: _Optional[_Union[Person, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class SuspendPersonRequest(_message.Message):
    __slots__ = ("person_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReinstatePersonRequest(_message.Message):
    __slots__ = ("person_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApplyAsVolunteerRequest(_message.Message):
    __slots__ = ("person_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ApproveVolunteerRequest(_message.Message):
    __slots__ = ("person_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PauseVolunteerRequest(_message.Message):
    __slots__ = ("person_id", "request_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    request_id: str
    def __init__(self, person_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CheckAgeRequest(_message.Message):
    __slots__ = ("person_id", "age", "date")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    AGE_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    person_id: str
    age: int
    date: str
    def __init__(self, person_id: _Optional[str] = ..., age: _Optional[int] = ..., date: _Optional[str] = ...) -> None: ...

class CheckAgeResponse(_message.Message):
    __slots__ = ("of_age",)
    OF_AGE_FIELD_NUMBER: _ClassVar[int]
    of_age: bool
    def __init__(self, of_age: _Optional[bool] = ...) -> None: ...

class BatchCheckAgesRequest(_message.Message):
    __slots__ = ("requests",)
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    requests: _containers.RepeatedCompositeFieldContainer[CheckAgeRequest]
    def __init__(self, requests: _Optional[_Iterable[_Union[CheckAgeRequest, _Mapping]]] = ...) -> None: ...

class BatchCheckAgesResponse(_message.Message):
    __slots__ = ("responses",)
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    responses: _containers.RepeatedCompositeFieldContainer[CheckAgeResponse]
    def __init__(self, responses: _Optional[_Iterable[_Union[CheckAgeResponse, _Mapping]]] = ...) -> None: ...

class PersonOrder(_message.Message):
    __slots__ = ("field", "direction")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    field: PersonOrderField
    direction: _lists_pb2.SortDirection
    def __init__(self, field: _Optional[_Union[PersonOrderField, str]] = ..., direction: _Optional[_Union[_lists_pb2.SortDirection, str]] = ...) -> None: ...
