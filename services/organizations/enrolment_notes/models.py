"""The table of notes."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import enrolment_note_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field
from services.organizations.tables import Table


class EnrolmentNoteAudience(StrEnum):
    """Who can read a note."""

    GROUP = "GROUP"
    MENTORS = "MENTORS"


class EnrolmentNote(Resource, Table, table=True):
    """A note about a group, or what a meeting with it was about."""

    __tablename__ = "enrolment_note"
    __table_args__ = (Index("enrolment_note_enrolment", "enrolment_id", "id"),)
    message = enrolment_note_pb2.EnrolmentNote

    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    stage_key: str
    author_id: UUID
    audience: EnrolmentNoteAudience = enum_field(EnrolmentNoteAudience)
    meeting_date: date | None = None
    text: str

    @property
    def trail_id(self) -> UUID:
        """The group for a note that it can read; otherwise the organization that cultivates it."""
        is_shared = self.audience == EnrolmentNoteAudience.GROUP
        return self.organization_id if is_shared else self.cultivator_id
