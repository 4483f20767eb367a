"""Qualifications, as the volunteers service announced them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.events.tables import Table


class QualificationState(StrEnum):
    """The states of a qualification that counts on the days on which it is valid."""

    VERIFIED = "VERIFIED"
    EXPIRED = "EXPIRED"


class QualificationKind(Table, table=True):
    """A kind of qualification: whether shifts can require it, and what refusals call it."""

    __tablename__ = "qualification_kind"

    id: UUID = Field(primary_key=True)
    name: str
    retired: bool = False


class Qualification(Table, table=True):
    """A qualification of a person, in any state."""

    __tablename__ = "qualification"
    __table_args__ = (Index("qualification_person", "person_id", "qualification_kind_id"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID
    qualification_kind_id: UUID
    state: str
    issued_date: date | None = None
    valid_until_date: date | None = None
