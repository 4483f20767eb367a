"""What the other services told, repeated here; nothing points to it by a foreign key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.models import time_field
from services.organizations.models.base import SORT_NAME, Table


class Person(Table, table=True):
    """What volunteers told of a person: the name and standing that rosters show."""

    __tablename__ = "person"

    id: UUID = Field(primary_key=True)
    display_name: str
    sort_name: str = Field(sa_type=SORT_NAME)
    search_name: str = Field(default="", sa_type=SORT_NAME)
    standing: str
    state: str


class Event(Table, table=True):
    """What events told of an event: who holds it, when, and how far it has come."""

    __tablename__ = "event"
    __table_args__ = (Index("event_organization", "organization_id", "state", "start_time"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    state: str
    visibility: str
    start_time: datetime = time_field()


class HoursBalance(Table, table=True):
    """What volunteers told of the minutes that a person has worked for an organization."""

    __tablename__ = "hours_balance"
    __table_args__ = (Index("hours_balance_account", "organization_id", "person_id", unique=True),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    person_id: UUID
    recorded_minutes: int
    attested_minutes: int
