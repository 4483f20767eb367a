"""What other services announced of events, attendance, hours and qualifications, and what follows from it for each day."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import time_field
from services.organizations.tables import Table


class EventState(StrEnum):
    """The states of an event that this service acts on."""

    PUBLISHED = "PUBLISHED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    DELETED = "DELETED"


class EventVisibility(StrEnum):
    """The visibilities of an event that this service acts on."""

    PUBLIC = "PUBLIC"


class Event(Table, table=True):
    """An event, as announced: its organization, time, visibility and state."""

    __tablename__ = "event"
    __table_args__ = (Index("event_organization", "organization_id", "state", "start_time"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    state: str
    visibility: str
    start_time: datetime = time_field()


class SignUpState(StrEnum):
    """The states of a sign-up that this service acts on."""

    COMPLETED = "COMPLETED"


class AttendanceReview(StrEnum):
    """The reviews of attendance that keep it from counting."""

    PENDING = "PENDING"
    REJECTED = "REJECTED"


class Attendance(Table, table=True):
    """What events told of a sign-up: who was there, and when. Kept once somebody was there."""

    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_organization", "organization_id", "start_time"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    person_id: UUID
    state: str
    start_time: datetime = time_field()
    check_in_time: datetime | None = time_field(default=None)
    check_out_time: datetime | None = time_field(default=None)
    attendance_review: str = ""


class EventFeedback(Table, table=True):
    """What events told of the feedback about an event, under the event's id: how many gave some, and the sum of their ratings."""

    __tablename__ = "event_feedback"
    __table_args__ = (Index("event_feedback_organization", "organization_id", "start_time"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    start_time: datetime = time_field()
    feedback_count: int
    ratings_sum: int


class ShiftState(StrEnum):
    """The states of a shift that this service acts on."""

    PLANNED = "PLANNED"


class Shift(Table, table=True):
    """What events told of a shift: its places, how many of them people have, and for whose members some are reserved."""

    __tablename__ = "shift"
    __table_args__ = (Index("shift_event", "event_id"),)

    id: UUID = Field(primary_key=True)
    event_id: UUID
    organization_id: UUID
    state: str
    capacity: int
    places_taken: int
    reserved_organization_id: UUID | None = None


class HoursAttestationState(StrEnum):
    """The states of attested hours that this service acts on."""

    APPROVED = "APPROVED"


class Attestation(Table, table=True):
    """What volunteers told of attested hours: how much work of which day, and not whose."""

    __tablename__ = "attestation"
    __table_args__ = (Index("attestation_organization", "organization_id", "work_date"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    state: str
    work_date: date
    minutes: int


class QualificationState(StrEnum):
    """The states of a qualification that counts on the days on which it is valid."""

    VERIFIED = "VERIFIED"
    EXPIRED = "EXPIRED"


class Qualification(Table, table=True):
    """What volunteers told of a qualification of a person, in any state."""

    __tablename__ = "qualification"
    __table_args__ = (Index("qualification_person", "person_id"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID
    qualification_kind_id: UUID
    state: str
    issued_date: date | None = None
    valid_until_date: date | None = None


class GroupDay(Table, table=True):
    """What a group did on a day, in UTC.

    Attributes:
        organization_id: The group.
        day: The day.
        events_held: How many events it held.
        events_cancelled: How many were cancelled.
        places: How many places those that it held had.
        places_taken: How many of these people had.
        attested_minutes: How much work of that day two leaders have attested.
    """

    __tablename__ = "group_day"

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    events_held: int
    events_cancelled: int
    places: int = 0
    places_taken: int = 0
    attested_minutes: int = 0


class GroupPartner(Table, table=True):
    """That another organization had reserved places at an event that a group held on a day, in UTC."""

    __tablename__ = "group_partner"

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    partner_organization_id: UUID = Field(primary_key=True)


class GroupVisit(Table, table=True):
    """For how many minutes somebody took part in what a group did on a day, in UTC."""

    __tablename__ = "group_visit"

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    minutes: int
