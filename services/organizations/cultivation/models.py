"""The tables of how groups were: at which stage since when, and how they were doing from day to day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import enum_field, time_field
from services.organizations.cultivation.states import Basis
from services.organizations.enrolments.models import EnrolmentState
from services.organizations.organizations.models import OrganizationKind
from services.organizations.tables import Table

# Until when something holds that nothing has ended.
FOREVER = date.max


class EnrolmentStep(Table, table=True):
    """That an enrolment got another state, stage or version. The database writes it, whoever changes the enrolment."""

    __tablename__ = "enrolment_step"
    __table_args__ = (Index("enrolment_step_time", "time"),)

    enrolment_id: UUID = Field(foreign_key="enrolment.id", primary_key=True)
    time: datetime = time_field(primary_key=True)
    state: EnrolmentState = enum_field(EnrolmentState)
    stage_key: str
    stage_start_time: datetime | None = time_field(default=None)
    programme_id: UUID


class OrganizationHome(Table, table=True):
    """In which area an active organization was at home, in UTC, from one day until before another. The database writes it."""

    __tablename__ = "organization_home"
    __table_args__ = (Index("organization_home_area", "area_id", "until_day", "day"),)

    organization_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    until_day: date
    area_id: UUID


class EnrolmentDay(Table, table=True):
    """How a group at a stage was at the end of each day, in UTC, from one day until before another.

    What was seen stays as it was written. What is known follows later corrections.
    """

    __tablename__ = "enrolment_day"
    __table_args__ = (
        Index("enrolment_day_cultivator", "cultivator_id", "basis", "until_day", "day"),
    )

    enrolment_id: UUID = Field(foreign_key="enrolment.id", primary_key=True)
    basis: Basis = enum_field(Basis, primary_key=True)
    day: date = Field(primary_key=True)
    until_day: date
    cultivator_id: UUID
    first_version_id: UUID
    programme_id: UUID
    stage_key: str
    stage_start_time: datetime = time_field()
    # The first day on which it has been at the stage for longer than expected.
    stuck_day: date
    state: EnrolmentState = enum_field(EnrolmentState)
    kind: OrganizationKind = enum_field(OrganizationKind)
    is_ready: bool
    is_fading: bool
    members_count: int
    # Whether it was written down only later, as it was known then: nobody looked at the group yet.
    is_late: bool = False
    # Where the group was at home, if it was anywhere.
    area_id: UUID | None = None
