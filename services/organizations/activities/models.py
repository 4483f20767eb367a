"""Events and attendance, as the events service announced them, and what follows from them for each day."""

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


class GroupDay(Table, table=True):
    """How many events a group held on a day, in UTC, and how many were cancelled."""

    __tablename__ = "group_day"

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    events_held: int
    events_cancelled: int


class GroupVisit(Table, table=True):
    """For how many minutes somebody took part in what a group did on a day, in UTC."""

    __tablename__ = "group_visit"

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    minutes: int
